import { flushClickLogs } from "../links/click-logs.ts";
import { within } from "../links/within.ts";
import { logError } from "../log.ts";
import { findKeptClicks } from "../tables/clicks.ts";
import type { CountedSql } from "./counted-sql.ts";
import type { LinkKey, LinkShardStore } from "./link-shard-store.ts";

/** A click is durable, or its redirect leaves, after a second at the latest. */
const LOST_AFTER_MS = 10_000;
/** Somebody waits for their page meanwhile. */
const LONGEST_LOOK_MS = 1_000;

/** What clicks took of limited links and are not yet known to be kept. */
export class LinkClaims {
  readonly #sql: CountedSql;
  readonly #links: LinkShardStore;

  constructor(sql: CountedSql, links: LinkShardStore) {
    this.#sql = sql;
    this.#links = links;
    sql.exec(table);
  }

  /** Takes one of the link's clicks, the same again for the same click; false = none was left. */
  claim(key: LinkKey, clickId: string, machineMs: number): boolean {
    const isKnown = this.#sql.exec("SELECT 1 FROM link_claim WHERE click_id = ?", clickId).length > 0;
    if (isKnown) return true;
    if (!this.#links.takeClick(key)) return false;
    const insert = "INSERT INTO link_claim (click_id, domain, slug, machine_ms) VALUES (?, ?, ?, ?)";
    this.#sql.exec(insert, clickId, key.domain, key.slug, machineMs);
    return true;
  }

  /** False = there is no such claim. */
  keep(clickId: string): boolean {
    return this.#sql.exec("DELETE FROM link_claim WHERE click_id = ? RETURNING 1", clickId).length > 0;
  }

  /**
   * Gives back what clicks took that were lost with their process before they were kept: whoever tapped saw no page and taps
   * again. D1 knows, once it has what the logs hold. False = there was none, or it can't be known now.
   */
  async giveLostBack(key: LinkKey, env: Env, machineMs: number): Promise<boolean> {
    const open = this.#open(key, machineMs - LOST_AFTER_MS);
    if (open.length === 0) return false;
    try {
      const kept = await within(LONGEST_LOOK_MS, findKept(open, env));
      if (kept === undefined) return false;
      for (const clickId of open) {
        if (this.keep(clickId) && !kept.has(clickId)) this.#links.returnClick(key);
      }
      return kept.size < open.length;
    } catch (cause) {
      logError("claims_unknown", {}, cause);
      return false;
    }
  }

  #open({ domain, slug }: LinkKey, beforeMachineMs: number): readonly string[] {
    const query = "SELECT click_id FROM link_claim WHERE domain = ? AND slug = ? AND machine_ms < ?";
    const rows = this.#sql.exec<{ click_id: string }>(query, domain, slug, beforeMachineMs);
    return rows.map(({ click_id }) => click_id);
  }
}

/** Undefined where the logs can't bring to D1 what they hold. */
async function findKept(clickIds: readonly string[], env: Env): Promise<ReadonlySet<string> | undefined> {
  return (await flushClickLogs(env)) ? findKeptClicks(env.DB, clickIds) : undefined;
}

const table = `CREATE TABLE IF NOT EXISTS link_claim (
     click_id   TEXT PRIMARY KEY,
     domain     TEXT NOT NULL,
     slug       TEXT NOT NULL,
     machine_ms INTEGER NOT NULL
   ) WITHOUT ROWID`;
