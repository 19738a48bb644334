import type { Flow, SendStep } from "../../shared/contract/flows.ts";
import { listSteps } from "./flow-steps.ts";
import { textOfStep } from "./question.ts";
import type { StepRow } from "./run.ts";
import { isSettled } from "./step-row.ts";

/** A run that was moved to another version of its flow (R9). */
export interface Pin {
  readonly runId: string;
  readonly customerId: string;
  readonly version: number;
  /** The last step that it had behind it, else the one that it stood at: what comes before is past. */
  readonly reached: string | undefined;
  readonly atMs: number;
}

/** A step's place in the version that a run leaves and in the one that it enters. */
export interface NewPlace {
  readonly from: string;
  readonly to: string;
}

export type Move =
  /** What is behind the run has no place in the new version: nobody knows where it would stand. */
  | { readonly kind: "not_placed" }
  | { readonly kind: "placed"; readonly texts: readonly NewPlace[]; readonly reached: string | undefined };

/** A version of a flow. */
export interface FlowVersion {
  readonly flow: Flow;
  readonly version: number;
}

/**
 * Where a run's texts stand in another version: each at the step with its template, else at the step of the same path where
 * that one is new too. What has no place is put aside under a path that no step has, and comes back from there in the version
 * that it was taken out of. `awaited` is the text that comes next.
 */
export function planMove(
  { from, to }: { readonly from: FlowVersion; readonly to: FlowVersion },
  rows: readonly StepRow[],
  awaited: { readonly path: string; readonly step: SendStep } | undefined,
  nowMs: number,
): Move {
  const texts = placedTexts(to.flow);
  const templates = { from: templatesOf(from.flow), to: templatesOf(to.flow) };
  const taken = new Set<string>();
  const find = ({ path, template }: StepRow): string | undefined => {
    const open = texts.filter((text) => !taken.has(text.path));
    const own = readAside(path);
    if (own?.version === to.version) return open.find((text) => text.path === own.path)?.path;
    const same = open.filter((text) => template !== undefined && text.template === template);
    const named = same.find((text) => text.path === path) ?? same[0];
    if (named !== undefined || own !== undefined) return named?.path;
    const there = open.find((text) => text.path === path);
    if (there === undefined || (template !== undefined && templates.to.has(template))) return undefined;
    return there.template === undefined || !templates.from.has(there.template) ? path : undefined;
  };
  const behind = rows.filter((row) => isSettled(row, nowMs) && row.rule !== MOVED_RULE).sort((a, b) => a.atMs - b.atMs);
  const places: NewPlace[] = [];
  for (const row of behind) {
    const place = find(row) ?? (isAside(row.path) ? row.path : freeAside(row.path, from.version, rows));
    taken.add(place);
    places.push({ from: row.path, to: place });
  }
  const last = places.at(-1);
  if (last === undefined || !isAside(last.to)) return { kind: "placed", texts: places, reached: last?.to };
  const template = awaited?.step.send.template;
  const next = template === undefined ? undefined : texts.find((text) => text.template === template);
  if (next === undefined) return { kind: "not_placed" };
  return { kind: "placed", texts: places, reached: next.path };
}

/** Where messages to other systems stand in another version: at the same path, else at the first that tells of the same. */
export function placeTells(
  to: FlowVersion,
  told: readonly { readonly path: string; readonly event: string }[],
): readonly NewPlace[] {
  const tells = listSteps(to.flow).flatMap(({ value, path }) =>
    "tell" in value ? [{ path: rowPath(path), event: value.tell.event }] : [],
  );
  const taken = new Set<string>();
  return told.map(({ path, event }) => {
    const same = tells.filter((tell) => tell.event === event && !taken.has(tell.path));
    const place = same.find((tell) => tell.path === path) ?? same[0];
    if (place !== undefined) taken.add(place.path);
    return { from: path, to: place?.path ?? (isAside(path) ? path : freeAside(path, to.version, told)) };
  });
}

/** Says of a text that its run was moved to a version that has nothing more for it. */
export const MOVED_RULE = "moved";

/** Of no step: what a version that the run has left did there. */
export function freeAside(path: string, version: number, known: readonly { readonly path: string }[]): string {
  let free = `v${version}.${path}`;
  while (known.some((row) => row.path === free)) free = `${free}+`; // a run may leave the same version more than once
  return free;
}

export function isAside(path: string): boolean {
  return path.startsWith("v");
}

function readAside(path: string): { readonly version: number; readonly path: string } | undefined {
  const match = /^v(\d+)\.([^+]+)/.exec(path);
  return match?.[2] === undefined ? undefined : { version: Number(match[1]), path: match[2] };
}

interface PlacedText {
  readonly path: string;
  readonly template: string | undefined;
}

function placedTexts(flow: Flow): readonly PlacedText[] {
  return listSteps(flow).flatMap(({ value, path }) => {
    const text = textOfStep(value);
    return text === undefined ? [] : [{ path: rowPath(path), template: text.send.template }];
  });
}

function templatesOf(flow: Flow): ReadonlySet<string> {
  return new Set(placedTexts(flow).flatMap(({ template }) => template ?? []));
}

/** A row's path begins at the flow's steps: `2.then.0` for `steps.2.then.0`. */
export function rowPath(path: string): string {
  return path.replace(/^steps\./, "");
}
