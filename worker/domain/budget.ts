import type { Budget } from "../../shared/contract/policy.ts";
import { minorDigits } from "../../shared/money.ts";
import { fromLocal, toLocal } from "./local-time.ts";

/** A calendar month on the merchant's clock. */
export interface BudgetMonth {
  /** Such as `2026-03`. */
  readonly name: string;
  readonly endsMs: number;
}

export function budgetMonth(nowMs: number, zone: string): BudgetMonth {
  const { year, month } = toLocal(nowMs, zone);
  const first = { day: 1, hour: 0, minute: 0, second: 0, millisecond: 0 };
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  return { name: `${year}-${String(month).padStart(2, "0")}`, endsMs: fromLocal({ ...next, ...first }, zone) };
}

/** In millionths of the currency's unit, as prices are. */
export function budgetMicros({ perMonth }: Budget): number {
  return (perMonth.amountMinor / 10 ** minorDigits(perMonth.currency)) * 1_000_000;
}
