import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { brand, optional, spaceName, until, worth } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

const who = optional("{{ customer.firstName }}", "there");

/** `{{ shop.name }}` reads as part of the sentence here. */
export const winBackSoft = {
  template: "win_back_soft",
  body: `Hi ${who}, it's been a while! See what's new at ${brand}${inShop(": {{ link }}", ".")}`,
  translations: {
    es: {
      body: `Hola${spaceName}, hace tiempo que no te vemos. Mira lo nuevo de ${brand}${inShop(": {{ link }}", ".")}`,
    },
    fr: { body: `Bonjour${spaceName}, cela fait un moment. Du nouveau chez ${brand}${inShop(" : {{ link }}", ".")}` },
    de: { body: `Hallo${spaceName}, lange nicht gesehen. Es gibt Neues bei ${brand}${inShop(": {{ link }}", ".")}` },
  },
} as const satisfies SendStep["send"];

/** With an offer of the key `win-back` the best that there is, else a question. */
export const winBackLast = {
  template: "win_back_last",
  body: best(
    `${optional("{{ customer.firstName }}, we miss you. ", "We miss you. ")}${worth.en} with {{ offer.code }}${until.en}${go(":", ".")}${optional(" Or reply with why.")}`,
    `${optional("{{ customer.firstName }}", "Hi")}, we miss you at ${brand}! Reply, tell us why${inShop(", or visit: {{ link }}", ".")}`,
  ),
  translations: {
    es: {
      body: best(
        `Te echamos de menos. ${worth.es} con {{ offer.code }}${until.es}${go(":", ".")}${optional(" O responde por qué.")}`,
        `Hola${spaceName}, te echamos de menos en ${brand}. Responde por qué${inShop(" o pasa: {{ link }}", ".")}`,
      ),
    },
    fr: {
      body: best(
        `Vous nous manquez. ${worth.fr} avec {{ offer.code }}${until.fr}${go(" :", ".")}${optional(" Ou dites-nous pourquoi.")}`,
        `Vous manquez à ${brand}${optional(", {{ customer.firstName }}")}. Dites-nous pourquoi${inShop(" ou passez : {{ link }}", ".")}`,
      ),
    },
    de: {
      body: best(
        `Du fehlst uns. ${until.de}${worth.de} mit {{ offer.code }}${go(":", ".")}${optional(" Oder schreib, warum.")}`,
        `Hallo${spaceName}, du fehlst uns bei ${brand}. Schreib uns, warum${inShop(", oder schau rein: {{ link }}", ".")}`,
      ),
    },
  },
} as const satisfies SendStep["send"];

export const winBackTiming = {
  class: "promotional",
  quiet: "defer",
  expires: "P14D",
} as const satisfies Omit<SendStep, "send">;

export const winBackOffer = {
  offer: "win-back",
  link: { url: "{{ offer.url | default: shop.url }}" },
} as const;

export const winBack = {
  key: "win-back",
  name: "Win-back",
  trigger: { event: "order.placed" },
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "order.cancelled" }],
  rank: 0,
  stage: "replenishment",
  steps: [
    { send: winBackSoft, link: { url: shopUrl }, after: "P30D", ...winBackTiming },
    { send: winBackLast, after: "P90D", ...winBackOffer, ...winBackTiming },
  ],
} as const satisfies Flow;

function best(text: string, otherwise: string): string {
  return `{% if offer.code %}${text}{% else %}${otherwise}{% endif %}`;
}

function go(before: string, otherwise: string): string {
  return `{% if offer.url or shop.url %}${before} {{ link }}{% else %}${otherwise}{% endif %}`;
}
