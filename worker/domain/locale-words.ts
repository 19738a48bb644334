/** The few words that values bring with them, in the languages that the library's texts ship in; GSM-7 alone. */
export interface LocaleWords {
  readonly language: string;
  readonly yourOrder: string;
  readonly freeShipping: string;
  /** N stands for the number. */
  readonly percent: string;
}

const english: LocaleWords = { language: "en", yourOrder: "your order", freeShipping: "free shipping", percent: "N%" };

const words: Readonly<Record<string, LocaleWords>> = {
  en: english,
  es: { language: "es", yourOrder: "tu pedido", freeShipping: "envio gratis", percent: "N %" },
  fr: { language: "fr", yourOrder: "votre commande", freeShipping: "livraison offerte", percent: "N %" },
  de: { language: "de", yourOrder: "deine Bestellung", freeShipping: "gratis Versand", percent: "N %" },
};

/** By the language of a locale such as `es-MX`; English where it is not served. */
export function wordsFor(locale: string | null | undefined): LocaleWords {
  return words[languageOf(locale) ?? "en"] ?? english;
}

/** `es-MX` and `ES_mx` are Spanish; undefined = nobody said. */
function languageOf(locale: string | null | undefined): string | undefined {
  return locale?.toLowerCase().split(/[-_]/)[0] || undefined;
}
