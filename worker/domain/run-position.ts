import type { SendStep } from "../../shared/contract/flows.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { PlannedRun } from "./person-runs.ts";
import { asSend } from "./question.ts";

/** What a run does next. */
export type RunPosition =
  | { readonly kind: "text"; readonly path: string; readonly step: SendStep; readonly atMs: number }
  | {
      readonly kind: "event";
      readonly path: string;
      /** What it waits for. */
      readonly event: string;
      readonly untilMs: number | undefined;
    }
  | { readonly kind: "answer"; readonly path: string; readonly step: SendStep; readonly untilMs: number }
  | { readonly kind: "ended" };

export function positionOf({ text, question, awaits }: PlannedRun): RunPosition {
  if (text !== undefined) return { kind: "text", path: text.row.path, step: text.step, atMs: text.dueMs };
  if (question !== undefined) {
    return { kind: "answer", path: question.path, step: asSend(question.step), untilMs: question.closesAtMs };
  }
  if (awaits === undefined) return { kind: "ended" };
  return { kind: "event", path: awaits.path, event: awaits.step.waitFor.event, untilMs: awaits.wakeMs };
}

export type MoveChange = "same" | "other_text" | "other_instant" | "ends" | "not_placed";

/** What a move changes for a run: its next text or event, its instant, or both. */
export function compareMove(now: RunPosition, then: RunPosition): readonly MoveChange[] {
  if (then.kind === "ended") return ["ends"];
  const changes: MoveChange[] = [];
  if (textOf(now) !== textOf(then)) changes.push("other_text");
  if (instantOf(now) !== instantOf(then)) changes.push("other_instant");
  return changes.length === 0 ? ["same"] : changes;
}

function textOf(position: RunPosition): string {
  switch (position.kind) {
    case "text":
    case "answer": {
      const { send, class: textClass, link, links, offer } = position.step;
      return canonicalJson([position.kind, send, textClass, link, links, offer]);
    }
    case "event":
      return position.event;
    case "ended":
      return "";
  }
}

export function instantOf(position: RunPosition): number | undefined {
  switch (position.kind) {
    case "text":
      return position.atMs;
    case "answer":
    case "event":
      return position.untilMs;
    case "ended":
      return undefined;
  }
}
