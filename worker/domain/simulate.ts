import type { AnyClass } from "../../shared/contract/primitives.ts";
import type { Send } from "./cap.ts";
import { listLinks } from "./compose.ts";
import type { DueText } from "./due-text.ts";
import { signOfOrder } from "./gate-frequency.ts";
import { judge, type PersonFacts, type Verdict } from "./judge.ts";
import type { MerchantRules } from "./merchant-rules.ts";
import { type Plan, planPerson } from "./plan.ts";
import type { Reason, StepRow } from "./run.ts";
import type { Snapshot } from "./snapshot.ts";
import { rowKey, type StepPlace } from "./step-row.ts";

/** A person, and what they may get: nothing of it is written down anywhere. */
export interface Simulation {
  /** Events that lie behind `startMs` become known when they happened. */
  readonly snapshot: Snapshot;
  /** `sends`: what else counts toward the caps. */
  readonly person: PersonFacts;
  readonly merchant: MerchantRules;
  readonly startMs: number;
  readonly untilMs: number;
  /** Stands for the links that a text would print. */
  readonly sampleLink: (index: number) => string;
}

/** What became of one text in a simulation. */
export interface SimulatedText {
  readonly row: StepRow;
  readonly step: DueText["step"] | undefined;
  readonly body: string | undefined;
  readonly segments: number | undefined;
  /** What held it back on the way, in order. */
  readonly holds: readonly SimulatedHold[];
  /** Texts that it gave way to. */
  readonly gaveWayTo: readonly TextName[];
}

export interface SimulatedHold {
  readonly rule: Reason;
  readonly why: string | undefined;
  readonly untilMs: number | undefined;
  /** Texts that filled the cap. */
  readonly behind: readonly TextName[];
}

export interface TextName {
  readonly flow: string;
  readonly step: string;
  readonly atMs: number;
}

/** A person whose texts never end would be simulated without end. */
const MOST_LOOKS = 4_000;

/**
 * Goes through a person's time, from instant to instant at which something is due or happens, with the plan and the gate that
 * send texts, and notes what they say. Stops, pauses and brakes of the merchant are left out: they say when, not what.
 */
export function simulate(simulation: Simulation): readonly SimulatedText[] {
  const world = openWorld(simulation);
  const { events } = simulation.snapshot;
  let nowMs = simulation.startMs;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    workOff(world, nowMs);
    const happens = events.filter(({ occurredAtMs }) => occurredAtMs > nowMs).map(({ occurredAtMs }) => occurredAtMs);
    const nextMs = planAt(world, nowMs).nextMs;
    const instants = [...happens, ...(nextMs === undefined ? [] : [nextMs])];
    if (instants.length === 0) break;
    const earliestMs = Math.min(...instants);
    if (earliestMs <= nowMs || earliestMs > simulation.untilMs) break;
    nowMs = earliestMs;
  }
  return [...world.rows.values()]
    .sort((a, b) => a.atMs - b.atMs || (rowKey(a) < rowKey(b) ? -1 : 1))
    .map((row) => ({
      row,
      step: undefined,
      body: undefined,
      segments: undefined,
      ...NO_NOTE,
      ...world.notes.get(rowKey(row)),
    }));
}

const NO_NOTE = { holds: [], gaveWayTo: [] } as const;

type Note = Omit<SimulatedText, "row">;

interface World {
  readonly simulation: Simulation;
  readonly merchant: MerchantRules;
  rows: Map<string, StepRow>;
  readonly sends: (Send & Partial<TextName>)[];
  readonly told: StepPlace[];
  readonly notes: Map<string, Note>;
}

function openWorld(simulation: Simulation): World {
  const { merchant, snapshot, person } = simulation;
  return {
    simulation,
    merchant: { ...merchant, stops: [], brakes: [], flows: {}, policy: { ...merchant.policy, pace: null } },
    rows: new Map(snapshot.rows.map((row) => [rowKey(row), row])),
    sends: [...person.sends],
    told: [...snapshot.told],
    notes: new Map(),
  };
}

function planAt(world: World, nowMs: number): Plan {
  const { snapshot } = world.simulation;
  const events = snapshot.events.filter(({ occurredAtMs }) => occurredAtMs <= nowMs);
  const plan = planPerson({ ...snapshot, events, rows: [...world.rows.values()], told: world.told }, nowMs);
  world.rows = new Map(plan.rows.map((row) => [rowKey(row), row]));
  for (const { runId, path } of plan.tells) world.told.push({ runId, path });
  return plan;
}

function workOff(world: World, nowMs: number): void {
  const tried = new Set<string>();
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const plan = planAt(world, nowMs);
    const text = plan.due.find(({ row }) => !tried.has(rowKey(row)));
    if (text === undefined) return;
    tried.add(rowKey(text.row));
    settle(world, text, plan, judgeAt(world, text, plan, nowMs), nowMs);
  }
}

