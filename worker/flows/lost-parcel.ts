import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { brand, order, orderNumber } from "./phrases.ts";

const once = { "sent.lost_parcel.at": { exists: false } } as const;

const send = {
  template: "lost_parcel",
  body: `${brand}: ${order("Order", "Your order")} seems to have got lost on its way, and we're sorry. Would you like a new parcel or a refund? Just reply.`,
  translations: {
    es: {
      body: `${brand}: Parece que tu pedido${orderNumber} se ha perdido por el camino. Lo sentimos. ¿Prefieres otro paquete o el reembolso? Responde a este SMS.`,
    },
    fr: {
      body: `${brand} : votre commande${orderNumber} semble perdue en route, nous en sommes désolés. Nouvel envoi ou remboursement ? Répondez ici.`,
    },
    de: {
      body: `${brand}: Deine Bestellung${orderNumber} ist wohl unterwegs verloren gegangen, das tut uns leid. Ersatz oder Geld zurück? Antworte einfach.`,
    },
  },
} as const satisfies SendStep["send"];

/** When the carrier says so, or five days after the parcel was due. Once an order. */
export const lostParcel = {
  key: "lost-parcel",
  name: "Lost parcel",
  trigger: { event: "order.placed", or: ["order.shipped", "fulfillment.shipped", "order.lost"] },
  requiresItems: true,
  exitOn: [
    { event: "order.delivered" },
    { event: "order.refunded" },
    { event: "order.cancelled" },
    { event: "order.ready_for_pickup" },
  ],
  stage: "waiting",
  steps: [
    { send, class: "transactional", from: { field: "order.lostAt" }, quiet: "defer", expires: "P5D", if: once },
    { send, class: "transactional", after: "P5D", from: { field: "eta" }, quiet: "defer", expires: "P5D", if: once },
  ],
} as const satisfies Flow;
