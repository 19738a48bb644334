import type { Flow } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

export const readyForPickup = {
  key: "ready-for-pickup",
  name: "Ready for pickup",
  trigger: { event: "order.ready_for_pickup", or: ["fulfillment.ready_for_pickup"] },
  per: "parcel",
  exitOn: [{ event: "order.cancelled" }, { event: "order.delivered" }],
  stage: "delivery",
  steps: [
    {
      send: {
        template: "ready_for_pickup",
        body: `${brand}: ${order("Order", "Your order")} is ready for you to pick up.${tracked(" Details: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} te espera: ya puedes recogerlo.${tracked(" Detalles: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} vous attend, vous pouvez la retirer.${tracked(" Détails : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} liegt zur Abholung bereit.${tracked(" Details: {{ link }}")}`,
          },
        },
      },
      link: { url: trackUrl },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
