import type { Hold, PersonFacts, PublishedFlow, SetPolicy, Step, ToldEvent } from "./year.ts";

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5, 12);

/** One call to the shop or the bench, and what is noted of it. */
export type Act =
  | {
      readonly kind: "customer";
      readonly id: string;
      readonly body: Record<string, unknown>;
      readonly facts?: PersonFacts;
      readonly consent?: { readonly phone: string; readonly isIn: boolean };
    }
  | { readonly kind: "event"; readonly event: Omit<ToldEvent, "toldMs">; readonly body: Record<string, unknown> }
  | { readonly kind: "reply"; readonly phone: string; readonly body: string }
  | { readonly kind: "policy"; readonly policy: Omit<SetPolicy, "fromMs"> }
  | { readonly kind: "publish"; readonly flow: Omit<PublishedFlow, "fromMs"> }
  | { readonly kind: "hold" | "release"; readonly scope: Hold["scope"]; readonly isPause: boolean };

export interface Happening {
  readonly atMs: number;
  readonly act: Act;
}

type FlowDraft = Omit<PublishedFlow, "fromMs" | "version">;
const step = (name: string, own: Omit<Step, "name" | "isFromTrigger">, isFromTrigger = true): Step => ({
  name,
  isFromTrigger,
  ...own,
});
const base = { per: "order", exitOn: [], holdout: 0, rank: 0 } as const;
const ofOrder = (event: string) => ({ event, match: "order" }) as const;

/** Flows of every kind; `version` 1 from the start. */
const flows: readonly FlowDraft[] = [
  {
    ...base,
    key: "confirm",
    event: "order.placed",
    exitOn: [ofOrder("order.cancelled")],
    steps: [step("now", { class: "transactional", quiet: "ignore", expires: "PT2H" })],
  },
  {
    ...base,
    key: "shipped",
    event: "order.shipped",
    exitOn: [ofOrder("order.cancelled")],
    steps: [step("news", { class: "transactional", expires: "P2D" })],
  },
  {
    ...base,
    key: "delivered",
    event: "order.delivered",
    steps: [step("news", { class: "transactional", expires: "P2D" })],
  },
  {
    ...base,
    key: "thanks",
    event: "order.placed",
    requiresItems: true,
    supersededBy: ["order.delivered"],
    steps: [step("you", { class: "relationship", after: "PT36H", expires: "P3D" })],
  },
  {
    ...base,
    key: "review",
    event: "order.delivered",
    rank: 5,
    exitOn: [ofOrder("support.opened"), { event: "order.refunded", match: "order_all_items" }],
    steps: [
      step("first", { class: "relationship", after: "P6D", expires: "P14D" }),
      step("again", {
        class: "relationship",
        after: "P1M",
        localTime: "11:30",
        expires: "P5D",
        unless: ["review.posted"],
      }),
    ],
  },
  {
    ...base,
    key: "nps",
    event: "order.delivered",
    rank: 2,
    exitOn: [{ event: "order.refunded", match: "order_all_items" }],
    steps: [
      step("ask", { class: "relationship", after: "P2D", expires: "P5D" }),
      step("sorry", { class: "relationship", expires: "P2D", answer: { from: 1, to: 6 } }, false),
      step("great", { class: "relationship", expires: "P2D", answer: { from: 7, to: 10 } }, false),
    ],
  },
  {
    ...base,
    key: "offer",
    event: "order.placed",
    exitOn: [{ event: "order.placed", match: "customer" }],
    steps: [step("one", { class: "promotional", after: "P7D", quiet: "drop", expires: "P4D" })],
  },
  {
    ...base,
    key: "back",
    event: "order.placed",
    per: "customer",
    reentry: "restart",
    holdout: 0.3,
    rank: -1,
    steps: [
      step("soft", { class: "promotional", after: "P30D", localTime: "10:00", expires: "P7D" }),
      step("best", { class: "promotional", after: "P3M", localTime: "02:30", expires: "P14D" }),
    ],
  },
  {
    ...base,
    key: "welcome",
    event: "order.placed",
    per: "customer",
    reentry: "never",
    steps: [step("in", { class: "promotional", after: "P1DT3H", expires: "P10D" })],
  },
];

/** What comes later in the year: a longer wait, and a larger share held out. */
const laterVersions: readonly { readonly day: number; readonly flow: FlowDraft }[] = [
  {
    day: 110,
    flow: change("review", ({ steps: [first, ...rest] }) => ({
      steps: [{ ...(first as Step), after: "P9D" }, ...rest],
    })),
  }, // the flow has two
  { day: 200, flow: change("back", () => ({ holdout: 0.5 })) },
];

