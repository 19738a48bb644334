import { describe, expect, it } from "vitest";
import { Flow } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { openPolicy } from "../../worker/domain/default-policy.ts";
import { dryRunOrder, maskPhone, wallTime } from "../../worker/domain/dry-run.ts";
import type { MerchantRules } from "../../worker/domain/merchant-rules.ts";
import type { StoreEvent } from "../../worker/domain/store-event.ts";
import { costMicros } from "../../worker/domain/text-cost.ts";

const PHONE = "+12125550101";

const event = (type: StoreEvent["type"], at: string, more: Partial<StoreEvent> = {}) => ({
  id: `${type} ${at}`,
  source: "api" as const,
  type,
  occurredAtMs: Date.parse(at),
  live: true,
  test: false,
  customerId: "c1",
  orderId: "o1",
  offered: {},
  ...more,
});

const flow = (key: string, steps: readonly object[], more: object = {}) =>
  Flow.parse({ key, name: key, trigger: { event: "order.placed" }, steps, ...more });
const news = (body: string, more: object = {}) => ({ send: { body }, class: "transactional", ...more });
const offer = (body: string, more: object = {}) => ({ send: { body }, class: "promotional", ...more });

function run(
  flows: readonly Flow[],
  events: readonly ReturnType<typeof event>[],
  policy: Partial<Policy> = {},
  person = {},
) {
  const shop = { name: "Acme", url: undefined, helpText: undefined };
  const merchant: MerchantRules = {
    id: "m1",
    name: "Acme",
    timeZone: "America/New_York",
    country: "US",
    currency: "USD",
    siteUrl: undefined,
    helpText: undefined,
    shortDomain: undefined,
    isBench: true,
    policy: { ...openPolicy, ...policy },
    stops: ["all"],
    brakes: [],
    flows: {},
    segments: {},
    offers: {},
    productsRevision: 0,
    wordingRevision: 0,
  };
  return dryRunOrder(
    {
      snapshot: {
        events,
        rows: [],
        singles: [],
        phone: PHONE,
        ownCustomerId: "c1",
        findFlow: () => undefined,
        flowOrder: [],
        shop,
        shopZone: "America/New_York",
        products: new Map(),
        together: new Map(),
        segments: {},
        offers: {},
        answers: [],
        told: [],
      },
      person: {
        phone: PHONE,
        optedOut: undefined,
        consent: { transactional: undefined, promotional: true },
        isUnreachable: false,
        sends: [],
        lastSignMs: undefined,
        ...person,
      },
      merchant,
      sampleLink: (index) => `https://go.example/xxxxxxx${index}`,
    },
    { orderId: "o1", flows: flows.map((one) => ({ flow: one, version: 1 })) },
  );
}

const lines = ({ texts }: ReturnType<typeof run>) =>
  texts.map(
    ({ flow: key, step, outcome, reason, at }) => `${key} ${step} ${outcome} ${reason ?? "-"} ${at.slice(0, 16)}`,
  );

const placed = event("order.placed", "2026-03-02T15:00:00Z");

