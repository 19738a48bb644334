import type { Flow } from "../../shared/contract/flows.ts";
import { item, optional, spaceName } from "./phrases.ts";
import { reviewed, reviewUrl } from "./review-link.ts";

export const reviewRequest = {
  key: "review-request",
  name: "Review request",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [
    { event: "review.posted" },
    { event: "order.refunded", match: "order_all_items" },
    { event: "order.cancelled" },
    { event: "support.opened" },
    { score: { lte: 6 } }, // whoever was not content is answered by a person, not asked for praise
  ],
  // What goes before the parcel comes leaves this text and the check-in their days.
  foreseen: { event: "order.placed", after: "P5D" },
  rank: 20,
  stage: "usage",
  steps: [
    {
      send: {
        template: "review_request",
        body: `Hi ${optional("{{ customer.firstName }}", "there")}, how do you like ${item("your order")}? A short review helps others${reviewed(": {{ link }}", ": just reply.")}`,
        translations: {
          es: {
            body: `Hola${spaceName}, ¿qué te parece ${item("tu pedido")}? Una breve reseña ayuda a otros${reviewed(": {{ link }}", ": responde a este SMS.")}`,
          },
          fr: {
            body: `Bonjour${spaceName}, que dites-vous de ${item("votre commande")} ? Un avis aide les autres${reviewed(" : {{ link }}", " : répondez ici.")}`,
          },
          de: {
            body: `Hallo${spaceName}, wie gefällt dir ${item("deine Bestellung")}? Eine kurze Bewertung hilft anderen${reviewed(": {{ link }}", ": antworte einfach.")}`,
          },
        },
      },
      link: { url: reviewUrl },
      class: "relationship",
      after: { product: "reviewDelay", default: "P6D" },
      quiet: "defer",
      expires: "P14D",
    },
  ],
} as const satisfies Flow;
