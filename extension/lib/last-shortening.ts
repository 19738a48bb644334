import type { ShorteningProblem } from "./around-messages.ts";
import { findShape, integer, object, oneOf, type Shape, text } from "./shape.ts";

/** What the last "Shorten and copy" came to, where the page did not let it end as it should: the popup finishes it. */
export type LastShortening =
  | { readonly kind: "made"; readonly atMs: number; readonly shortUrl: string }
  | { readonly kind: "failed"; readonly atMs: number; readonly why: ShorteningProblem };

export async function findLastShortening(nowMs: number): Promise<LastShortening | undefined> {
  const stored = await chrome.storage.session.get(STORED_AS);
  const last = findShape(lastShape, stored[STORED_AS]);
  return last === undefined || nowMs - last.atMs > KEPT_MS ? undefined : last;
}

export async function keepLastShortening(last: LastShortening): Promise<void> {
  await chrome.storage.session.set({ [STORED_AS]: last });
}

export async function dropLastShortening(): Promise<void> {
  await chrome.storage.session.remove(STORED_AS);
}

const STORED_AS = "lastShortening";
const KEPT_MS = 10 * 60_000;
const problems = [
  "notPaired",
  "notWeb",
  "credentials",
  "tooLong",
  "private",
  "refused",
  "unreachable",
  "broken",
] as const satisfies readonly ShorteningProblem[];
const madeShape = object({ atMs: integer, shortUrl: text });
const failedShape = object({ atMs: integer, why: oneOf(...problems) });
const lastShape: Shape<LastShortening> = (value) => {
  const { kind } = object({ kind: oneOf("made", "failed") })(value);
  return kind === "made" ? { kind, ...madeShape(value) } : { kind, ...failedShape(value) };
};
