import * as z from "zod";
import type { LocalRuntime } from "./local-runtime.ts";
import type { WorkerPlan } from "./worker-bundle.ts";

/**
 * Apply what is missing, in the order of the names, each file whole or not at all; answer how many.
 *
 * The bookkeeping is wrangler's own (`d1_migrations`), so that its commands see the same state.
 */
export async function applyMigrations(
  database: LocalRuntime["database"],
  migrations: WorkerPlan["migrations"],
): Promise<number> {
  await database
    .prepare(
      `CREATE TABLE IF NOT EXISTS d1_migrations (
        id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
      )`,
    )
    .run();
  const rows = await database.prepare("SELECT name FROM d1_migrations").all();
  const applied = new Set(AppliedRows.parse(rows.results).map((row) => row.name));
  const missing = migrations.filter((migration) => !applied.has(migration.name));
  for (const { name, statements } of missing) {
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare("INSERT INTO d1_migrations (name) VALUES (?1)").bind(name),
    ]);
  }
  return missing.length;
}

const AppliedRows = z.array(z.object({ name: z.string() }));
