import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { brand } from "./phrases.ts";
import { inShop, shopUrl } from "./shop-link.ts";

/** An answer to what somebody has just asked for. */
const reply = { class: "transactional", from: "previous", quiet: "ignore", expires: "PT1H" } as const;

const tips = {
  template: "quiz_tips",
  body: answer("item.guideUrl or item.url", "Here are our tips: {{ link }}", "A person will text you our tips."),
  translations: {
    es: { body: answer("item.guideUrl or item.url", "Nuestros consejos: {{ link }}", "Te los cuenta una persona.") },
    fr: { body: answer("item.guideUrl or item.url", "Nos conseils : {{ link }}", "Une personne vous les envoie.") },
    de: { body: answer("item.guideUrl or item.url", "Unsere Tipps: {{ link }}", "Ein Mensch schickt sie dir.") },
  },
} as const satisfies SendStep["send"];

const ideas = {
  template: "quiz_ideas",
  body: inShop("Here you go: {{ link }}", "A person will text you some."),
  translations: {
    es: { body: inShop("Mira estas: {{ link }}", "Te las cuenta una persona.") },
    fr: { body: inShop("Les voici : {{ link }}", "Une personne vous les envoie.") },
    de: { body: inShop("Hier sind sie: {{ link }}", "Ein Mensch schickt sie dir.") },
  },
} as const satisfies SendStep["send"];

/** Two numbers, two answers: what somebody wants to hear of next. */
export const quiz = {
  key: "quiz",
  name: "Quiz",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "support.opened" }],
  stage: "usage",
  steps: [
    {
      ask: {
        template: "quiz",
        body: `${brand}: What would help you most now? Reply 1 for tips on what you have, 2 for ideas on what's next.`,
        translations: {
          es: { body: `${brand}: ¿Qué te interesa ahora? Responde 1 para consejos de uso o 2 para nuevas ideas.` },
          fr: { body: `${brand} : que préférez-vous ? Répondez 1 pour des conseils, 2 pour de nouvelles idées.` },
          de: { body: `${brand}: Was hilft dir jetzt mehr? Antworte 1 für Tipps oder 2 für neue Ideen.` },
        },
        answers: {
          "1": [{ send: tips, link: { url: "{{ item.guideUrl | default: item.url }}" }, ...reply }],
          "2": [{ send: ideas, link: { url: shopUrl }, ...reply }],
        },
      },
      class: "promotional",
      after: "P12D",
      quiet: "defer",
      expires: "P7D",
    },
  ],
} as const satisfies Flow;

function answer(condition: string, text: string, otherwise: string): string {
  return `{% if ${condition} %}${text}{% else %}${otherwise}{% endif %}`;
}
