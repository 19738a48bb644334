import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, spaceName } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

/** For a shop that holds one: its terms belong on the page that the link leads to. */
export const prizeDraw = {
  key: "prize-draw",
  name: "Prize draw",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "prize_draw",
        body: `${brand}: Your order is in this month's prize draw${commaName}. Good luck.${inShop(" Terms: {{ link }}")}`,
        translations: {
          es: {
            body: `${brand}: Tu pedido entra en el sorteo del mes${commaName}. Suerte.${inShop(" Bases: {{ link }}")}`,
          },
          fr: {
            body: `${brand} : vous participez au tirage. Bonne chance${spaceName}.${inShop(" Infos : {{ link }}")}`,
          },
          de: {
            body: `${brand}: Du bist bei der Verlosung dabei${commaName}. Viel Erfolg.${inShop(" Details: {{ link }}")}`,
          },
        },
      },
      link: { url: shopUrl },
      class: "promotional",
      after: "P14D",
      quiet: "defer",
      expires: "P7D",
    },
  ],
} as const satisfies Flow;
