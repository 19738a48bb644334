import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber } from "./phrases.ts";

/** From the carrier, or from a ticket whose reason says so. A damaged order is often one that has been delivered. */
export const damaged = {
  key: "damaged",
  name: "Damaged",
  trigger: {
    event: "order.damaged",
    or: ["support.opened"],
    where: {
      any: [
        { "event.type": { eq: "order.damaged" } },
        { "event.reason": { contains: "amage" } },
        { "event.reason": { contains: "roken" } },
      ],
    },
  },
  exitOn: [{ event: "order.refunded" }],
  stage: "delivery",
  steps: [
    {
      send: {
        template: "damaged",
        body: `${brand}: We're sorry that ${order("order", "your order")} was damaged. Would you like a replacement or a refund? Just reply, with a photo if you can.`,
        translations: {
          es: {
            body: `${brand}: Sentimos que tu pedido${orderNumber} haya sufrido daños. ¿Prefieres otro o el reembolso? Responde a este SMS, con una foto si puedes.`,
          },
          fr: {
            body: `${brand} : désolés, votre commande${orderNumber} a été endommagée. Remplacement ou remboursement ? Répondez ici, avec une photo si possible.`,
          },
          de: {
            body: `${brand}: Es tut uns leid, dass deine Bestellung${orderNumber} beschädigt ist. Ersatz oder Geld zurück? Antworte einfach, gern mit Foto.`,
          },
        },
      },
      class: "transactional",
      quiet: "defer",
      expires: "P5D",
    },
  ],
} as const satisfies Flow;
