import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

const window = optional(" ({{ parcel.window }})");

export const outForDelivery = {
  key: "out-for-delivery",
  name: "Out for delivery",
  trigger: { event: "order.out_for_delivery", or: ["fulfillment.out_for_delivery"] },
  per: "parcel",
  exitOn: [{ event: "order.cancelled" }, { event: "order.delivered" }],
  stage: "delivery",
  steps: [
    {
      send: {
        template: "out_for_delivery",
        body: `${brand}: ${order("Order", "Your order")} is out for delivery${window}.${tracked(" Track it: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} ya va en reparto${window}.${tracked(" Seguimiento: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} est en cours de livraison${window}.${tracked(" Suivi : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} wird gerade zugestellt${window}.${tracked(" Verfolgen: {{ link }}")}`,
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
