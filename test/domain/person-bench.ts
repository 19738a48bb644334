import type { Flow } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import type { Send } from "../../worker/domain/cap.ts";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import type { StopScope } from "../../worker/domain/gate.ts";
import { judge } from "../../worker/domain/judge.ts";
import { headOfConsent } from "../../worker/domain/person-state.ts";
import { type Plan, planPerson } from "../../worker/domain/plan.ts";
import type { KnownEvent, StepRow } from "../../worker/domain/run.ts";
import { rowKey } from "../../worker/domain/step-row.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";

/** The bare rules over one phone number, with a clock of their own: what the customer object does, without storage or gateway. */
export interface PersonBench {
  nowMs: number;
  policy: Policy;
  stops: readonly StopScope[];
  paused: readonly string[];
  phone: string | undefined;
  optedOut: "all" | "promotional" | undefined;
  publish(flow: Omit<Flow, "key"> & { readonly key: string }): void;
  /** Takes events in at this instant, and works off what is due. */
  take(...events: readonly EventInput[]): void;
  moveTo(at: string | number): void;
  /** Looks again at everything that is due now. */
  look(): void;
  rows(): readonly StepRow[];
  plan(): Plan;
  /** `flow step @ instant: body`, in the order of sending. */
  readonly texts: string[];
  /** `flow step outcome reason @ instant`, for everything that did not go. */
  others(): readonly string[];
}

export type EventInput = Partial<Omit<StoreEvent, "occurredAtMs" | "id" | "type">> &
  Pick<StoreEvent, "id" | "type"> & { readonly at?: string | number };

const PHONE = "+12125550101";
const ms = (at: string | number): number => (typeof at === "number" ? at : Date.parse(at));

export function openPerson(
  now: string,
  flows: readonly (Omit<Flow, "key"> & { readonly key: string })[] = [],
): PersonBench {
  const versions = new Map<string, Flow[]>();
  const events = new Map<string, KnownEvent>();
  const order: string[] = [];
  let rows = new Map<string, StepRow>();
  const sends: Send[] = [];
  const texts: string[] = [];

  const bench: PersonBench = {
    nowMs: ms(now),
    policy: openPolicy,
    stops: [],
    paused: [],
    phone: PHONE,
    optedOut: undefined,
    texts,
    publish(flow) {
      const known = versions.get(flow.key);
      if (known === undefined) order.push(flow.key);
      versions.set(flow.key, [...(known ?? []), flow]);
    },
    take(...inputs) {
      for (const { at, ...input } of inputs) {
        if (events.has(input.id)) continue;
        const offered = Object.fromEntries([...versions].map(([key, list]) => [key, list.length]));
        const base = { source: "api", live: true, test: false, customerId: "c1" } as const;
        events.set(input.id, { ...base, ...input, occurredAtMs: at === undefined ? bench.nowMs : ms(at), offered });
      }
      bench.look();
    },
    moveTo(at) {
      const targetMs = ms(at);
      for (let next = plan().nextMs; next !== undefined && next <= targetMs; next = plan().nextMs) {
        if (next <= bench.nowMs) throw new Error("the plan wants to be looked at in the past");
        bench.nowMs = next;
        bench.look();
      }
      bench.nowMs = Math.max(bench.nowMs, targetMs);
    },
    look() {
      const held = new Set<string>();
      for (;;) {
        const current = plan();
        const text = current.due.find((one) => !held.has(rowKey(one.row)));
        if (text === undefined) return;
        const verdict = judge(
          {
            text,
            plan: current,
            person: {
              phone: bench.phone ?? "",
              optedOut: bench.optedOut,
              consent: consent(),
              isUnreachable: false,
              lastSignMs: undefined,
              sends,
            },
            merchant: {
              id: "m1",
              name: "Acme",
              timeZone: "America/New_York",
              country: "US",
              currency: "USD",
              siteUrl: undefined,
              helpText: undefined,
              shortDomain: undefined,
              isBench: true,
              policy: bench.policy,
              stops: bench.stops,
              productsRevision: 0,
              wordingRevision: 0,
              brakes: [],
              segments: {},
              offers: {},
              flows: Object.fromEntries(
                bench.paused.map((key) => [key, { version: 1, status: "paused" as const, order: 0 }]),
              ),
            },
            products: new Map(),
            shortUrls: {},
            offerCode: undefined,
            together: new Map(),
            points: 0,
          },
          bench.nowMs,
        );
        const { decision } = verdict;
        const { row } = text;
        const atMs = bench.nowMs;
        if (decision.kind === "hold") {
          held.add(rowKey(row));
          put({ ...row, outcome: "waiting", reason: decision.rule, rule: decision.rule, untilAtMs: decision.untilMs });
        } else if (decision.kind === "suppress") {
          if (decision.reason === "holdout") sends.push({ atMs, class: row.class });
          put({
            ...row,
            atMs,
            outcome: "suppressed",
            reason: decision.reason,
            rule: decision.rule,
            untilAtMs: undefined,
            isFinal: true,
          });
        } else {
          sends.push({ atMs, class: verdict.class });
          const body = verdict.composed.kind === "text" ? verdict.composed.body : "";
          texts.push(`${row.flow} ${row.path} @ ${iso(atMs)}: ${body}`);
          put({ ...row, atMs, outcome: "sent", reason: undefined, untilAtMs: undefined, isFinal: true });
        }
      }
    },
    rows: () => [...rows.values()].sort((a, b) => a.atMs - b.atMs || (rowKey(a) < rowKey(b) ? -1 : 1)),
    plan,
    others: () =>
      bench
        .rows()
        .filter((row) => row.outcome !== "sent")
        .map((row) => `${row.flow} ${row.path} ${row.outcome} ${row.reason ?? "-"} @ ${iso(row.atMs)}`),
  };
  for (const flow of flows) bench.publish(flow);
  return bench;

  function plan(): Plan {
    const made = planPerson(
      {
        events: [...events.values()],
        rows: [...rows.values()],
        singles: [],
        phone: bench.phone,
        ownCustomerId: "c1",
        findFlow: (key, version) => versions.get(key)?.[version - 1],
        flowOrder: order,
        shop: { name: "Acme", url: undefined, helpText: undefined },
        shopZone: "America/New_York",
        products: new Map(),
        together: new Map(),
        segments: {},
        offers: {},
        answers: [],
        told: [],
      },
      bench.nowMs,
    );
    rows = new Map(made.rows.map((row) => [rowKey(row), row]));
    return made;
  }
  function put(row: StepRow): void {
    rows.set(rowKey(row), row);
  }
  function consent() {
    const entries = [...events.values()].flatMap((event) => event.customer?.consent ?? []);
    return headOfConsent(entries);
  }
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString().replace(".000Z", "Z");
}

/** A text of order news, which needs no consent. */
export function news(body: string, more: Record<string, unknown> = {}) {
  return { send: { body }, class: "transactional" as const, ...more };
}
