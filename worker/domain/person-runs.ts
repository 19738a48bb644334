import type { Flow } from "../../shared/contract/flows.ts";
import { conditionScope } from "./condition-scope.ts";
import { withEngagement } from "./engagement.ts";
import { deriveRuns } from "./entries.ts";
import { type Foreseen, foresee } from "./foreseen.ts";
import { type CustomerState, foldCustomer, foldCustomers } from "./person-state.ts";
import { endOf, lookAt, type Person, planRun, type RowsByPath, type RunPlan } from "./plan-run.ts";
import { longestReviewDelay } from "./product-delay.ts";
import type { KnownEvent, Run, StepRow } from "./run.ts";
import type { Scope } from "./scope.ts";
import { withSegments } from "./segment.ts";
import { singleRun } from "./single-text.ts";
import type { Snapshot } from "./snapshot.ts";

/** A run with what it stands at. */
export interface PlannedRun extends RunPlan {
  readonly run: Run;
  readonly customer: CustomerState;
}

/** Every run of a person, the ended and refused ones too. */
export function listRuns(snapshot: Snapshot, nowMs: number): readonly PlannedRun[] {
  const stored = groupByRun(snapshot.rows);
  return allRuns(snapshot, stored, nowMs).runs.map(({ run, person }) => ({
    run,
    customer: person.customer,
    ...planRun(run, person, stored.get(run.id) ?? NO_ROWS),
  }));
}

/** What decides over an entry: as of its trigger. */
export function entryScope(trigger: KnownEvent, flow: Flow, customer: CustomerState, snapshot: Snapshot): Scope {
  const scope = conditionScope(bareRun(trigger, flow, customer.id), customer, [], snapshot.products);
  return withSegments(withEngagement(scope, snapshot.signs, trigger.occurredAtMs), snapshot.segments);
}

interface OwnRun {
  readonly run: Run;
  readonly person: Person;
}

export function allRuns(
  snapshot: Snapshot,
  stored: StoredRows,
  nowMs: number,
): { readonly runs: readonly OwnRun[]; readonly foreseen: readonly Foreseen[] } {
  const customers = foldCustomers(snapshot.events, snapshot.ownCustomerId);
  const found: OwnRun[] = [];
  const foreseen: Foreseen[] = [];
  for (const customer of customers.values()) {
    const person = lookAt(customer, snapshot, nowMs);
    const runs = deriveRuns(customer, {
      findFlow: snapshot.findFlow,
      pinnedVersion: (runId) => snapshot.pins?.get(runId)?.version ?? stored.get(runId)?.values().next().value?.version,
      enrolments: snapshot.enrolments?.filter(({ customerId }) => customerId === customer.id),
      scopeAt: (trigger, flow) => entryScope(trigger, flow, customer, snapshot),
      endOf: (run) => endOf(run, person, stored.get(run.id) ?? NO_ROWS),
      zoneAt: person.zoneAt,
    });
    for (const run of runs) found.push({ run, person });
    const reviewDelay = (run: Run): string | undefined => longestReviewDelay(run, customer, snapshot.products);
    const { findFlow } = snapshot;
    foreseen.push(...foresee(customer, runs, { findFlow, zoneAt: person.zoneAt, reviewDelay, nowMs }));
  }
  for (const single of snapshot.singles) {
    const customer = customers.get(single.customerId) ?? foldCustomer(single.customerId, []);
    found.push({ run: singleRun(single), person: lookAt(customer, snapshot, nowMs) });
  }
  return { runs: found, foreseen };
}

function bareRun(trigger: KnownEvent, flow: Flow, customerId: string): Run {
  const { orderId } = trigger;
  return { id: "", flow, version: 0, customerId, orderId, trigger, refusal: undefined, replacedBy: undefined };
}

export const NO_ROWS: RowsByPath = new Map();

type StoredRows = ReadonlyMap<string, RowsByPath>;

/** The same list is grouped once: a text takes several looks, and between them no row has changed. */
export function groupByRun(rows: readonly StepRow[]): StoredRows {
  const before = groupedRows.get(rows);
  if (before !== undefined) return before;
  const grouped = new Map<string, Map<string, StepRow>>();
  for (const row of rows) {
    const own = grouped.get(row.runId) ?? new Map<string, StepRow>();
    own.set(row.path, row);
    grouped.set(row.runId, own);
  }
  groupedRows.set(rows, grouped);
  return grouped;
}

// It lives and goes with the list that it was grouped from.
const groupedRows = new WeakMap<readonly StepRow[], StoredRows>();
