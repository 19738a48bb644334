import type { Flow } from "../../shared/contract/flows.ts";
import { isOffered } from "./entries.ts";
import { listArms, listSteps } from "./flow-steps.ts";
import { toIso } from "./iso.ts";
import { toLocal } from "./local-time.ts";
import { rowPath } from "./move-run.ts";
import { foldCustomers } from "./person-state.ts";
import { textOfStep } from "./question.ts";
import { priceTo, type SegmentPrice } from "./segment-price.ts";
import { type SimulatedText, type Simulation, simulate, type TextName } from "./simulate.ts";
import { zonesAt } from "./zones-at.ts";

/** A flow as it is tried out: without a version where it is not published. */
export interface TriedFlow {
  readonly flow: Flow;
  readonly version: number;
}

/** One text of a dry run, with all that a merchant wants to know of it. */
export interface DryRunText {
  readonly flow: string;
  readonly version: number;
  readonly step: string;
  readonly template?: string | undefined;
  readonly class: string;
  readonly customer: string;
  readonly order?: string | undefined;
  /** The number, all but its last digits covered. */
  readonly to: string;
  readonly outcome: "sent" | "suppressed" | "waiting";
  readonly at: string;
  /** The same instant on the customer's wall clock, and on the shop's. */
  readonly customerTime: string;
  readonly shopTime: string;
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
  readonly holds: readonly {
    readonly rule: string;
    readonly untilAt?: string | undefined;
    readonly behind: readonly TextPlace[];
  }[];
  readonly gaveWayTo: readonly TextPlace[];
  readonly body?: string | undefined;
  readonly segments?: number | undefined;
  readonly price?: SegmentPrice | undefined;
}

interface TextPlace {
  readonly flow: string;
  readonly step: string;
  readonly at: string;
}

/** A wait or question of a flow, and what would have come the other way. */
export interface DryRunWait {
  readonly flow: string;
  readonly step: string;
  readonly awaits: string;
  readonly timeout?: string | undefined;
  /** Whether it came; a question of a dry run is never answered. */
  readonly cameTrue: boolean;
  /** Templates, else bodies, of the texts that the way not taken has. */
  readonly otherwise: readonly string[];
}

export interface DryRun {
  readonly texts: readonly DryRunText[];
  readonly waits: readonly DryRunWait[];
}

const HORIZON_MS = 400 * 86_400_000;

/**
 * One order through these flows, from its first event on, as if they had been live then and its events had been told in time.
 * Other orders' events are known when they happened, and start nothing.
 */
export function dryRunOrder(
  simulation: Omit<Simulation, "untilMs" | "startMs">,
  { orderId, flows }: { readonly orderId: string; readonly flows: readonly TriedFlow[] },
): DryRun {
  const { snapshot } = simulation;
  const own = snapshot.events.filter((event) => event.orderId === orderId);
  if (own.length === 0) return { texts: [], waits: [] };
  const startMs = Math.min(...own.map(({ occurredAtMs }) => occurredAtMs));
  const tried = new Map(flows.map(({ flow, version }) => [flow.key, { flow, version }]));
  const events = snapshot.events.map((event) => {
    const fitting = event.orderId === orderId ? flows.filter(({ flow }) => isOffered(flow, event.type)) : [];
    return {
      ...event,
      live: true,
      offered: Object.fromEntries(fitting.map(({ flow, version }) => [flow.key, version])),
    };
  });
  const texts = simulate({
    ...simulation,
    startMs,
    untilMs: Math.max(...own.map(({ occurredAtMs }) => occurredAtMs)) + HORIZON_MS,
    snapshot: {
      ...snapshot,
      events,
      rows: [],
      singles: [],
      answers: [],
      told: [],
      pins: undefined,
      enrolments: undefined,
      findFlow: (key, version) => {
        const found = tried.get(key);
        return found?.version === version ? found.flow : undefined;
      },
      flowOrder: flows.map(({ flow }) => flow.key),
    },
  });
  const entered = new Set(texts.map(({ row }) => row.flow));
  return {
    texts: texts.map((text) => viewText(text, simulation)),
    waits: flows
      .filter(({ flow }) => entered.has(flow.key) || startsWithWait(flow))
      .flatMap(({ flow }) => waitsOf(flow, texts, orderId, simulation)),
  };
}

