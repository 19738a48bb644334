import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

export const delayAlert = {
  key: "delay-alert",
  name: "Delay alert",
  trigger: { event: "order.placed", or: ["order.shipped", "fulfillment.shipped", "order.delayed"] },
  requiresItems: true,
  exitOn: [{ event: "order.delivered" }, { event: "order.cancelled" }, { event: "order.ready_for_pickup" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "delay_alert",
        body: `${brand}: ${order("Order", "Your order")} is late, and we're sorry. We're on it.${tracked(" Track it: {{ link }}")} Questions? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} llega tarde y lo sentimos. Lo estamos revisando.${tracked(" Seguimiento: {{ link }}")} ¿Dudas? Responde.`,
          },
          fr: {
            body: `${brand} : désolés, votre commande${orderNumber} est en retard. Nous vérifions.${tracked(" Suivi : {{ link }}")} Une question ? Répondez.`,
          },
          de: {
            body: `${brand}: Leider ist deine Bestellung${orderNumber} spät dran. Wir kümmern uns.${tracked(" Stand: {{ link }}")} Fragen? Antworte einfach.`,
          },
        },
      },
      link: { url: trackUrl },
      class: "transactional",
      after: "P1D",
      from: { field: "eta" },
      quiet: "defer",
      expires: "P2D",
    },
  ],
} as const satisfies Flow;
