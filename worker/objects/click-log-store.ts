import * as z from "zod";
import type { LateClicks } from "../links/click-group.ts";
import { readClicks } from "../links/click-text.ts";
import type { Click } from "../tables/clicks.ts";

/** How a log stands: what waits for D1, and what happened since it was made. */
export interface LogState extends LateClicks {
  readonly waitingClicks: number;
  /** How many groups it has ever taken, which is how often it was asked and wrote. */
  readonly groups: number;
  readonly databaseBytes: number;
}

/** Some of a log's clicks, oldest first, and the last group that is among them whole. */
export interface LogBatch {
  readonly upToId: number;
  readonly clicks: readonly Click[];
}

/** The tables of one ClickLog. */
export class ClickLogStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    // AUTOINCREMENT: an id is never given again, also not after all rows are gone, since D1's mark counts by it.
    sql.exec(`
      CREATE TABLE IF NOT EXISTS click_group (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        count   INTEGER NOT NULL,
        clicks  TEXT NOT NULL
      );
      CREATE TABLE IF NOT EXISTS late_clicks (
        id          INTEGER PRIMARY KEY CHECK (id = 1),
        second_way  INTEGER NOT NULL,
        undurable   INTEGER NOT NULL
      );
    `);
  }

  append(clicks: string, count: number): void {
    this.#sql.exec("INSERT INTO click_group (count, clicks) VALUES (?, ?)", count, clicks);
  }

  countLate({ secondWay, undurable }: LateClicks): void {
    this.#sql.exec(
      `INSERT INTO late_clicks (id, second_way, undurable) VALUES (1, ?, ?)
       ON CONFLICT DO UPDATE SET second_way = second_way + excluded.second_way, undurable = undurable + excluded.undurable`,
      secondWay,
      undurable,
    );
  }

  isEmpty(): boolean {
    return this.#sql.exec("SELECT 1 FROM click_group LIMIT 1").toArray().length === 0;
  }

  lastId(): number {
    return LastId.parse(this.#sql.exec("SELECT COALESCE(MAX(id), 0) AS id FROM click_group").one()).id;
  }

  /** So many clicks or a group more; undefined = none is left up to that id. */
  next(count: number, upToId: number): LogBatch | undefined {
    const clicks: Click[] = [];
    let lastId: number | undefined;
    for (const row of this.#sql.exec("SELECT id, clicks FROM click_group WHERE id <= ? ORDER BY id", upToId)) {
      const group = Group.parse(row);
      clicks.push(...readClicks(group.clicks));
      lastId = group.id;
      if (clicks.length >= count) break;
    }
    return lastId === undefined ? undefined : { upToId: lastId, clicks };
  }

  forget(upToId: number): void {
    this.#sql.exec("DELETE FROM click_group WHERE id <= ?", upToId);
  }

  state(): LogState {
    const row = State.parse(
      this.#sql
        .exec(
          `SELECT (SELECT COALESCE(SUM(count), 0) FROM click_group) AS waiting,
             COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'click_group'), 0) AS groups,
             COALESCE((SELECT second_way FROM late_clicks), 0) AS second_way,
             COALESCE((SELECT undurable FROM late_clicks), 0) AS undurable`,
        )
        .one(),
    );
    return {
      waitingClicks: row.waiting,
      groups: row.groups,
      secondWay: row.second_way,
      undurable: row.undurable,
      databaseBytes: this.#sql.databaseSize,
    };
  }
}

const LastId = z.object({ id: z.int() });
const Group = z.object({ id: z.int(), clicks: z.string() });
const State = z.object({ waiting: z.int(), groups: z.int(), second_way: z.int(), undurable: z.int() });
