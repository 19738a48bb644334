import type { SendStep } from "../../shared/contract/flows.ts";
import { readField } from "./condition.ts";
import { parseDuration } from "./duration.ts";
import { parseFieldInstant } from "./field-instant.ts";
import { addDuration, nextLocalTime } from "./local-time.ts";

export interface Anchors {
  readonly triggerMs: number;
  /** When the step before was sent, suppressed or decided. */
  readonly previousMs: number;
  /** What is known now: a due instant that counts from a field moves with it. */
  readonly scopeNow: () => Readonly<Record<string, unknown>>;
  /** The longest of the products' own delays; undefined where none is set. */
  readonly reviewDelay: () => string | undefined;
  /** The zone that held at an anchor. */
  readonly zoneAt: (atMs: number) => string;
}

/** R4. Undefined where the field that it counts from is missing, and nothing stands in for it. */
export function dueInstant(step: SendStep, anchors: Anchors): number | undefined {
  const anchorMs = anchorInstant(step, anchors);
  if (anchorMs === undefined || (step.after === undefined && step.at === undefined)) return anchorMs;
  const zone = anchors.zoneAt(anchorMs);
  const after = step.after === undefined ? undefined : parseDuration(readDelay(step.after, anchors));
  const dueMs = after === undefined ? anchorMs : addDuration(anchorMs, after, zone);
  return step.at === undefined ? dueMs : nextLocalTime(dueMs, step.at.localTime, zone);
}

function readDelay(after: NonNullable<SendStep["after"]>, anchors: Anchors): string {
  return typeof after === "string" ? after : (anchors.reviewDelay() ?? after.default);
}

/** Where a bare field name is looked for, in this order. */
const PLACES = ["", "order.", "parcel.", "event.", "customer.attributes.", "order.attributes."];

function anchorInstant({ from = "trigger" }: SendStep, anchors: Anchors): number | undefined {
  if (from === "trigger") return anchors.triggerMs;
  if (from === "previous") return anchors.previousMs;
  const scope = anchors.scopeNow();
  for (const place of PLACES) {
    const atMs = parseFieldInstant(readField(scope, `${place}${from.field}`), anchors.zoneAt(anchors.triggerMs));
    if (atMs !== undefined) return atMs;
  }
  return from.else === "trigger" ? anchors.triggerMs : undefined;
}
