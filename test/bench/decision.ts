import { countSegments } from "../../shared/segments.ts";
import { judge } from "../../worker/domain/judge.ts";
import { planPerson } from "../../worker/domain/plan.ts";
import type { Sample } from "./load.ts";
import { alternate, type Table, time } from "./rounds.ts";
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
      await row(
        "segments, 1,600 characters of GSM-7",
        "characters/s",
        countBeside("Your order is on its way: é € [5] "),
      ),
      await row(
        "segments, 1,600 characters of UCS-2",
        "characters/s",
        countBeside("Deine Bestellung 📦 ist unterwegs "),
      ),
    ],
    notes: ["In Node, on one core. Each decision starts from plain events and rows, as an object reads them."],
  };
}

function countBeside(phrase: string): readonly [() => number, string, () => number] {
  const text = phrase.repeat(50).slice(0, 1_600);
  const ours = () => countSegments(text).units && text.length;
  const theirs = () => {
    let sum = 0;
    for (let index = 0; index < text.length; index += 1) sum += text.charCodeAt(index);
    return sum && text.length;
  };
  return [ours, "a sum over its UTF-16 units", theirs];
}

/** Repeats work for a time; it answers how many things it did. */
async function spin(work: () => number, runMs: number): Promise<Sample> {
  let n = 0;
  const endMs = performance.now() + runMs;
  const sample = await time(1, () => {
    while (performance.now() < endMs) n += work();
  });
  return { n, perSecond: n * sample.perSecond };
}
