import { DurableObject } from "cloudflare:workers";
import type { Pace } from "../../shared/contract/policy.ts";
import { idlePace, type PaceRequest, type PaceState, takeSlot } from "../domain/pace.ts";

export interface Spending {
  /** Such as `2026-03`. */
  readonly month: string;
  readonly text: string;
  readonly costMicros: number;
  readonly capMicros: number;
}

/** One per merchant: hands out the instants at which its sender may send, and the month's money. It never carries a text. */
export class SenderObject extends DurableObject<Env> {
  reserve(pace: Pace, request: PaceRequest): number {
    const stored = this.ctx.storage.kv.get<PaceState>("pace") ?? idlePace;
    const { slotAtMs, state } = takeSlot(stored, pace, request);
    this.ctx.storage.kv.put("pace", state);
    return slotAtMs;
  }

  /** False where the month has no room for it. Asked for under one name twice, it is spent once. */
  spend({ month, text, costMicros, capMicros }: Spending): boolean {
    const { sql, kv } = this.ctx.storage;
    const spent = this.#spentIn(month);
    if (sql.exec("SELECT 1 FROM spent WHERE text = ?", text).toArray().length > 0) return true;
    if (spent.micros + costMicros > capMicros) return false;
    sql.exec("INSERT INTO spent (text, month, micros) VALUES (?, ?, ?)", text, month, costMicros);
    kv.put("spent", { ...spent, micros: spent.micros + costMicros } satisfies Spent);
    return true;
  }

  /** Kept beside the rows: adding up a month of texts for each one of them would cost their square. */
  #spentIn(month: string): Spent {
    const { sql, kv } = this.ctx.storage;
    const kept = kv.get<Spent>("spent");
    if (kept !== undefined && kept.month >= month) return kept;
    sql.exec("CREATE TABLE IF NOT EXISTS spent (text TEXT PRIMARY KEY, month TEXT NOT NULL, micros INTEGER NOT NULL)");
    sql.exec("DELETE FROM spent WHERE month < ?", month);
    const { micros } = sql.exec<{ micros: number }>("SELECT COALESCE(SUM(micros), 0) AS micros FROM spent").one();
    return { month, micros };
  }
}

interface Spent {
  readonly month: string;
  readonly micros: number;
}
