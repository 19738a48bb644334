import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName } from "./phrases.ts";

export const thankYou = {
  key: "thank-you",
  name: "Thank-you",
  trigger: { event: "order.placed" },
  exitOn: [{ event: "order.cancelled" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "thank_you",
        body: `${brand}: Thank you for choosing us${commaName}. We're getting your order ready with care. Any questions? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Gracias por elegirnos${commaName}. Preparamos tu pedido con mimo. ¿Alguna pregunta? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : merci de votre confiance${commaName}. Nous préparons votre commande avec soin. Une question ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Danke für dein Vertrauen${commaName}. Wir packen deine Bestellung mit Sorgfalt. Fragen? Antworte einfach.`,
          },
        },
      },
      class: "relationship",
      after: "PT20H",
      // Where no confirmation goes, the order itself counts.
      from: { field: "sent.order_confirmation.at", else: "trigger" },
      quiet: "defer",
      expires: "P3D",
    },
  ],
} as const satisfies Flow;
