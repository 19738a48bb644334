import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional } from "./phrases.ts";

/** Three days before the day that the event's attribute `renewsAt` names; without one, at once. */
export const renewalUpcoming = {
  key: "renewal-upcoming",
  name: "Renewal upcoming",
  trigger: { event: "subscription.renewing" },
  per: "event",
  exitOn: [{ event: "subscription.cancelled", match: "customer" }],
  stage: "replenishment",
  steps: [
    {
      send: {
        template: "renewal_upcoming",
        body: `${brand}: Your subscription renews ${optional("on {{ event.renewsAt | date: '%b %-d' }}", "soon")}. Nothing to do if that suits you. To change or pause it, just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu plan se renueva ${optional("el {{ event.renewsAt | date: '%-d/%-m' }}", "pronto")}. Si te va bien, no hagas nada. Para cambiarlo o pausarlo, responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre abonnement sera renouvelé ${optional("le {{ event.renewsAt | date: '%-d/%-m' }}", "prochainement")}. Pour le modifier ou le suspendre, répondez à ce SMS.`,
          },
          de: {
            body: `${brand}: Dein Abo verlängert sich ${optional("am {{ event.renewsAt | date: '%-d.%-m.' }}", "bald.")} Wenn das passt, musst du nichts tun. Zum Ändern oder Pausieren antworte einfach.`,
          },
        },
      },
      class: "transactional",
      after: "-P3D",
      from: { field: "renewsAt", else: "trigger" },
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
