import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, spaceName } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

export const anniversary = {
  key: "anniversary",
  name: "Anniversary",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "replenishment",
  steps: [
    {
      send: {
        template: "anniversary",
        body: `${brand}: A year ago today you ordered from us${commaName}. Thank you.${inShop(" See what's new: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Hace un año hiciste tu pedido${commaName}. Gracias.${inShop(" Lo nuevo: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : un an depuis votre commande. Merci${spaceName}.${inShop(" Nouveautés : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Heute vor einem Jahr hast du bestellt${commaName}. Danke.${inShop(" Neues: {{ link }}")}`,
          },
        },
      },
      link: { url: shopUrl },
      class: "promotional",
      after: "P1Y",
      at: { localTime: "11:00" },
      quiet: "defer",
      expires: "P7D",
    },
  ],
} as const satisfies Flow;
