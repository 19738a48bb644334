import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

export const failedAttempt = {
  key: "failed-attempt",
  name: "Failed attempt",
  trigger: { event: "order.attempt_failed" },
  per: "parcel",
  requiresItems: true,
  exitOn: [{ event: "order.delivered" }, { event: "order.refunded" }],
  stage: "delivery",
  steps: [
    {
      send: {
        template: "failed_attempt",
        body: `${brand}: The carrier could not deliver ${order("order", "your order")}.${tracked(" What's next: {{ link }}")} Another time or place? Just reply.`,
        translations: {
          es: {
            body: `${brand}: No se ha podido entregar tu pedido${orderNumber}.${tracked(" Detalles: {{ link }}")} ¿Otra hora o lugar? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} n'a pas pu vous parvenir.${tracked(" Suite : {{ link }}")} Autre heure ou adresse ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} war nicht zustellbar.${tracked(" Details: {{ link }}")} Anderer Tag oder Ort? Antworte einfach.`,
          },
        },
      },
      link: { url: trackUrl },
      class: "transactional",
      quiet: "defer",
      expires: "P5D",
    },
  ],
} as const satisfies Flow;
