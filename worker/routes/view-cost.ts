import { formatMinor } from "../../shared/money.ts";

export function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** Left out where any of the texts has no price. */
export function totalCost(
  texts: readonly { readonly costMicros?: number | undefined }[],
  factor = 1,
): { readonly cost?: { readonly amount: string; readonly currency: string } } {
  const isKnown = texts.every(({ costMicros }) => costMicros !== undefined);
  return isKnown ? viewCost(sum(texts.map(({ costMicros }) => costMicros)) * factor) : {};
}

export function viewCost(micros: number | undefined): {
  readonly cost?: { readonly amount: string; readonly currency: string };
} {
  if (micros === undefined) return {};
  // A text costs less than a cent: what is small is shown to a hundredth of one.
  const amount = micros < 1_000_000 ? (micros / 1_000_000).toFixed(4) : formatMinor(Math.round(micros / 10_000), "USD");
  return { cost: { amount, currency: "USD" } };
}
