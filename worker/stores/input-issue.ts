/** What is wrong with a request that its schema let through; `path` as in zod's issues. */
export interface InputIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface InputContext {
  /** Business time. */
  readonly nowMs: number;
  /** ISO 3166-1 alpha-2, for phone numbers written without a country. */
  readonly shopCountry: string;
}

export const TOO_FAR_AHEAD = "more than 24 hours ahead";

export function isTooFarAhead(instantMs: number | undefined, nowMs: number): boolean {
  return instantMs !== undefined && instantMs > nowMs + DAY_MS;
}

const DAY_MS = 86_400_000;
