import { judge } from "../../worker/domain/judge.ts";
import { planPerson } from "../../worker/domain/plan.ts";
import { alternate, spin, type Table } from "./rounds.ts";
import { lookAtEachStep } from "./ten-step-run.ts";

/** The pure rules: what a wake costs before anything is stored or sent. */
export async function benchDecision(isFull: boolean): Promise<Table> {
  const [rounds, runMs] = isFull ? [7, 3_000] : [3, 500];
  const looks = lookAtEachStep();
  const row = async (
    what: string,
    unit: string,
    [ours, baseline, theirs]: readonly [() => number, string, () => number],
  ) => {
    const samples = await alternate(rounds, { ours: () => spin(ours, runMs), theirs: () => spin(theirs, runMs) });
    return { what, unit, ours: samples.ours, baseline, theirs: samples.theirs };
  };
  const json = () => {
    for (const { snapshot } of looks) JSON.parse(JSON.stringify([snapshot.events, snapshot.rows]));
    return looks.length;
  };
  const plan = () => {
    for (const { snapshot, nowMs } of looks) planPerson(snapshot, nowMs);
    return looks.length;
  };
  const verdict = () => {
    for (const { input, nowMs } of looks) judge(input, nowMs);
    return looks.length;
  };
  const both = () => {
    plan();
    return verdict();
  };
  const roundTrip = "a JSON round trip of the events and rows";
  return {
    title: "Decision",
    rows: [
      await row("plan and judge, a run of ten steps", "decisions/s", [both, roundTrip, json]),
      await row("its plan alone", "plans/s", [plan, roundTrip, json]),
      await row("its judge alone: text and gate", "verdicts/s", [verdict, roundTrip, json]),
    ],
    notes: ["In Node, on one core. Each decision starts from plain events and rows, as an object reads them."],
  };
}
