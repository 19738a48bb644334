import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

export const shippingUpdate = {
  key: "shipping-update",
  name: "Shipping update",
  trigger: { event: "order.shipped" },
  exitOn: [{ event: "order.cancelled" }, { event: "order.delivered" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "shipping_update",
        body: `${brand}: Good news! ${order("Order", "Your order")} is on its way${optional(" with {{ parcel.carrier }}")}.${tracked(" Track it: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} va en camino${optional(" con {{ parcel.carrier }}")}.${tracked(" Seguimiento: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} est en route${optional(" avec {{ parcel.carrier }}")}.${tracked(" Suivi : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} ist${optional(" mit {{ parcel.carrier }}")} unterwegs.${tracked(" Verfolgen: {{ link }}")}`,
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
