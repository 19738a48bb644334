import * as z from "zod";

/**
 * How far a store's changes have been read, by the store's own clock and in whole seconds, as it dates them. Its list is asked
 * for from an instant on, never by a page's number: an order that changes meanwhile goes to the end of the list, and all behind
 * it move up over the seams between pages.
 */
export const Position = z.strictObject({
  /** Everything changed by then has been read. */
  afterMs: z.int(),
  /**
   * More orders changed in the second after `afterMs` than a page holds, by a bulk edit or an import. They are read page by
   * page from the last one: an order that changes again leaves that second, and only pages that were read move up.
   */
  crowd: z.strictObject({ page: z.int().min(1), perPage: z.int().min(1) }).optional(),
});
export type Position = Readonly<z.infer<typeof Position>>;

export interface OrdersQuestion {
  /** Both ends exclusive. */
  readonly afterMs: number;
  readonly beforeMs?: number;
  readonly page: number;
  readonly perPage: number;
}

const secondMs = 1_000;
/** An order is dated when its saving begins, and may be seen in lists only when it ends: so long, dates are looked at again. */
export const settledAfterMs = 5 * 60_000;

export function askFrom({ afterMs, crowd }: Position, perPage: number): OrdersQuestion {
  if (crowd === undefined) return { afterMs, page: 1, perPage };
  return { afterMs, beforeMs: afterMs + 2 * secondMs, ...crowd };
}

export interface OrdersAnswer {
  /** When each order of the page was changed; undefined where it does not say. */
  readonly modifiedMs: readonly (number | undefined)[];
  /** Of the whole question; undefined where a proxy has taken the header away. */
  readonly pages: number | undefined;
  /** The store's clock. */
  readonly nowMs: number;
}

/** Where to go on after this answer, once all of it is durable; undefined where it cannot be told. */
export function moveOn(
  position: Position,
  { perPage }: OrdersQuestion,
  { modifiedMs, pages, nowMs }: OrdersAnswer,
): { readonly position: Position; readonly isEnd: boolean } | undefined {
  const { afterMs, crowd } = position;
  if (crowd !== undefined) {
    const page = Math.min(crowd.page - 1, pages ?? crowd.page);
    const next = page < 1 ? { afterMs: afterMs + secondMs } : { afterMs, crowd: { ...crowd, page } };
    return { position: next, isEnd: false };
  }
  const lastMs = modifiedMs.reduce<number>((last, ms = last) => Math.max(last, ms), afterMs);
  const isFull = pages === undefined ? modifiedMs.length >= perPage : pages > 1 && modifiedMs.length > 0;
  if (!isFull) return { position: { afterMs: Math.min(lastMs, floorSecond(nowMs - settledAfterMs)) }, isEnd: true };
  if (lastMs - secondMs > afterMs) return { position: { afterMs: lastMs - secondMs }, isEnd: false };
  if (lastMs === afterMs || pages === undefined) return undefined;
  return { position: { afterMs, crowd: { page: pages, perPage } }, isEnd: false };
}

export function floorSecond(ms: number): number {
  return Math.floor(ms / secondMs) * secondMs;
}
