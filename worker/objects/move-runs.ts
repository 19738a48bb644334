import { toIso } from "../domain/iso.ts";
import { freeAside, MOVED_RULE, type NewPlace, type Pin, placeTells, planMove } from "../domain/move-run.ts";
import { listRuns, type PlannedRun } from "../domain/person-runs.ts";
import type { StepRow } from "../domain/run.ts";
import { compareMove, instantOf, type MoveChange, positionOf, type RunPosition } from "../domain/run-position.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { isSettled } from "../domain/step-row.ts";
import { recoverCrashedSends } from "./crash-recovery.ts";
import { type Context, lookAhead } from "./customer-context.ts";
import type { CustomerStore } from "./customer-store.ts";

export interface MoveAsk {
  readonly flow: string;
  readonly from: number;
  readonly to: number;
  readonly dryRun: boolean;
}

/** A run that waits in the old version, what it does next now, and what it would do next, or does from now on. */
export interface MovedRun {
  readonly run: string;
  readonly customer: string;
  readonly order: string | undefined;
  readonly changes: readonly MoveChange[];
  readonly now: PositionView;
  /** Undefined where it stays, since nobody knows where it would stand. */
  readonly then: PositionView | undefined;
}

export interface PositionView {
  readonly next: RunPosition["kind"];
  readonly step?: string | undefined;
  readonly template?: string | undefined;
  readonly event?: string | undefined;
  readonly at?: string | undefined;
}

/**
 * Moves a person's waiting runs of one version to another. What went stays gone and is not sent again; what has not gone is
 * planned anew. Synchronous, and no text of this object may be in flight.
 */
export function moveRuns(store: CustomerStore, context: Context, ask: MoveAsk, nowMs: number): readonly MovedRun[] {
  const { flow: key, from, to, dryRun } = ask;
  recoverCrashedSends(store, new Set());
  const snapshot = lookAhead(store, context);
  const flow = { from: snapshot.findFlow(key, from), to: snapshot.findFlow(key, to) };
  if (flow.from === undefined || flow.to === undefined) return [];
  const versions = { from: { flow: flow.from, version: from }, to: { flow: flow.to, version: to } };
  const moved: MovedRun[] = [];
  for (const planned of listRuns(snapshot, nowMs)) {
    const { run } = planned;
    const now = positionOf(planned);
    const isOurs = run.flow.key === key && run.version === from && run.refusal === undefined;
    if (!isOurs || now.kind === "ended") continue;
    const own = snapshot.rows.filter(({ runId }) => runId === run.id);
    const move = planMove(versions, own, now.kind === "text" ? now : undefined, nowMs);
    const shown = { run: run.id, customer: run.customerId, order: run.orderId, now: viewPosition(now) };
    if (move.kind === "not_placed") {
      moved.push({ ...shown, changes: ["not_placed"], then: undefined });
      continue;
    }
    const tells = placeTells(versions.to, store.toldOf(run.id));
    const pin: Pin = { runId: run.id, customerId: run.customerId, version: to, reached: move.reached, atMs: nowMs };
    const { planned: after, waiting } = replan(snapshot, planned, pin, { texts: move.texts, tells }, nowMs);
    const then = after === undefined ? ({ kind: "ended" } as const) : positionOf(after);
    moved.push({ ...shown, changes: compareMove(now, then), then: viewPosition(then) });
    if (dryRun) continue;
    store.putPin(pin);
    store.movePlaces(run.id, move.texts, tells);
    moveTexts(store, own, move.texts);
    moveWaiting(
      store,
      planned.text?.row,
      waiting,
      { isSame: hasSameLinks(now, then), isEnd: then.kind === "ended" },
      nowMs,
    );
  }
  return moved;
}

/** As if it had been moved. A text keeps when it was first looked at only where its instant stays: else that is now (R4). */
function replan(
  snapshot: Snapshot,
  { run, text }: PlannedRun,
  pin: Pin,
  places: { readonly texts: readonly NewPlace[]; readonly tells: readonly NewPlace[] },
  nowMs: number,
): { readonly planned: PlannedRun | undefined; readonly waiting: StepRow | undefined } {
  const pathOf = (path: string): string => places.texts.find(({ from }) => from === path)?.to ?? path;
  const settled = snapshot.rows.flatMap((row) => {
    if (row.runId !== run.id) return [row];
    return isSettled(row, nowMs) ? [{ ...row, path: pathOf(row.path) }] : [];
  });
  const look = (rows: readonly StepRow[]): PlannedRun | undefined =>
    listRuns(
      {
        ...snapshot,
        rows,
        pins: new Map([...(snapshot.pins ?? []), [run.id, pin]]),
        answers: snapshot.answers.map((one) => (one.runId === run.id ? { ...one, path: pathOf(one.path) } : one)),
        told: snapshot.told.map((one) => {
          const place = one.runId === run.id ? places.tells.find(({ from }) => from === one.path) : undefined;
          return place === undefined ? one : { ...one, path: place.to };
        }),
      },
      nowMs,
    ).find((one) => one.run.id === run.id);
  const fresh = look(settled);
  if (text === undefined || fresh?.text === undefined) return { planned: fresh, waiting: undefined };
  const { step, row } = fresh.text;
  const kept = { ...row, lookedAtMs: text.row.lookedAtMs, dueAtMs: text.row.dueAtMs, messageId: text.row.messageId };
  const again = look([...settled, { ...kept, template: step.send.template }]);
  const isKept = again?.text?.row.path === row.path && again.text.dueMs === text.dueMs;
  return isKept ? { planned: again, waiting: kept } : { planned: fresh, waiting: undefined };
}