function judgeAt({ simulation, merchant, sends }: World, text: DueText, plan: Plan, nowMs: number): Verdict {
  const { snapshot, person, sampleLink } = simulation;
  const orders = snapshot.events.filter(
    ({ type, test, occurredAtMs }) => type === "order.placed" && !test && occurredAtMs <= nowMs,
  );
  const links = listLinks(text.step).map(({ name }, index) => [name, sampleLink(index)] as const);
  const answers = snapshot.answers.filter(({ customerId }) => customerId === text.run.customerId);
  return judge(
    {
      text,
      plan,
      person: {
        ...person,
        sends: sends.filter(({ atMs }) => atMs <= nowMs),
        lastSignMs: orders.reduce<number | undefined>((last, one) => Math.max(last ?? 0, signOfOrder(one)), undefined),
      },
      merchant,
      products: snapshot.products,
      together: snapshot.together,
      points: answers.reduce((sum, { points }) => sum + points, 0),
      offerCode: undefined,
      shortUrls: Object.fromEntries(links),
    },
    nowMs,
  );
}

function settle(world: World, text: DueText, plan: Plan, verdict: Verdict, nowMs: number): void {
  const { row, step, run } = text;
  const key = rowKey(row);
  const { decision, composed, class: textClass } = verdict;
  const before = world.notes.get(key) ?? NO_NOTE;
  const printed =
    composed.kind === "text"
      ? { body: composed.body, segments: composed.segments }
      : { body: undefined, segments: undefined };
  const note: Note = { ...before, step, ...printed };
  const name = { flow: run.flow.key, step: row.path, atMs: nowMs };
  const put = (change: Partial<StepRow>): void => {
    world.rows.set(key, { ...row, ...change });
  };
  switch (decision.kind) {
    case "send":
      world.sends.push({ ...name, class: textClass });
      put({ class: textClass, atMs: nowMs, outcome: "sent", reason: undefined, untilAtMs: undefined, isFinal: true });
      world.notes.set(key, note);
      return;
    case "hold": {
      const { rule, untilMs, why } = decision;
      const behind = rule === "cap" ? fillersOf(world, textClass, nowMs) : [];
      put({ outcome: "waiting", reason: rule, rule: why ?? rule, untilAtMs: untilMs });
      // What has no end known is looked at whenever anything else happens: it is one hold all the same.
      const last = before.holds.at(-1);
      const isSame = last?.why === why && last?.rule === rule && last.untilMs === untilMs;
      world.notes.set(key, {
        ...note,
        holds: isSame ? before.holds : [...before.holds, { rule, why, untilMs, behind }],
      });
      return;
    }
    case "suppress": {
      const { reason, rule } = decision;
      if (reason === "holdout") world.sends.push({ ...name, class: textClass, isHeldOut: true });
      put({ atMs: nowMs, outcome: "suppressed", reason, rule, untilAtMs: undefined, isFinal: true });
      const gaveWayTo =
        reason === "reserved" ? highersOf(plan, text) : reason === "cap" ? fillersOf(world, textClass, nowMs) : [];
      world.notes.set(key, { ...note, gaveWayTo });
      return;
    }
  }
}

/** The texts that count in a cap on this class now. */
function fillersOf({ sends, merchant }: World, textClass: AnyClass, nowMs: number): readonly TextName[] {
  const caps = merchant.policy.caps.filter(({ classes }) => textClass !== "system" && classes.includes(textClass));
  return sends.flatMap(({ flow, step, atMs, class: sentAs }) => {
    const counts = caps.some(
      ({ classes, windowSeconds }) =>
        sentAs !== "system" && classes.includes(sentAs) && atMs + windowSeconds * 1000 > nowMs,
    );
    return counts && flow !== undefined && step !== undefined ? [{ flow, step, atMs }] : [];
  });
}

/** Texts to come for which this one leaves room, the next first. */
function highersOf({ due, waiting, foreseen }: Plan, { run }: DueText): readonly TextName[] {
  const rank = run.flow.rank ?? 0;
  const texts = [...due, ...waiting]
    .filter((other) => other.row.class !== "transactional" && (other.run.flow.rank ?? 0) > rank)
    .map((other) => ({ flow: other.run.flow.key, step: other.row.path, atMs: other.row.untilAtMs ?? other.dueMs }));
  const later = foreseen
    .filter((other) => other.rank > rank)
    .map(({ flow, dueMs }) => ({ flow, step: "0", atMs: dueMs }));
  return [...texts, ...later].sort((a, b) => a.atMs - b.atMs);
}
