import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber } from "./phrases.ts";

export const deliveryConfirmation = {
  key: "delivery-confirmation",
  name: "Delivery confirmation",
  trigger: { event: "order.delivered" },
  stage: "delivery",
  steps: [
    {
      send: {
        template: "delivery_confirmation",
        body: `${brand}: ${order("Order", "Your order")} has been delivered. Anything not right? Just reply to this text.`,
        translations: {
          es: { body: `${brand}: Tu pedido${orderNumber} ha sido entregado. ¿Algo no va bien? Responde a este SMS.` },
          fr: { body: `${brand} : votre commande${orderNumber} a été livrée. Un souci ? Répondez à ce SMS.` },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} ist zugestellt. Stimmt etwas nicht? Antworte einfach.`,
          },
        },
      },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