describe("a dry run", () => {
  it("goes on for 400 days after the last that is known, and shows what waits beyond", () => {
    const long = flow("long", [news("400", { after: "P399D" }), news("401", { after: "P401D" })]);
    expect(lines(run([long], [placed]))).toEqual([
      "long 0 sent - 2027-04-05T14:00",
      "long 1 waiting - 2027-04-07T14:00",
    ]);
  });

  it("knows of each event when it happened, and no sooner", () => {
    const cancelled = event("order.cancelled", "2026-03-04T15:00:00Z");
    const care = flow("care", [news("1", { after: "P1D" }), news("2", { after: "P3D" })], {
      exitOn: [{ event: "order.cancelled" }],
    });
    expect(lines(run([care], [placed, cancelled]))).toEqual([
      "care 0 sent - 2026-03-03T15:00",
      "care 1 suppressed exited 2026-03-04T15:00",
    ]);
  });

  it("starts nothing by other orders, and knows of them all the same", () => {
    const other = event("order.placed", "2026-03-03T15:00:00Z", { orderId: "o2", id: "p2" });
    const care = flow("care", [news("{{ customer.orderCount }}", { after: "P2D" })], {
      exitOn: [{ event: "order.placed", match: "customer" }],
    });
    expect(lines(run([care], [placed, other]))).toEqual(["care 0 suppressed exited 2026-03-03T15:00"]);
  });

  it("counts what else went to the number toward the caps, from when it went", () => {
    const caps = [{ classes: ["promotional" as const], max: 1, windowSeconds: 86_400, onCap: "skip" as const }];
    const sends = [{ atMs: Date.parse("2026-03-03T12:00:00Z"), class: "promotional" as const }];
    const care = flow("care", [offer("1"), offer("2", { after: "P1D" })]);
    expect(lines(run([care], [placed], { caps }, { sends }))).toEqual([
      "care 0 sent - 2026-03-02T15:00",
      "care 1 suppressed cap 2026-03-03T15:00",
    ]);
  });

  it("is held by no stop and no pace, and lets imported orders in", () => {
    const care = flow("care", [news("Hi")]);
    expect(lines(run([care], [{ ...placed, live: false }], { pace: { segmentsPerSecond: 1 } }))).toEqual([
      "care 0 sent - 2026-03-02T15:00",
    ]);
  });

  it("shows a hold without an end once, whatever else happens meanwhile", () => {
    const ticket = event("support.opened", "2026-03-02T15:00:00Z");
    const flows = [flow("offer", [offer("Hi")]), flow("care", [news("1"), news("2", { after: "P1D" })])];
    const { texts } = run(flows, [placed, ticket], { backToService: true });
    expect(texts.find((text) => text.flow === "offer")?.holds).toEqual([
      { rule: "open_exception", untilAt: undefined, behind: [] },
    ]);
  });

  it("ends for somebody whose texts never find an open hour", () => {
    const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
    const closed = { quietHours: { from: "20:00", to: "08:00", days: [...days] } };
    expect(lines(run([flow("care", [offer("Hi")])], [placed], closed))).toEqual([
      "care 0 waiting quiet_hours 2026-03-02T15:00",
    ]);
  });

  it("shows the way that a question would take for each answer", () => {
    const ask = {
      ask: {
        template: "nps",
        body: "How?",
        answers: { "1-6": [news("Sorry")], "7-10": [news("Yay", { send: { template: "yay", body: "Yay" } })] },
      },
      class: "transactional",
    };
    expect(run([flow("survey", [ask])], [placed]).waits).toEqual([
      {
        flow: "survey",
        step: "0",
        awaits: "answer",
        timeout: "P7D",
        cameTrue: false,
        otherwise: ["1-6: Sorry", "7-10: yay"],
      },
    ]);
  });

  it("is empty for an order of which nothing is known", () => {
    expect(run([flow("care", [news("Hi")])], [])).toEqual({ texts: [], waits: [] });
  });
});

it.each([
  ["+12125550101", "+1••••••0101"],
  ["+4915123456789", "+4••••••••6789"],
])("a number is covered but for its last digits: %s", (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

it("wall times bear day, date and minute of the place", () => {
  const atMs = Date.parse("2026-03-08T06:59:00Z"); // a minute before New York skips an hour
  expect([wallTime(atMs, "America/New_York"), wallTime(atMs + 60_000, "America/New_York")]).toEqual([
    "Sun 2026-03-08 01:59",
    "Sun 2026-03-08 03:00",
  ]);
});

it.each([
  ["+12125550101", 2, 16_600],
  ["+18005550101", 1, 8_300],
  ["+4915123456789", 1, 112_000],
  ["+88161234567", 1, undefined],
])("segments to %s cost what the gateway's list says", (phone, segments, micros) => {
  expect(costMicros(phone, segments)).toBe(micros);
});
