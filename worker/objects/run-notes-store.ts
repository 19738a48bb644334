import type { Attributes } from "../../shared/contract/primitives.ts";
import type { Enrolment } from "../domain/entries.ts";
import type { NewPlace, Pin } from "../domain/move-run.ts";
import type { Answer } from "../domain/question.ts";
import type { StepPlace } from "../domain/step-row.ts";
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
  #pins: ReadonlyMap<string, Pin> | undefined;
  #enrolments: readonly Enrolment[] | undefined;
  #answers: readonly Answer[] | undefined;
  #tells: readonly TellRow[] | undefined;

  protected override forgetRead(): void {
    super.forgetRead();
    this.#pins = undefined;
    this.#enrolments = undefined;
    this.#answers = undefined;
    this.#tells = undefined;
  }

  /** Runs that were moved to another version of their flow, by id. */
  pins(): ReadonlyMap<string, Pin> {
    this.#pins ??= new Map(this.bodies<Pin>("SELECT body FROM pin").map((pin) => [pin.runId, pin]));
    return this.#pins;
  }

  putPin(pin: Pin): void {
    this.#pins = undefined;
    this.sql.exec(
      `INSERT INTO pin (run_id, customer_id, body) VALUES (?, ?, ?)
       ON CONFLICT (run_id) DO UPDATE SET customer_id = excluded.customer_id, body = excluded.body`,
      pin.runId,
      pin.customerId,
      JSON.stringify(pin),
    );
  }

  enrolments(): readonly Enrolment[] {
    this.#enrolments ??= this.bodies<Enrolment>("SELECT body FROM enrolment");
    return this.#enrolments;
  }

  /** The same again changes nothing: there is one run per flow and order, ever (R7). */
  addEnrolment(enrolment: Enrolment): void {
    this.#enrolments = undefined;
    this.sql.exec(
      "INSERT INTO enrolment (flow, key, customer_id, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      enrolment.flow,
      enrolment.key,
      enrolment.customerId,
      JSON.stringify(enrolment),
    );
  }

  /** Answers and messages to others of a run whose steps stand elsewhere now. */
  movePlaces(runId: string, answers: readonly NewPlace[], tells: readonly NewPlace[]): void {
    const moved = {
      answers: pickMoved(this.answers(), runId, answers),
      tells: pickMoved(this.told(), runId, tells),
    };
    this.#answers = undefined;
    this.#tells = undefined;
    for (const { from } of answers) this.sql.exec("DELETE FROM answer WHERE run_id = ? AND path = ?", runId, from);
    for (const { from } of tells) this.sql.exec("DELETE FROM tell WHERE run_id = ? AND path = ?", runId, from);
    for (const answer of moved.answers) this.putAnswer(answer);
    for (const tell of moved.tells) this.putTell(tell);
  }

  toldOf(runId: string): readonly TellRow[] {
    return this.told().filter((row) => row.runId === runId);
  }

  answers(): readonly Answer[] {
    this.#answers ??= this.bodies<Answer>("SELECT body FROM answer");
    return this.#answers;
  }

  answersOf(customerId: string): readonly Answer[] {
    return this.answers().filter((answer) => answer.customerId === customerId);
  }

  putAnswer(answer: Answer): void {
    this.#answers = undefined;
    this.sql.exec(
      `INSERT INTO answer (run_id, path, customer_id, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (run_id, path) DO UPDATE SET customer_id = excluded.customer_id, body = excluded.body`,
      answer.runId,
      answer.path,
      answer.customerId,
      JSON.stringify(answer),
    );
  }

  told(): readonly TellRow[] {
    this.#tells ??= this.bodies<TellRow>("SELECT body FROM tell");
    return this.#tells;
  }

  tellsOf(customerId: string): readonly TellRow[] {
    return this.told().filter((row) => row.customerId === customerId);
  }

  openTells(): readonly TellRow[] {
    return this.told().filter(({ state }) => state === "due");
  }

  putTell(row: TellRow): void {
    this.#tells = undefined;
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
    this.#pins = undefined;
    this.#enrolments = undefined;
    this.#answers = undefined;
    this.#tells = undefined;
    this.sql.exec("DELETE FROM pin WHERE customer_id = ?", customerId);
    this.sql.exec("DELETE FROM enrolment WHERE customer_id = ?", customerId);
    this.sql.exec("DELETE FROM answer WHERE customer_id = ?", customerId);
    this.sql.exec("DELETE FROM tell WHERE customer_id = ?", customerId);
  }
}

/** Those of a run that move, at their new places. */
function pickMoved<Row extends StepPlace>(
  rows: readonly Row[],
  runId: string,
  places: readonly NewPlace[],
): readonly Row[] {
  return rows.flatMap((row) => {
    const place = row.runId === runId ? places.find(({ from }) => from === row.path) : undefined;
    return place === undefined ? [] : [{ ...row, path: place.to }];
  });
}
