import type { MessageClass } from "./contract/primitives.ts";
import { relationshipPatterns, servicePatterns, thankPatterns } from "./data/relationship-words.ts";
import { findOfferWords } from "./offer-words.ts";

export interface SuggestedClass {
  readonly class: MessageClass;
  readonly reason:
    | { readonly kind: "offer"; readonly word: string }
    | { readonly kind: "relationship"; readonly word: string }
    | { readonly kind: "link"; readonly link: "review" | "cart" }
    | { readonly kind: "service" };
}

/**
 * The class that a text's words, and where its link leads, call for (R1).
 *
 * One word of offer makes a service text promotional. Source: 47 CFR 64.1200(a)(2), (f)(13). Thanks, tips, check-ins,
 * reviews and surveys are of the relationship; what is left speaks of an order.
 */
export function suggestClass(text: string, link?: string): SuggestedClass {
  const [offer] = findOfferWords(text);
  if (offer !== undefined) return { class: "promotional", reason: { kind: "offer", word: offer } };
  if (link === "cart") return { class: "promotional", reason: { kind: "link", link } };

  const prose = text.replace(/https?:\/\/\S+|\{\{[^{}]*\}\}/gi, " ");
  const thanks = service.test(prose) ? undefined : thank.exec(prose)?.[0];
  const word = relationship.exec(prose)?.[0] ?? thanks;
  if (word !== undefined) return { class: "relationship", reason: { kind: "relationship", word } };
  if (link === "review") return { class: "relationship", reason: { kind: "link", link } };
  return { class: "transactional", reason: { kind: "service" } };
}

const relationship = ofWords(relationshipPatterns);
const thank = ofWords(thankPatterns);
const service = ofWords(servicePatterns);

function ofWords(patterns: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${patterns.join("|")})(?![\\p{L}\\p{N}_])`, "iu");
}
