import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, optional, order, orderNumber, spaceName } from "./phrases.ts";

const en = `${brand}: Thanks${commaName}! ${order("Order", "Your order")} is confirmed.`;
const es = `${brand}: Gracias${commaName}. Hemos recibido tu pedido${orderNumber}.`;
const fr = `${brand} : merci${spaceName}. Votre commande${orderNumber} est confirmée.`;
const de = `${brand}: Danke${commaName}. Deine Bestellung${orderNumber} ist bestätigt.`;

export const orderConfirmation = {
  key: "order-confirmation",
  name: "Order confirmation",
  trigger: { event: "order.placed" },
  supersededBy: ["order.shipped", "fulfillment.shipped"],
  exitOn: [{ event: "order.cancelled" }],
  stage: "purchase",
  steps: [
    {
      send: {
        template: "order_confirmation",
        body: `${en} ${details("Details:", "We'll text you when it ships.")}`,
        promotionalBody: `${en} ${optional("Goes well with it: {{ related.shortName }}", "Goes well with it:")} {% link "related" %}`,
        translations: {
          es: {
            body: `${es} ${details("Detalles:", "Te avisamos cuando salga.")}`,
            promotionalBody: `${es} ${optional("Le va bien: {{ related.shortName }}", "Le va bien:")} {% link "related" %}`,
          },
          fr: {
            body: `${fr} ${details("Détails :", "Nous vous préviendrons de son départ.")}`,
            promotionalBody: `${fr} ${optional("Une idée : {{ related.shortName }}", "Une idée :")} {% link "related" %}`,
          },
          de: {
            body: `${de} ${details("Details:", "Wir melden uns, sobald sie unterwegs ist.")}`,
            promotionalBody: `${de} ${optional("Passt dazu: {{ related.shortName }}", "Passt dazu:")} {% link "related" %}`,
          },
        },
      },
      link: { url: "{{ order.statusUrl }}" },
      links: { related: { url: "{{ related.url }}" } },
      class: "transactional",
      quiet: "ignore",
      expires: "PT2H",
    },
  ],
} as const satisfies Flow;

function details(before: string, otherwise: string): string {
  return `{% if order.statusUrl %}${before} {{ link }}{% else %}${otherwise}{% endif %}`;
}