function startsWithWait({ steps: [first] }: Flow): boolean {
  return first !== undefined && "waitFor" in first;
}

function viewText(
  { row, step, body, segments, holds, gaveWayTo }: SimulatedText,
  { snapshot, merchant, person }: Pick<Simulation, "snapshot" | "merchant" | "person">,
): DryRunText {
  const customer = foldCustomers(snapshot.events, snapshot.ownCustomerId).get(row.customerId);
  const { dueZone } = zonesAt(customer, person.phone, merchant.timeZone, row.atMs);
  return {
    flow: row.flow,
    version: row.version,
    step: row.path,
    template: step?.send.template ?? row.template,
    class: row.class,
    customer: row.customerId,
    order: row.orderId,
    to: maskPhone(person.phone),
    outcome: row.outcome === "sent" || row.outcome === "suppressed" ? row.outcome : "waiting",
    at: toIso(row.atMs),
    customerTime: wallTime(row.atMs, dueZone),
    shopTime: wallTime(row.atMs, merchant.timeZone),
    reason: row.reason,
    rule: row.rule,
    holds: holds.map(({ rule, why, untilMs, behind }) => ({
      rule: why ?? rule,
      untilAt: untilMs === undefined ? undefined : toIso(untilMs),
      behind: behind.map(viewName),
    })),
    gaveWayTo: gaveWayTo.map(viewName),
    body,
    segments,
    price: segments === undefined ? undefined : priceTo(person.phone, segments, merchant),
  };
}

function viewName({ flow, step, atMs }: TextName): TextPlace {
  return { flow, step, at: toIso(atMs) };
}

/** Two digits and the last four are enough to know one's own. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 2)}${"•".repeat(Math.max(0, phone.length - 6))}${phone.slice(-4)}`;
}

/** `Mon 2026-03-02 10:00`, as a clock on the wall there shows it. */
export function wallTime(atMs: number, zone: string): string {
  const { year, month, day, weekday, hour, minute } = toLocal(atMs, zone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${WEEKDAYS[weekday]} ${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

const WEEKDAYS = { SU: "Sun", MO: "Mon", TU: "Tue", WE: "Wed", TH: "Thu", FR: "Fri", SA: "Sat" } as const;

function waitsOf(
  flow: Flow,
  texts: readonly SimulatedText[],
  orderId: string,
  { snapshot }: Pick<Simulation, "snapshot">,
): readonly DryRunWait[] {
  const known = snapshot.events.filter((event) => event.orderId === orderId);
  const went = texts.filter(({ row }) => row.flow === flow.key).map(({ row }) => row.path);
  return listSteps(flow).flatMap(({ value: step, path }): readonly DryRunWait[] => {
    const place = rowPath(path);
    const wordsIn = (arms: readonly { readonly value: readonly Flow["steps"][number][] }[]): readonly string[] =>
      arms
        .flatMap((arm) => listSteps({ ...flow, steps: [...arm.value] }))
        .flatMap(({ value }) => {
          const text = textOfStep(value);
          return text === undefined ? [] : [text.send.template ?? text.send.body];
        });
    const arms = listArms(step, place);
    if ("waitFor" in step) {
      const { event, timeout } = step.waitFor;
      const isLate = went.some((one) => one.startsWith(`${place}.onTimeout.`));
      const cameTrue = !isLate && known.some(({ type }) => type === event);
      const otherwise = wordsIn(arms.slice(cameTrue ? 1 : 0, cameTrue ? 2 : 1));
      return [{ flow: flow.key, step: place, awaits: event, timeout, cameTrue, otherwise }];
    }
    if (!("ask" in step) || !went.includes(place)) return [];
    const otherwise = arms.map((arm, index) => `${Object.keys(step.ask.answers)[index]}: ${wordsIn([arm]).join(", ")}`);
    return [
      { flow: flow.key, step: place, awaits: "answer", timeout: step.ask.timeout ?? "P7D", cameTrue: false, otherwise },
    ];
  });
}
