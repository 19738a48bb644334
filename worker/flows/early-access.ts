import type { Flow } from "../../shared/contract/flows.ts";
import { brand, commaName, spaceName } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

export const earlyAccess = {
  key: "early-access",
  name: "Early access",
  trigger: { event: "order.placed", where: { "customer.orderCount": { gte: 3 } } },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "early_access",
        body: `${brand}: Early access for you${commaName}: see what's new before everybody else.${inShop(" {{ link }}", " Reply to hear more.")}`,
        translations: {
          es: {
            body: `${brand}: Para ti antes que para nadie${commaName}: lo nuevo.${inShop(" {{ link }}", " Responde y te contamos.")}`,
          },
          fr: {
            body: `${brand} : en avant-première pour vous${spaceName}.${inShop(" {{ link }}", " Répondez pour en savoir plus.")}`,
          },
          de: {
            body: `${brand}: Für dich vor allen anderen${commaName}: unsere Neuheiten.${inShop(" {{ link }}", " Antworte für mehr.")}`,
          },
        },
      },
      link: { url: shopUrl },
      class: "promotional",
      after: "P21D",
      quiet: "defer",
      expires: "P7D",
    },
  ],
} as const satisfies Flow;
