import type { Flow } from "../../shared/contract/flows.ts";
import { brand, item } from "./phrases.ts";

export const onboarding = {
  key: "onboarding",
  name: "Onboarding",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [{ event: "support.opened" }, { event: "order.refunded" }],
  stage: "usage",
  steps: [
    {
      send: {
        template: "setup_guide",
        body: `${brand}: ${guide(`Here's how to get the most out of ${item("your order")}: {{ link }}`, `Questions about ${item("your order")}? Just reply, we're glad to help.`)}`,
        translations: {
          es: {
            body: `${brand}: ${guide(`Consejos para ${item("tu pedido")}: {{ link }}`, `¿Preguntas sobre ${item("tu pedido")}? Responde a este SMS y te ayudamos.`)}`,
          },
          fr: {
            body: `${brand} : ${guide(`nos conseils pour ${item("votre commande")} : {{ link }}`, `une question sur ${item("votre commande")} ? Répondez à ce SMS.`)}`,
          },
          de: {
            body: `${brand}: ${guide(`Tipps für ${item("deine Bestellung")}: {{ link }}`, `Fragen zum Start? Antworte einfach, wir helfen gern.`)}`,
          },
        },
      },
      link: { url: "{{ item.guideUrl | default: item.url }}" },
      class: "relationship",
      after: "P1D",
      quiet: "defer",
      expires: "P5D",
    },
    {
      ask: {
        template: "need_help",
        body: `${brand}: Is everything working as it should? Reply 1 for help, and a person gets back to you.`,
        translations: {
          es: { body: `${brand}: ¿Todo funciona como debe? Responde 1 si quieres ayuda y te atiende una persona.` },
          fr: { body: `${brand} : tout fonctionne bien ? Répondez 1 pour de l'aide, quelqu'un vous répondra.` },
          de: {
            body: `${brand}: Läuft alles, wie es soll? Antworte 1, wenn du Hilfe brauchst: Ein Mensch meldet sich.`,
          },
        },
        answers: {
          "1": [
            {
              send: {
                template: "help_is_coming",
                body: "Thanks for telling us. What can we help with? Write it here, and a person will answer you.",
                translations: {
                  es: {
                    body: "Gracias por avisar. ¿En qué te ayudamos? Escribe tu pregunta y te responde una persona.",
                  },
                  fr: {
                    body: "Merci de nous le dire. Que pouvons-nous faire ? Expliquez-nous ici, une personne vous répondra.",
                  },
                  de: {
                    body: "Danke für die Nachricht. Wobei hakt es? Schreib es hier, und ein Mensch antwortet dir.",
                  },
                },
              },
              class: "transactional",
              from: "previous",
              quiet: "ignore",
              expires: "PT1H",
            },
          ],
        },
      },
      class: "relationship",
      after: "P3D",
      quiet: "defer",
      expires: "P5D",
    },
  ],
} as const satisfies Flow;

function guide(text: string, otherwise: string): string {
  return `{% if item.guideUrl or item.url %}${text}{% else %}${otherwise}{% endif %}`;
}
