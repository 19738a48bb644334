import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { brand, commaName, optional, spaceName } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

const points = {
  en: optional(" You have {{ customer.points }} points."),
  es: optional(" Tienes {{ customer.points }} puntos."),
  fr: optional(" Vous avez {{ customer.points }} points."),
  de: optional(" Du hast {{ customer.points }} Punkte."),
};

const timing = {
  link: { url: shopUrl },
  class: "promotional",
  after: "P7D",
  quiet: "defer",
  expires: "P7D",
} as const satisfies Omit<SendStep, "send">;

const vip = {
  template: "loyalty_vip",
  body: `${brand}: You're one of our best customers${commaName}.${points.en} Reply VIP to join our inner circle: first to know, first served.`,
  translations: {
    es: {
      body: `${brand}: Eres de nuestros mejores clientes${commaName}.${points.es} Responde VIP para entrar en nuestro club.`,
    },
    fr: {
      body: `${brand} : vous comptez parmi nos meilleurs clients${commaName}.${points.fr} Répondez VIP pour nous rejoindre.`,
    },
    de: {
      body: `${brand}: Du bist einer unserer liebsten Kunden${commaName}.${points.de} Antworte VIP und komm in unseren Kreis.`,
    },
  },
} as const satisfies SendStep["send"];

const first = {
  template: "loyalty_first",
  body: `${brand}: Thanks for your first order${commaName}.${points.en} ${inShop("There's more to find: {{ link }}", "Hope to see you again.")}`,
  translations: {
    es: {
      body: `${brand}: Gracias por tu primer pedido${commaName}.${points.es} ${inShop("Descubre el resto: {{ link }}", "Hasta pronto.")}`,
    },
    fr: {
      body: `${brand} : merci de votre premier achat${spaceName}.${points.fr} ${inShop("La suite : {{ link }}", "Au plaisir de vous revoir.")}`,
    },
    de: {
      body: `${brand}: Danke für deine erste Bestellung${commaName}.${points.de} ${inShop("Hier ist mehr: {{ link }}", "Bis bald.")}`,
    },
  },
} as const satisfies SendStep["send"];

const repeat = {
  template: "loyalty_repeat",
  body: `${brand}: Thanks for coming back${commaName}.${points.en} ${inShop("Picked for regulars: {{ link }}", "It's good to have you.")}`,
  translations: {
    es: {
      body: `${brand}: Gracias por volver${commaName}.${points.es} ${inShop("Para quien repite: {{ link }}", "Nos alegra verte.")}`,
    },
    fr: {
      body: `${brand} : merci de revenir${commaName}.${points.fr} ${inShop("Pour nos habitués : {{ link }}", "Ravis de vous revoir.")}`,
    },
    de: {
      body: `${brand}: Danke, dass du wieder da bist${commaName}.${points.de} ${inShop("Hier ist mehr: {{ link }}", "Das freut uns.")}`,
    },
  },
} as const satisfies SendStep["send"];

/** Whom a merchant has marked as VIP, or who has ordered five times; else by whether it was the first order. */
export const loyalty = {
  key: "loyalty",
  name: "Loyalty",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }],
  stage: "usage",
  steps: [
    {
      branch: [
        {
          if: {
            any: [{ "customer.tags": { contains: "vip" } }, { "customer.orderCount": { gte: 5 } }],
          },
          steps: [{ send: vip, class: "promotional", after: "P7D", quiet: "defer", expires: "P7D" }],
        },
        { if: { "customer.orderCount": { eq: 1 } }, steps: [{ send: first, ...timing }] },
      ],
      else: [{ send: repeat, ...timing }],
    },
  ],
} as const satisfies Flow;
