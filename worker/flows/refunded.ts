import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order } from "./phrases.ts";

/** Each refund of an order. Of a cancelled one the cancellation says so. */
export const refunded = {
  key: "refunded",
  name: "Refunded",
  trigger: { event: "order.refunded" },
  per: "event",
  supersededBy: ["order.cancelled"],
  stage: "usage",
  steps: [
    {
      send: {
        template: "refunded",
        body: `${brand}: Your refund${order(" for order", "")} is on its way. Your bank may take a few days to show it. Questions? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu reembolso${order(" del pedido", "")} va en camino. Tu banco puede tardar un poco en mostrarlo. ¿Preguntas? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre remboursement${order(" de la commande", "")} est en route. Comptez quelques jours selon votre banque. Une question ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Deine Erstattung${order(" für Bestellung", "")} ist unterwegs. Je nach Bank dauert es ein paar Tage. Fragen? Antworte einfach.`,
          },
        },
      },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
