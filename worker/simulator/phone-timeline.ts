import { countSegments } from "../../shared/segments.ts";
import { findLinks } from "./message-links.ts";
import { explainReason, nameDuration, nameEvent, nameLocalTime } from "./phone-words.ts";
import type { SimulatedMessage } from "./simulated-message.ts";

/** A row of `GET /v1/decisions`, and the event that its run started with. */
export interface PhoneDecision {
  readonly flow: string;
  readonly step: string;
  readonly run: string;
  readonly template?: string | undefined;
  readonly at: string;
  readonly outcome: "sent" | "waiting" | "suppressed" | "failed" | "unknown";
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
  readonly untilAt?: string | undefined;
  readonly messageId?: string | undefined;
  readonly trigger?: { readonly event: string; readonly at: string } | undefined;
}

/** One line on a phone: a text that went, one that waits, or one that never came. */
export interface TimelineEntry {
  readonly id: string;
  readonly kind: "text" | "waiting" | "dropped";
  readonly direction: "in" | "out";
  readonly title: string;
  readonly body: string;
  readonly at: string;
  readonly localTime: string;
  readonly status: string;
  readonly segments: number;
  readonly encoding: string;
  readonly links: readonly string[];
  readonly why: string;
}

/** A conversation as its owner sees it, with what is still to come and what stayed away, in order of time. */
export function tellTimeline(
  messages: readonly SimulatedMessage[],
  decisions: readonly PhoneDecision[],
  timeZone: string,
): TimelineEntry[] {
  const texts = messages.map((message) => tellText(message, findDecision(message, decisions), timeZone));
  const others = decisions.filter(({ outcome }) => outcome !== "sent").map((decision) => tellOther(decision, timeZone));
  return joinDropped([...texts, ...others].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)));
}

/** What stayed away side by side for one reason is one line. */
function joinDropped(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const joined: TimelineEntry[] = [];
  for (const entry of entries) {
    const last = joined.at(-1);
    const isSame = entry.kind === "dropped" && last?.kind === "dropped" && sameFate(last) === sameFate(entry);
    if (!isSame) joined.push(entry);
    else if (!last.title.split(", ").includes(entry.title)) {
      joined[joined.length - 1] = { ...last, title: `${last.title}, ${entry.title}` };
    }
  }
  return joined;
}

function sameFate({ status, why, localTime }: TimelineEntry): string {
  return [status, why, localTime].join("\n");
}

/** The instant at which the next waiting text may go. */
export function findNextMs(decisions: readonly PhoneDecision[]): number | undefined {
  const dueMs = decisions.filter(({ outcome }) => outcome === "waiting").map((d) => Date.parse(d.untilAt ?? d.at));
  return dueMs.length === 0 ? undefined : Math.min(...dueMs);
}

function findDecision(message: SimulatedMessage, decisions: readonly PhoneDecision[]): PhoneDecision | undefined {
  return decisions.find(({ messageId }) => messageId !== undefined && [message.sid, message.ref].includes(messageId));
}

function tellText(message: SimulatedMessage, decision: PhoneDecision | undefined, timeZone: string): TimelineEntry {
  const { encoding, segments } = countSegments(message.body);
  const isReply = message.direction === "inbound";
  return {
    id: message.sid,
    kind: "text",
    direction: isReply ? "in" : "out",
    title: isReply ? "Reply" : (decision?.flow ?? "Answer"),
    body: message.body,
    at: new Date(message.atMs).toISOString(),
    localTime: nameLocalTime(message.atMs, timeZone),
    status: message.errorCode === null ? message.status : `${message.status} (${message.errorCode})`,
    segments,
    encoding,
    links: findLinks(message.body),
    why: isReply ? "" : explainSent(message.atMs, decision),
  };
}

function explainSent(atMs: number, decision: PhoneDecision | undefined): string {
  if (decision === undefined) return "at once";
  const held = decision.rule === undefined ? "" : `, held back by ${decision.rule.replaceAll("_", " ")}`;
  return `${explainDelay(atMs, decision) ?? `step ${decision.step}`}${held}`;
}

/** "6 days after the delivery". */
function explainDelay(atMs: number, { trigger }: PhoneDecision): string | undefined {
  if (trigger === undefined) return undefined;
  const delay = nameDuration(atMs - Date.parse(trigger.at));
  return `${delay === "" ? "at once" : delay} after ${nameEvent(trigger.event)}`;
}

function tellOther(decision: PhoneDecision, timeZone: string): TimelineEntry {
  const isWaiting = decision.outcome === "waiting";
  const at = isWaiting ? (decision.untilAt ?? decision.at) : decision.at;
  return {
    id: `${decision.run}/${decision.step}`,
    kind: isWaiting ? "waiting" : "dropped",
    direction: "out",
    title: decision.flow,
    body: "",
    at,
    localTime: nameLocalTime(Date.parse(at), timeZone),
    status: isWaiting ? wordWait(decision) : decision.outcome,
    segments: 0,
    encoding: "",
    links: [],
    why: isWaiting ? explainWait(decision) : explainDrop(decision),
  };
}

/** What is due at night will be held then: it does not wait until that instant, it is looked at. */
function wordWait({ reason, rule }: PhoneDecision): string {
  return (reason ?? rule) === undefined ? "is due" : "waits until";
}

function explainWait(decision: PhoneDecision): string {
  const reason = decision.reason ?? decision.rule;
  if (reason !== undefined) return `because ${explainReason(reason)}`;
  return explainDelay(Date.parse(decision.at), decision) ?? "its time has not come";
}

function explainDrop(decision: PhoneDecision): string {
  if (decision.outcome === "unknown") return "the gateway's answer was lost; it is not sent again by itself";
  // A step that counts from a date ("expected on …") is looked at again when the store tells it (domain/walk-send.ts).
  if (decision.reason === "condition" && decision.rule === "field")
    return "the day that it counts from is not known yet";
  return explainReason(decision.reason);
}
