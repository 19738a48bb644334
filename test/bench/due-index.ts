import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { LocalRuntime } from "../../worker/cli/local-runtime.ts";
import { findNextDueMs, listDue } from "../../worker/tables/due.ts";
import type { Sample } from "./load.ts";
import { alternate, type Table, time } from "./rounds.ts";

declare global {
  /** What the Worker's statements run on, as Miniflare knows it: Cloudflare's own types would replace those of Node here. */
  type D1Database = LocalRuntime["database"];
}

const NOW_MS = Date.UTC(2026, 2, 2, 17);
const PAGE = 500;

/** What one tick asks of the due index: who is due, and what comes next. The same page of due rows among few and among a million. */
export async function benchDueIndex(isFull: boolean): Promise<Table> {
  const [rounds, looks] = isFull ? [7, 2_000] : [3, 300];
  const folder = mkdtempSync(path.join(tmpdir(), "aftertext-due-"));
  const plans = new Map<string, string>();
  try {
    const few = openIndex(path.join(folder, "few.sqlite"), 1_000, plans);
    const many = openIndex(path.join(folder, "many.sqlite"), 1_000_000, plans);
    const { ours, theirs } = await alternate(rounds, {
      ours: () => tick(many, looks),
      theirs: () => tick(few, looks),
    });
    return {
      title: "Due index",
      rows: [
        { what: `${PAGE} due among 1,000,000 waiting`, unit: "ticks/s", ours, baseline: "among 1,000 waiting", theirs },
      ],
      notes: [
        "The Worker's own statements over its own schema, on a database file in this process. Plans:",
        ...plans.values(),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openIndex(file: string, waiting: number, plans: Map<string, string>): D1Database {
  const database = new DatabaseSync(file);
  const migrations = path.join(import.meta.dirname, "../../worker/migrations");
  for (const name of readdirSync(migrations).sort()) database.exec(readFileSync(path.join(migrations, name), "utf8"));
  database
    .prepare(
      `WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < ?1 + ?2)
       INSERT INTO due (owner, merchant_id, due_at_ms, is_held)
       SELECT printf('%016x', n * 2654435761 % 4294967296) || n, 'm' || n % 20, ?3 + CASE WHEN n <= ?2 THEN -n ELSE n * 1000 END, 0 FROM row`,
    )
    .run(waiting, PAGE, NOW_MS);
  return asD1(database, plans);
}

/** The part of D1 that the statements use. */
function asD1(database: DatabaseSync, plans: Map<string, string>): D1Database {
  const prepare = (sql: string) => ({
    bind: (...values: SQLInputValue[]) => {
      const statement = database.prepare(sql);
      if (!plans.has(sql)) {
        const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
        plans.set(sql, `\`${sql}\`: ${plan.map(({ detail }) => detail).join("; ")}`);
      }
      return {
        all: async () => ({ results: statement.all(...values) }),
        first: async () => statement.get(...values) ?? null,
      };
    },
  });
  return { prepare } as unknown as D1Database; // as far as tables/due.ts goes
}

async function tick(index: D1Database, looks: number): Promise<Sample> {
  return time(looks, async () => {
    for (let look = 0; look < looks; look += 1) {
      const due = await listDue(index, NOW_MS, PAGE);
      const nextMs = await findNextDueMs(index, NOW_MS);
      if (due.length !== PAGE || nextMs === undefined) throw new Error("the index is wrong");
    }
  });
}
