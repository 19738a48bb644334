import type { Flow } from "../../shared/contract/flows.ts";
import { brand, item, optional } from "./phrases.ts";

const from = optional(`${brand}: `);

/** Shortly before somebody runs out, by their own pace and the product's (domain/replenishment.ts). */
export const replenishment = {
  key: "replenishment",
  name: "Replenishment",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [
    { event: "order.placed", match: "sku" },
    { event: "subscription.started", match: "customer" },
    { event: "order.refunded" },
    { event: "order.cancelled" },
  ],
  rank: 10,
  stage: "replenishment",
  steps: [
    {
      send: {
        template: "replenishment",
        body: `${from}Running low on ${item("what you ordered")}? ${reorder("Order it again: {{ link }}", "Reply, and we'll help.")}`,
        translations: {
          es: {
            body: `${from}¿Se te acaba ${item("tu pedido")}? ${reorder("Pide otra vez: {{ link }}", "Responde y te ayudamos.")}`,
          },
          fr: {
            body: `${optional(`${brand} : `)}${optional("{{ item.shortName }} arrive à la fin ?", "Votre stock touche à sa fin ?")} ${reorder("Recommandez ici : {{ link }}", "Répondez, nous vous aidons.")}`,
          },
          de: {
            body: `${from}Geht ${item("deine Bestellung")} zur Neige? ${reorder("Nachbestellen: {{ link }}", "Antworte einfach, wir helfen.")}`,
          },
        },
      },
      link: { url: "{{ item.url | default: shop.url }}" },
      class: "promotional",
      from: { field: "item.replenishAt" },
      quiet: "defer",
      expires: "P10D",
    },
  ],
} as const satisfies Flow;

function reorder(text: string, otherwise: string): string {
  return `{% if item.url or shop.url %}${text}{% else %}${otherwise}{% endif %}`;
}
