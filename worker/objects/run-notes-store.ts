import type { Attributes } from "../../shared/contract/primitives.ts";
import type { StepPlace } from "../domain/plan.ts";
import type { Answer } from "../domain/question.ts";
import { NumberStore } from "./number-store.ts";

/** Something that another system is told: written down once the run comes to it, delivered at least once under its id. */
export interface TellRow extends StepPlace {
  readonly id: string;
  readonly customerId: string;
  readonly event: string;
  readonly atMs: number;
  readonly data: Attributes;
  readonly state: "due" | "delivered" | "failed";
  readonly attempts: number;
  readonly nextAtMs: number | undefined;
}

/** What runs have learned from answers and told others: facts, which no look derives anew. */
export class RunNotesStore extends NumberStore {
  answers(): Answer[] {
    return this.bodies<Answer>("SELECT body FROM answer");
  }

  answersOf(customerId: string): Answer[] {
    return this.bodies<Answer>("SELECT body FROM answer WHERE customer_id = ?", customerId);
  }

  putAnswer(answer: Answer): void {
    this.sql.exec(
      `INSERT INTO answer (run_id, path, customer_id, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (run_id, path) DO UPDATE SET customer_id = excluded.customer_id, body = excluded.body`,
      answer.runId,
      answer.path,
      answer.customerId,
      JSON.stringify(answer),
    );
  }

  told(): StepPlace[] {
    return this.sql
      .exec<{ run_id: string; path: string }>("SELECT run_id, path FROM tell")
      .toArray()
      .map(({ run_id, path }) => ({ runId: run_id, path }));
  }

  tellsOf(customerId: string): TellRow[] {
    return this.bodies<TellRow>("SELECT body FROM tell WHERE customer_id = ?", customerId);
  }

  openTells(): TellRow[] {
    return this.bodies<TellRow>("SELECT body FROM tell WHERE is_open = 1");
  }

  putTell(row: TellRow): void {
    this.sql.exec(
      `INSERT INTO tell (run_id, path, customer_id, is_open, body) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (run_id, path) DO UPDATE SET customer_id = excluded.customer_id, is_open = excluded.is_open,
         body = excluded.body`,
      row.runId,
      row.path,
      row.customerId,
      row.state === "due" ? 1 : 0,
      JSON.stringify(row),
    );
  }

  /** After the new owner has everything. */
  protected forgetNotes(customerId: string): void {
    this.sql.exec("DELETE FROM answer WHERE customer_id = ?", customerId);
    this.sql.exec("DELETE FROM tell WHERE customer_id = ?", customerId);
  }
}
