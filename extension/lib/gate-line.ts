import type { Failure } from "./api.ts";
import { nameWord } from "./explain.ts";
import type { Formats, There } from "./formats.ts";
import type { Gate, MessageClass } from "./message-answers.ts";
import type { Messages } from "./messages.ts";
import type { PreviewState } from "./use-preview.ts";

/** What the gate says of the text, in the merchant's words, and the way out. */
export interface GateLine {
  readonly tone: "go" | "wait" | "stop";
  readonly text: string;
  readonly wayOut: WayOut | undefined;
}

export type WayOut =
  | { readonly kind: "schedule"; readonly label: string; readonly atMs: number }
  | { readonly kind: "class"; readonly label: string; readonly class: MessageClass };

interface Circumstances {
  readonly messages: Messages;
  readonly formats: Formats;
  readonly there: There;
}

/** Undefined where there is nothing to say (yet). */
export function describePreview(state: PreviewState, circumstances: Circumstances): GateLine | undefined {
  if (state.kind === "failed") return describeFailure(state.failure, circumstances.messages);
  if (state.kind !== "shown" || state.preview.gate === undefined) return undefined;
  return describeGate(state.preview.gate, circumstances);
}

function describeGate(gate: Gate, { messages, formats, there }: Circumstances): GateLine {
  const { gate: words } = messages.composer;
  const reason = nameWord(messages.reasons, gate.reason ?? gate.rule ?? "");
  switch (gate.decision) {
    case "send":
      return { tone: "go", text: words.ready, wayOut: undefined };
    case "hold": {
      if (gate.rule === "stopped" || gate.advice?.kind === "resume_sending") {
        return { tone: "stop", text: words.resume, wayOut: undefined };
      }
      const atMs = gate.advice?.at ?? gate.untilAt;
      if (atMs === undefined) return { tone: "wait", text: words.waitsOpen(reason), wayOut: undefined };
      const time = formats.timeThere(atMs, there);
      const text = gate.rule === "quiet_hours" ? words.closed(time) : words.waits(time, reason);
      return { tone: "wait", text, wayOut: { kind: "schedule", label: words.schedule(time), atMs } };
    }
    case "suppress":
      return describeRefusal(gate, reason, messages);
  }
}

function describeRefusal({ reason, advice }: Gate, named: string, messages: Messages): GateLine {
  const { gate: words, kind } = messages.composer;
  const stop = (text: string, wayOut?: WayOut): GateLine => ({ tone: "stop", text, wayOut });
  if (advice?.kind === "change_class" && advice.class !== undefined) {
    const label = words.changeClass(kind.names[advice.class]);
    return stop(words.noConsent, { kind: "class", label, class: advice.class });
  }
  switch (reason) {
    case "opted_out":
      return stop(words.optedOut);
    case "no_consent":
      return stop(`${words.noConsent} ${words.askConsent}`);
    case "no_phone":
      return stop(words.noPhone);
    case "unreachable":
      return stop(words.checkNumber);
    default:
      return stop(words.stops(named));
  }
}

/** A request that the Worker does not understand is a wording that it refuses; other failures are told elsewhere. */
function describeFailure(failure: Failure, messages: Messages): GateLine | undefined {
  if (failure.kind !== "refused" || failure.status !== 422) return undefined;
  const { composer } = messages;
  const errors = failure.problem?.errors ?? [];
  const paths = errors.map(({ path }) => path);
  const text = paths.includes("to")
    ? composer.test.problems.badPhone
    : composer.gate.wording(errors.map(({ message }) => message).join(", "));
  return { tone: "stop", text, wayOut: undefined };
}
