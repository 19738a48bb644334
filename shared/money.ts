/**
 * Money is a whole number of the currency's smallest unit: how many decimals that is, by ISO 4217's list one. Not asked of
 * `Intl`, which follows CLDR and says 0 where cash has no coins (HUF, PKR, COP and others) though stores send two.
 */
export function minorDigits(currency: string): number {
  return digits[currency] ?? 2;
}

/** 1299 USD → "12.99"; 1299 JPY → "1299". */
export function formatMinor(amountMinor: number, currency: string): string {
  const decimals = minorDigits(currency);
  return (amountMinor / 10 ** decimals).toFixed(decimals);
}

/** "12.99" USD → 1299, rounded to the currency's smallest unit; undefined where the text is no decimal number. */
export function parseMinor(decimal: string | number, currency: string): number | undefined {
  const text = String(decimal);
  if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) return undefined;
  return Math.round(Number(`${text}e${minorDigits(currency)}`));
}

const none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const three = "BHD IQD JOD KWD LYD OMR TND".split(" ");

const digits: Readonly<Record<string, number>> = Object.fromEntries([
  ...none.map((currency) => [currency, 0] as const),
  ...three.map((currency) => [currency, 3] as const),
  ["CLF", 4],
  ["UYW", 4],
]);
