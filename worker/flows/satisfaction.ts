import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { brand, commaName, orderNumber, spaceName } from "./phrases.ts";
import { reviewed, reviewUrl } from "./review-link.ts";

/** An answer to what somebody has just written: at once, and part of no cap. */
const reply = { class: "transactional", from: "previous", quiet: "ignore", expires: "PT1H" } as const;

const sorry = {
  template: "satisfaction_low",
  body: `Thank you for being honest${commaName}. We're sorry it wasn't better. What went wrong? Write it here, and a person will answer you.`,
  translations: {
    es: {
      body: `Gracias por tu sinceridad${commaName}. Sentimos que no haya ido mejor. ¿Qué ha fallado? Escribe y te responde una persona.`,
    },
    fr: {
      body: `Merci de votre franchise${commaName}. Nous sommes désolés. Qu'est-ce qui n'allait pas ? Écrivez ici, une personne vous répondra.`,
    },
    de: {
      body: `Danke für deine Offenheit${commaName}. Das tut uns leid. Was lief schief? Schreib es hier, und ein Mensch antwortet dir.`,
    },
  },
} as const satisfies SendStep["send"];

const thanks = {
  template: "satisfaction_fair",
  body: `Thank you${commaName}. Good to hear. If anything would have made it a ten, just tell us here.`,
  translations: {
    es: { body: `Gracias${commaName}. Nos alegra. Si algo lo hubiera hecho perfecto, escribe y lo leemos.` },
    fr: { body: `Merci${spaceName}. Ravis de le savoir. Ce qui aurait tout changé ? Dites-le-nous ici.` },
    de: { body: `Danke${commaName}. Das freut uns. Was hätte es perfekt gemacht? Schreib es uns einfach.` },
  },
} as const satisfies SendStep["send"];

const delight = {
  template: "satisfaction_high",
  body: `Thank you${commaName}, that makes our day. ${reviewed("Would you tell others in a short review? {{ link }}", "Glad you're with us.")}`,
  translations: {
    es: {
      body: `Gracias${commaName}, nos haces felices. ${reviewed("¿Lo cuentas en una breve reseña? {{ link }}", "Nos encanta tenerte.")}`,
    },
    fr: {
      body: `Merci${spaceName}, cela nous fait plaisir. ${reviewed("Un mot pour les autres ? {{ link }}", "Ravis de vous compter parmi nous.")}`,
    },
    de: {
      body: `Danke${commaName}, das freut uns sehr. ${reviewed("Magst du es anderen kurz erzählen? {{ link }}", "Schön, dass du da bist.")}`,
    },
  },
} as const satisfies SendStep["send"];

/** The first answer brings points, once. Up to six a person answers; nine and ten are shown where to say it again. */
export const satisfaction = {
  key: "satisfaction",
  name: "Satisfaction",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [{ event: "order.refunded", match: "order_all_items" }, { event: "support.opened" }],
  stage: "usage",
  steps: [
    {
      ask: {
        template: "satisfaction",
        body: `${brand}: How was everything with your order${orderNumber}? Reply with a number from 1 (poor) to 10 (great).`,
        translations: {
          es: { body: `${brand}: ¿Qué tal todo con tu pedido${orderNumber}? Responde del 1 (mal) al 10 (genial).` },
          fr: { body: `${brand} : que pensez-vous de la commande${orderNumber} ? Répondez de 1 (mal) à 10 (parfait).` },
          de: { body: `${brand}: Wie war deine Bestellung${orderNumber}? Antworte mit 1 (schlecht) bis 10 (super).` },
        },
        answers: {
          "1-6": [{ send: sorry, ...reply }],
          "7-8": [{ send: thanks, ...reply }],
          "9-10": [{ send: delight, link: { url: reviewUrl }, ...reply }],
        },
        points: 50,
      },
      class: "relationship",
      after: "P2D",
      quiet: "defer",
      expires: "P5D",
    },
  ],
} as const satisfies Flow;