/** What is behind the run, at its new places: first away from the old ones, since two may have changed theirs. */
function moveTexts(store: CustomerStore, rows: readonly StepRow[], places: readonly NewPlace[]): void {
  const settled = rows.flatMap((row) => {
    const place = places.find(({ from }) => from === row.path);
    return place === undefined || place.to === row.path ? [] : [{ row, path: place.to }];
  });
  for (const { row } of settled) {
    store.dropRow(row);
    store.dropDraft(row);
  }
  for (const { row, path } of settled) {
    store.putRow({ ...row, path, isFinal: row.outcome !== "unknown" });
    const sent = row.messageId === undefined ? undefined : store.findOutbox(row.messageId);
    if (sent !== undefined) store.putOutbox({ ...sent, path });
  }
}

/** The text that was next: in the new version it is planned anew, with its links and code where it prints the same ones. */
function moveWaiting(
  store: CustomerStore,
  before: StepRow | undefined,
  waiting: StepRow | undefined,
  { isSame, isEnd }: { readonly isSame: boolean; readonly isEnd: boolean },
  nowMs: number,
): void {
  if (before === undefined) return;
  const draft = isSame ? store.findDraft(before) : undefined;
  // A settled row may stand at its former place by now.
  if (store.findRow(before)?.outcome === "waiting") store.dropRow(before);
  store.dropDraft(before);
  if (waiting !== undefined) {
    store.putRow({ ...waiting, messageId: draft?.messageId });
    if (draft !== undefined) store.putDraft(waiting, draft);
  } else if (isEnd) {
    const rest = { outcome: "suppressed", reason: "superseded", rule: MOVED_RULE, untilAtMs: undefined } as const;
    const own = store.rows().filter(({ runId }) => runId === before.runId);
    store.putRow({ ...before, ...rest, path: freeAside(before.path, before.version, own), atMs: nowMs, isFinal: true });
  }
}

function hasSameLinks(now: RunPosition, then: RunPosition): boolean {
  if (now.kind !== "text" || then.kind !== "text") return false;
  const linksOf = ({ link, links, offer }: typeof now.step): string => JSON.stringify([link, links, offer]);
  return linksOf(now.step) === linksOf(then.step);
}

function viewPosition(position: RunPosition): PositionView {
  const atMs = instantOf(position);
  return {
    next: position.kind,
    ...(position.kind !== "ended" && { step: position.path }),
    ...((position.kind === "text" || position.kind === "answer") && { template: position.step.send.template }),
    ...(position.kind === "event" && { event: position.event }),
    ...(atMs !== undefined && { at: toIso(atMs) }),
  };
}

/** A run of a flow as its person's object sees it now. */
export interface RunView {
  readonly run: string;
  readonly customer: string;
  readonly order: string | undefined;
  readonly version: number;
  readonly state: "waiting" | "awaits_number" | "awaits_event" | "awaits_answer" | "ended" | "refused";
  readonly next: PositionView;
  /** Texts of it that went, by the version that they went under. */
  readonly sent: Readonly<Record<string, number>>;
}

export function viewRuns(store: CustomerStore, context: Context, flow: string, nowMs: number): readonly RunView[] {
  const rows = store.rows();
  const states = store.phone() === undefined ? { ...STATES, text: "awaits_number" as const } : STATES;
  return listRuns(lookAhead(store, context), nowMs)
    .filter(({ run }) => run.flow.key === flow)
    .map((planned): RunView => {
      const { run } = planned;
      const position = positionOf(planned);
      const sent: Record<string, number> = {};
      for (const row of rows) {
        if (row.runId === run.id && row.outcome === "sent") sent[row.version] = (sent[row.version] ?? 0) + 1;
      }
      return {
        run: run.id,
        customer: run.customerId,
        order: run.orderId,
        version: run.version,
        state: run.refusal === undefined ? states[position.kind] : "refused",
        next: viewPosition(position),
        sent,
      };
    });
}

const STATES = { text: "waiting", event: "awaits_event", answer: "awaits_answer", ended: "ended" } as const;
