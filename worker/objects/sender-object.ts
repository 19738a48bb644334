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
    const { sql } = this.ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS spent (text TEXT PRIMARY KEY, month TEXT NOT NULL, micros INTEGER NOT NULL)");
    sql.exec("DELETE FROM spent WHERE month < ?", month);
    if (sql.exec("SELECT 1 FROM spent WHERE text = ?", text).toArray().length > 0) return true;
    const { micros } = sql.exec<{ micros: number }>("SELECT COALESCE(SUM(micros), 0) AS micros FROM spent").one();
    if (micros + costMicros > capMicros) return false;
    sql.exec("INSERT INTO spent (text, month, micros) VALUES (?, ?, ?)", text, month, costMicros);
    return true;
  }
}
