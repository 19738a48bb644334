import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, until, worth } from "./phrases.ts";

const from = optional(`${brand}: `);
const fromFr = optional(`${brand} : `);

export const followUpOffer = {
  key: "follow-up-offer",
  name: "Follow-up offer",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "follow_up_offer",
        body: `${from}A thank-you for your order: ${worth.en} with {{ offer.code }}${until.en}${use(":", ".")}`,
        translations: {
          es: { body: `${from}Gracias por tu pedido: ${worth.es} con {{ offer.code }}${until.es}${use(":", ".")}` },
          fr: {
            body: `${fromFr}Pour vous remercier : ${worth.fr} avec {{ offer.code }}${until.fr}${use(" :", ".")}`,
          },
          de: {
            body: `${from}Danke für deine Bestellung. ${until.de}${worth.de} mit {{ offer.code }}${use(":", ".")}`,
          },
        },
      },
      link: { url: "{{ offer.url }}" },
      class: "promotional",
      after: "P7D",
      quiet: "defer",
      expires: "P7D",
      offer: "follow-up",
    },
  ],
} as const satisfies Flow;

function use(before: string, otherwise: string): string {
  return `{% if offer.url %}${before} {{ link }}{% else %}${otherwise}{% endif %}`;
}
