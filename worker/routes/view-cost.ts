import { formatMinor, minorDigits } from "../../shared/money.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import type { SegmentPrice } from "../domain/segment-price.ts";

export interface Cost {
  readonly amount: string;
  readonly currency: string;
}

export function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** Left out where any of the texts has no price; currencies are kept apart. */
export function totalCost(
  texts: readonly { readonly segments?: number | undefined; readonly price?: SegmentPrice | undefined }[],
  { policy }: Pick<MerchantRules, "policy">,
  factor = 1,
): { readonly cost?: Cost; readonly costs?: Cost[] } {
  const sums = new Map<string, number>();
  for (const { segments, price } of texts) {
    if (price !== undefined) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.amountMicros);
    else if (segments !== 0) return {};
  }
  if (sums.size === 0) sums.set(policy.segmentPrice?.currency ?? "USD", 0);
  const costs = [...sums].map(([currency, micros]) => viewCost({ currency, amountMicros: micros * factor }));
  const [cost] = costs;
  return cost !== undefined && costs.length === 1 ? { cost } : { costs };
}

export function viewCost({ amountMicros, currency }: Pick<SegmentPrice, "amountMicros" | "currency">): Cost {
  // A text costs less than a cent: what is small is shown to a hundredth of one.
  const isSmall = amountMicros < 1_000_000 && minorDigits(currency) === 2;
  const amountMinor = Math.round(amountMicros / 10 ** (6 - minorDigits(currency)));
  return { amount: isSmall ? (amountMicros / 1_000_000).toFixed(4) : formatMinor(amountMinor, currency), currency };
}
