import type { Flow } from "../../shared/contract/flows.ts";
import { optional, spaceName } from "./phrases.ts";

export const checkIn = {
  key: "check-in",
  name: "Check-in",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [
    { event: "order.placed", match: "customer" },
    { event: "order.refunded" },
    { event: "order.cancelled" },
    { event: "support.opened" },
  ],
  foreseen: { event: "order.placed", after: "P5D" },
  rank: 15,
  stage: "usage",
  steps: [
    {
      send: {
        template: "check_in",
        body: `Hi ${optional("{{ customer.firstName }}", "there")}, how is everything? ${related("{{ related.shortName }} goes well with your order", "This goes well with your order", ": {{ link }}")}${otherwise("If there's anything you need, just reply.")}`,
        translations: {
          es: {
            body: `Hola${spaceName}, ¿qué tal todo? ${related("{{ related.shortName }} va bien con tu pedido", "Esto va bien con tu pedido", ": {{ link }}")}${otherwise("Si necesitas algo, responde a este SMS.")}`,
          },
          fr: {
            body: `Bonjour${spaceName}, tout va bien ? ${related("{{ related.shortName }} va bien avec votre commande", "Une idée pour la suite", " : {{ link }}")}${otherwise("Si besoin, répondez à ce SMS.")}`,
          },
          de: {
            body: `Hallo${spaceName}, läuft alles gut? ${related("{{ related.shortName }} passt zu deiner Bestellung", "Das passt zu deiner Bestellung", ": {{ link }}")}${otherwise("Wenn dir etwas fehlt, antworte einfach.")}`,
          },
        },
      },
      link: { url: "{{ related.url }}" },
      class: "promotional",
      after: "P7D",
      quiet: "defer",
      expires: "P7D",
    },
  ],
} as const satisfies Flow;

function related(text: string, short: string, link: string): string {
  return `{% if related.url %}${optional(text, short)}${link}{% endif %}`;
}

function otherwise(text: string): string {
  return `{% unless related.url %}${text}{% endunless %}`;
}