function change(key: string, how: (flow: FlowDraft) => Partial<FlowDraft>): FlowDraft {
  const flow = flows.find((one) => one.key === key);
  if (flow === undefined) throw new Error(`no flow ${key}`);
  return { ...flow, ...how(flow) };
}

const policies: readonly { readonly day: number; readonly policy: Omit<SetPolicy, "fromMs"> }[] = [
  {
    day: 0,
    policy: {
      quietHours: { from: "20:00", to: "09:00", byDay: { SU: { from: "19:00", to: "12:00" } }, dates: ["2026-12-25"] },
      caps: [
        { classes: ["promotional"], max: 1, windowSeconds: 86_400 },
        { classes: ["relationship", "promotional"], max: 3, windowSeconds: 7 * 86_400 },
      ],
      stateLaw: true,
      capDoubling: true,
    },
  },
  {
    day: 140,
    policy: {
      quietHours: { from: "02:00", to: "03:00" },
      caps: [{ classes: ["relationship", "promotional"], max: 2, windowSeconds: 5 * 86_400 }],
      stateLaw: true,
      capDoubling: false,
    },
  },
  {
    day: 240,
    policy: {
      quietHours: null,
      caps: [{ classes: ["promotional"], max: 1, windowSeconds: 3_600 }],
      stateLaw: true,
      capDoubling: true,
    },
  },
  {
    day: 300,
    policy: {
      quietHours: { from: "21:30", to: "08:30" },
      caps: [{ classes: ["relationship", "promotional"], max: 2, windowSeconds: 14 * 86_400 }],
      stateLaw: false,
      capDoubling: true,
    },
  },
];

interface Home {
  readonly phone: string;
  readonly zones: readonly string[];
  readonly states: readonly string[];
  readonly facts: Record<string, unknown>;
}

const at = (region: string, country = "US") => ({ address: { country, region } });
/** Where people live, and what the shop knows of it. */
const homes: readonly Home[] = [
  { phone: "+12125550", zones: ["Pacific/Apia"], states: ["NY"], facts: { timeZone: "Pacific/Apia" } },
  { phone: "+12125551", zones: ["Australia/Lord_Howe"], states: ["NY"], facts: { timeZone: "Australia/Lord_Howe" } },
  { phone: "+12125552", zones: ["Asia/Kolkata"], states: ["NY"], facts: { timeZone: "Asia/Kolkata" } },
  { phone: "+12125553", zones: ["America/Los_Angeles", "America/New_York"], states: ["NY", "CA"], facts: at("CA") },
  { phone: "+13055554", zones: ["America/New_York"], states: ["FL"], facts: {} },
  {
    phone: "+12065555",
    zones: ["Europe/London"],
    states: ["WA", "TX"],
    facts: { ...at("TX"), timeZone: "Europe/London" },
  },
  {
    phone: "+33612550",
    zones: ["Europe/Paris"],
    states: ["FR"],
    facts: { address: { country: "FR", postalCode: "75011" } },
  },
  { phone: "+12125556", zones: ["America/St_Johns"], states: ["NY"], facts: { timeZone: "America/St_Johns" } },
];

type Random = () => number;

/** A year of a shop: the same for a seed. */
export function inventYear(random: Random, people: number, days: number): readonly Happening[] {
  const list: Happening[] = [];
  const add = (atMs: number, act: Act): void => {
    if (atMs < START + days * DAY) list.push({ atMs: Math.round(atMs), act });
  };
  for (const flow of flows) add(START, { kind: "publish", flow: { ...flow, version: 1 } });
  for (const { day, flow } of laterVersions) add(START + day * DAY, { kind: "publish", flow: { ...flow, version: 2 } });
  for (const { day, policy } of policies) add(START + day * DAY, { kind: "policy", policy });
  for (const [day, length, scope, isPause] of holds) {
    add(START + day * DAY, { kind: "hold", scope, isPause });
    add(START + (day + length) * DAY, { kind: "release", scope, isPause });
  }
  for (let person = 0; person < people; person += 1) inventPerson(`c${person}`, person, people, random, add);
  return list.sort((a, b) => a.atMs - b.atMs);
}

const holds: readonly (readonly [day: number, days: number, scope: Hold["scope"], isPause: boolean])[] = [
  [50, 3, "promotional", false],
  [90, 1.5, "all", false],
  [170, 4, { flow: "review" }, true],
  [260, 2, { flow: "offer" }, false],
];

type Add = (atMs: number, act: Act) => void;

