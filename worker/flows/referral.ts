import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

/** For those who gave nine or ten of ten: a link to pass on to a friend, or to share. */
export const referral = {
  key: "referral",
  name: "Referral",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "support.opened" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "referral",
        body: `${brand}: Glad you like it${commaName}. Know somebody who would, too? ${inShop("Pass it on: {{ link }}", "Tell them about us.")}`,
        translations: {
          es: {
            body: `${brand}: Nos alegra que te guste${commaName}. ¿Y a tus amigos? ${inShop("Comparte: {{ link }}", "Cuéntaselo a alguien.")}`,
          },
          fr: {
            body: `${brand} : ravis de vous avoir plu${commaName}. ${inShop("Partagez-le : {{ link }}", "Parlez-en autour de vous.")}`,
          },
          de: {
            body: `${brand}: Schön, dass es dir gefällt${commaName}. Wem noch? ${inShop("Teile es: {{ link }}", "Erzähl es gern weiter.")}`,
          },
        },
      },
      link: { url: shopUrl },
      class: "promotional",
      after: "P10D",
      quiet: "defer",
      expires: "P7D",
      if: { "order.score": { gte: 9 } },
    },
  ],
} as const satisfies Flow;
