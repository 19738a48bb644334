import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber } from "./phrases.ts";

export const cancelled = {
  key: "cancelled",
  name: "Cancelled",
  trigger: { event: "order.cancelled" },
  stage: "purchase",
  steps: [
    {
      send: {
        template: "cancelled",
        body: `${brand}: ${order("Order", "Your order")} is cancelled. Anything you paid goes back the way it came. Not what you wanted? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} ha sido cancelado. Te devolvemos lo que hayas pagado. ¿Es un error? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} est annulée. Ce que vous avez payé vous sera remboursé. Une erreur ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} ist storniert. Was du bezahlt hast, bekommst du zurück. Ein Versehen? Antworte einfach.`,
          },
        },
      },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