function inventPerson(id: string, index: number, people: number, random: Random, add: Add): void {
  // The last one shares the number of the one before, and its consent.
  const isShared = index === people - 1;
  const owner = isShared ? index - 1 : index;
  const home = homes[owner % homes.length] as Home; // index within the list
  const phone = `${home.phone}${String(100 + owner).padStart(3, "0")}`;
  const isIn = index % 4 !== 3;
  const introduce = (atMs: number, to: string, consent: boolean | undefined): void =>
    add(atMs, {
      kind: "customer",
      id,
      body: {
        phone: to,
        ...home.facts,
        ...(consent !== undefined && { consent: { promotional: consent, source: "form" } }),
      },
      facts: { customer: id, fromMs: Math.round(atMs), phone: to, zones: home.zones, states: home.states },
      ...(consent !== undefined && { consent: { phone: to, isIn: consent } }),
    });
  introduce(START, phone, isShared ? undefined : isIn);
  let number = phone;
  if (index % 5 === 2 && !isShared && owner !== people - 2) {
    // A new number: its consent comes a month later, if at all.
    const atMs = START + (60 + random() * 180) * DAY;
    number = `${phone.slice(0, -3)}${Number(phone.slice(-3)) + 500}`;
    introduce(atMs, number, undefined);
    if (random() < 0.5) introduce(atMs + 30 * DAY, number, true);
  } else if (index % 5 === 1 && !isShared) {
    const outMs = START + (40 + random() * 200) * DAY;
    add(outMs, { kind: "reply", phone, body: "stop" });
    if (random() < 0.7) add(outMs + (5 + random() * 60) * DAY, { kind: "reply", phone, body: "START" });
  } else if (index % 5 === 4 && !isShared) {
    const atMs = START + (60 + random() * 200) * DAY;
    add(atMs, {
      kind: "customer",
      id,
      body: { consent: { promotional: !isIn, source: "form" } },
      consent: { phone, isIn: !isIn },
    });
  }
  let orders = 0;
  for (let atMs = START + random() * 40 * DAY; atMs < START + 360 * DAY; atMs += (3 + random() * 110) * DAY) {
    orders += 1;
    inventOrder({ id, order: `o${index}x${orders}`, phone: number }, atMs, random, add);
  }
}

function inventOrder(
  { id, order, phone }: { readonly id: string; readonly order: string; readonly phone: string },
  atMs: number,
  random: Random,
  add: Add,
): void {
  const isTest = random() < 0.04;
  const isImport = random() < 0.06;
  const tell = (
    type: string,
    whenMs: number,
    body: Record<string, unknown> = {},
    more: { readonly isAll?: boolean } = {},
  ): void => {
    const occurredMs = Math.round(whenMs);
    const event = {
      id: `${order}-${type}-${occurredMs}`,
      type,
      customer: id,
      order,
      occurredMs,
      live: !isImport,
      test: isTest,
      ...more,
    };
    const whole = {
      ...body,
      id: event.id,
      type,
      customer: id,
      order: { id: order, test: isTest },
      occurredAt: new Date(occurredMs).toISOString(),
      ...(isImport && { live: false }),
    };
    const lateMs = random() < 0.2 ? random() * 5 * DAY : 0; // so that it may come behind what happened after it
    add(whenMs + lateMs, { kind: "event", event, body: whole });
    if (random() < 0.15) add(whenMs + lateMs + random() * DAY, { kind: "event", event, body: whole });
  };
  tell("order.placed", atMs, { items: [{ sku: "A", quantity: 2 }] });
  if (random() < 0.08) tell("order.cancelled", atMs + random() * 2 * DAY);
  tell("order.shipped", atMs + (1 + random()) * DAY);
  const deliveredMs = atMs + (2 + random() * 4) * DAY;
  if (random() < 0.5) tell("order.out_for_delivery", deliveredMs - random() * 0.3 * DAY);
  tell("order.delivered", deliveredMs);
  if (random() < 0.2) {
    const openedMs = deliveredMs + (random() * 12 - 4) * DAY;
    tell("support.opened", openedMs);
    if (random() < 0.6) tell("support.closed", openedMs + random() * 5 * DAY);
  }
  if (random() < 0.25) tell("review.posted", deliveredMs + random() * 30 * DAY);
  if (random() < 0.12) {
    const isAll = random() < 0.6;
    tell("order.refunded", deliveredMs + random() * 9 * DAY, isAll ? {} : { items: [{ sku: "A", quantity: 1 }] }, {
      isAll,
    });
  }
  if (random() < 0.4)
    add(deliveredMs + (2.2 + random() * 3) * DAY, {
      kind: "reply",
      phone,
      body: String(1 + Math.floor(random() * 10)),
    });
}
