import type { Flow } from "../../shared/contract/flows.ts";
import { brand, optional, until, worth } from "./phrases.ts";

const from = optional(`${brand}: `);
const fromFr = optional(`${brand} : `);
const related = optional(": {{ related.shortName }}");

export const upsell = {
  key: "upsell",
  name: "Upsell",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "order.cancelled" }],
  stage: "purchase",
  steps: [
    {
      send: {
        template: "upsell",
        body: `${from}Goes with your order${related}. ${worth.en} with {{ offer.code }}${until.en}: {{ link }}`,
        translations: {
          es: {
            body: `${from}Para acompañar tu pedido${related}. ${worth.es} con {{ offer.code }}${until.es}: {{ link }}`,
          },
          fr: {
            body: `${fromFr}Pour votre commande${optional(" : {{ related.shortName }}")}. ${worth.fr} avec {{ offer.code }}${until.fr} : {{ link }}`,
          },
          de: {
            body: `${from}Passt zu deiner Bestellung${related}. ${until.de}${worth.de} mit {{ offer.code }}: {{ link }}`,
          },
        },
      },
      link: { url: "{{ related.url }}" },
      class: "promotional",
      after: "PT30M",
      quiet: "drop",
      offer: "upsell",
      if: { "sent.order_confirmation.class": { ne: "promotional" } },
    },
  ],
} as const satisfies Flow;
