import { FaultStep } from "./fault-step.ts";

/** Replaces what was scripted before. */
export function writeScript(sql: SqlStorage, steps: readonly FaultStep[]): void {
  sql.exec("DELETE FROM script");
  for (const step of steps) sql.exec("INSERT INTO script (step) VALUES (?)", JSON.stringify(step));
}

/** The next step, once; after the last one everything is normal again. */
export function takeStep(sql: SqlStorage): FaultStep {
  const rows = sql
    .exec<{ step: string }>("DELETE FROM script WHERE seq = (SELECT MIN(seq) FROM script) RETURNING step")
    .toArray();
  return rows[0] === undefined ? { kind: "ok" } : FaultStep.parse(JSON.parse(rows[0].step));
}
