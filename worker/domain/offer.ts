import type { OfferInput } from "../../shared/contract/offers.ts";
import { parseDuration } from "./duration.ts";
import { toIso } from "./iso.ts";
import { addDuration } from "./local-time.ts";
import { wordsFor } from "./locale-words.ts";

export type Offers = Readonly<Record<string, OfferInput>>;

/** As long as a code of ours, to measure with before one is made. */
const SAMPLE_CODE = "XXXXXXXX";

/** When the offer of a text that is due then ends: the code and the text expire together. */
export function offerEndsMs(offer: OfferInput, dueMs: number, zone: string): number {
  const duration = parseDuration(offer.expiresAfter);
  return duration === undefined ? dueMs : addDuration(dueMs, duration, zone);
}

/** What a text may print of its offer. `code` undefined = none is made yet. */
export function describeOffer(
  offer: OfferInput,
  {
    code,
    endsMs,
    currency,
    shopUrl,
    locale,
  }: {
    readonly code: string | undefined;
    readonly endsMs: number;
    readonly currency: string;
    readonly shopUrl: string | undefined;
    readonly locale: string | undefined;
  },
): Readonly<Record<string, unknown>> {
  return {
    code: offer.code === "shared" ? offer.sharedCode : (code ?? SAMPLE_CODE),
    value: describeValue(offer, currency, locale),
    expiresAt: toIso(endsMs),
    url: offer.url ?? shopUrl,
  };
}

function describeValue({ kind, value = 0 }: OfferInput, currency: string, locale: string | undefined): string {
  const words = wordsFor(locale);
  switch (kind) {
    case "percent":
      return words.percent.replace("N", String(value));
    case "amount": {
      const whole = Number.isInteger(value) ? { maximumFractionDigits: 0 } : {};
      return new Intl.NumberFormat(words.language, { style: "currency", currency, ...whole }).format(value);
    }
    case "freeShipping":
      return words.freeShipping;
  }
}
