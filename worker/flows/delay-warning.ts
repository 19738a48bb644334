import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, order, orderNumber } from "./phrases.ts";

const once = { "sent.delay_warning.at": { exists: false } } as const;

/** Before anybody has to ask: the carrier moved the day, or nothing has moved for three days. Once an order. */
export const delayWarning = {
  key: "delay-warning",
  name: "Delay warning",
  trigger: { event: "order.placed", or: ["order.shipped", "fulfillment.shipped", "order.delayed"] },
  requiresItems: true,
  exitOn: [{ event: "order.delivered" }, { event: "order.cancelled" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "delay_warning",
        body: `${brand}: ${order("Order", "Your order")} is running late${optional(" and is now expected on {{ order.etaAhead | date: '%b %-d' }}")}. We're sorry, and we're watching it closely. Questions? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} va con retraso${optional(" y se espera el {{ order.etaAhead | date: '%-d/%-m' }}")}. Lo sentimos y lo seguimos de cerca. ¿Preguntas? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} a du retard${optional(" et arrivera vers le {{ order.etaAhead | date: '%-d/%-m' }}")}. Désolés, nous la suivons de près. Une question ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} verzögert sich${optional(" und kommt wohl am {{ order.etaAhead | date: '%-d.%-m.' }} an")}. Das tut uns leid, wir behalten sie im Auge. Fragen? Antworte einfach.`,
          },
        },
      },
      class: "transactional",
      from: { field: "order.etaMovedAt" },
      quiet: "defer",
      expires: "P2D",
      if: once,
    },
    {
      send: {
        template: "delay_warning",
        body: `${brand}: ${order("Order", "Your order")} is taking longer than we'd like. We're checking on it and will text you when it moves. Questions? Just reply.`,
        translations: {
          es: {
            body: `${brand}: Tu pedido${orderNumber} tarda un poco. Lo estamos revisando y te avisamos en cuanto avance. ¿Preguntas? Responde a este SMS.`,
          },
          fr: {
            body: `${brand} : votre commande${orderNumber} prend plus de temps que prévu. Nous vérifions et vous tiendrons au courant. Une question ? Répondez ici.`,
          },
          de: {
            body: `${brand}: Deine Bestellung${orderNumber} braucht länger als sonst. Wir prüfen das und melden uns, sobald sich etwas tut. Fragen? Antworte einfach.`,
          },
        },
      },
      class: "transactional",
      after: "P3D",
      from: { field: "order.lastScanAt" },
      quiet: "defer",
      expires: "P2D",
      if: once,
    },
  ],
} as const satisfies Flow;
