import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, optional, worth } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

/** The orders worth a word. With an offer of the key `milestone` it brings that, too. */
export const milestone = {
  key: "milestone",
  name: "Milestone",
  trigger: { event: "order.placed", where: { "customer.orderCount": { in: [3, 5, 10, 25, 50, 100] } } },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "milestone",
        body: `${optional(`${brand}: `)}${optional("Order number {{ customer.orderCount }}", "Another order")}${commaName}. Thank you.${optional(` ${worth.en} with {{ offer.code }}.`)}${inShop(" {{ link }}")}`,
        translations: {
          es: {
            body: `${optional(`${brand}: `)}${optional("Van {{ customer.orderCount }} pedidos", "Otro pedido")}${commaName}. Gracias.${optional(` ${worth.es} con {{ offer.code }}.`)}${inShop(" {{ link }}")}`,
          },
          fr: {
            body: `${optional(`${brand} : `)}${optional("{{ customer.orderCount }} commandes", "Encore une commande")}${commaName}. Merci.${optional(` ${worth.fr} avec {{ offer.code }}.`)}${inShop(" {{ link }}")}`,
          },
          de: {
            body: `${optional(`${brand}: `)}${optional("{{ customer.orderCount }} Bestellungen", "Noch eine Bestellung")}${commaName}. Danke.${optional(` ${worth.de} mit {{ offer.code }}.`)}${inShop(" {{ link }}")}`,
          },
        },
      },
      link: { url: shopUrl },
      class: "promotional",
      after: "P2D",
      quiet: "defer",
      expires: "P7D",
      offer: "milestone",
    },
  ],
} as const satisfies Flow;
