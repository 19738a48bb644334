import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, order, orderNumber, tracked, trackUrl } from "./phrases.ts";

/** Of an order that goes in several parcels, each but the last, with which all of it is on its way. */
export const partShipped = {
  key: "part-shipped",
  name: "Part shipped",
  trigger: { event: "fulfillment.shipped" },
  per: "parcel",
  supersededBy: ["order.shipped"],
  exitOn: [{ event: "order.cancelled" }, { event: "order.delivered" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "part_shipped",
        body: `${brand}: A parcel of ${order("order", "your order")} is on its way${optional(" with {{ parcel.carrier }}")}. The rest will follow.${tracked(" Track it: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Un paquete de tu pedido${orderNumber} va en camino${optional(" con {{ parcel.carrier }}")}. El resto llega aparte.${tracked(" Seguimiento: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : un colis de votre commande${orderNumber} est en route${optional(" avec {{ parcel.carrier }}")}. Le reste suivra.${tracked(" Suivi : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Ein Paket deiner Bestellung${orderNumber} ist${optional(" mit {{ parcel.carrier }}")} unterwegs. Der Rest folgt.${tracked(" Verfolgen: {{ link }}")}`,
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
