import { expect, it } from "vitest";
import { call, moveTo, openShop, resetBench, type SentText, type Shop } from "./shop.ts";

/**
 * A shop's year: people in seven zones order, return, complain, opt out, move and share phones, under flows of every kind. What
 * came of it is checked from outside alone, by rules written here a second time: nothing is imported from `worker/`.
 */
const START = Date.UTC(2026, 0, 5, 12);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DAYS = 365;
const QUIET = { from: 20, to: 9 };
const CAPS = [
  { classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" },
  { classes: ["relationship", "promotional"], max: 3, windowSeconds: 7 * 86_400, onCap: "defer" },
];
const ZONES = [
  "America/New_York",
  "America/Los_Angeles",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "America/St_Johns",
];
const PEOPLE = 7;

const flows: Record<
  string,
  { readonly class: string; readonly steps: readonly object[]; readonly [more: string]: unknown }
> = {
  confirm: {
    class: "transactional",
    event: "order.placed",
    steps: [{ quiet: "ignore", expires: "PT2H" }],
    exitOn: [{ event: "order.cancelled" }],
  },
  shipped: { class: "transactional", event: "order.shipped", steps: [{ expires: "P2D" }] },
  delivered: { class: "transactional", event: "order.delivered", steps: [{ expires: "P2D" }] },
  thanks: {
    class: "relationship",
    event: "order.placed",
    steps: [{ after: "PT36H", expires: "P3D" }],
    exitOn: [{ event: "order.cancelled" }],
    requiresItems: true,
  },
  review: {
    class: "relationship",
    event: "order.delivered",
    rank: 5,
    steps: [
      { after: "P6D", expires: "P14D" },
      {
        from: "previous",
        after: "P1M",
        at: { localTime: "11:30" },
        expires: "P5D",
        if: { "customer.orderCount": { gte: 2 } },
      },
    ],
    exitOn: [{ event: "support.opened" }, { event: "order.refunded", match: "order_all_items" }],
  },
  offer: {
    class: "promotional",
    event: "order.placed",
    steps: [{ after: "P7D", quiet: "drop" }],
    exitOn: [{ event: "order.placed", match: "customer" }],
  },
  back: {
    class: "promotional",
    event: "order.placed",
    per: "customer",
    reentry: "restart",
    steps: [{ after: "P30D", at: { localTime: "10:00" }, expires: "P7D" }],
    holdout: 0.2,
  },
};

/** Mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Happening {
  readonly atMs: number;
  readonly act: () => Promise<unknown>;
}

interface Record_ {
  readonly optOuts: { readonly phone: string; readonly atMs: number }[];
  readonly zones: Map<string, { readonly zone: string; readonly fromMs: number }[]>;
  readonly consents: Map<string, { readonly isIn: boolean; readonly fromMs: number }[]>;
}

const phoneOf = (index: number): string => `+1212555${String(100 + Math.min(index, PEOPLE - 2)).padStart(4, "0")}`; // the last two share one
const iso = (atMs: number): string => new Date(atMs).toISOString();

function inventYear(shop: Shop, record: Record_): Happening[] {
  const next = random(7);
  const list: Happening[] = [];
  const add = (atMs: number, act: () => Promise<unknown>): void => {
    if (atMs < START + DAYS * DAY) list.push({ atMs, act });
  };
  let orders = 0;
  for (let person = 0; person < PEOPLE; person += 1) {
    const id = `c${person}`;
    const phone = phoneOf(person);
    const note = <T>(map: Map<string, T[]>, value: T): unknown => map.set(phone, [...(map.get(phone) ?? []), value]);
    const isIn = person % 4 !== 3;
    const zone = ZONES[person === PEOPLE - 1 ? (PEOPLE - 2) % ZONES.length : person % ZONES.length] ?? "UTC";
    note(record.zones, { zone, fromMs: START });
    if (person !== PEOPLE - 1) note(record.consents, { isIn, fromMs: START });
    const consent = person === PEOPLE - 1 ? {} : { consent: { promotional: isIn, source: "form" } };
    add(START, () =>
      shop.api("PUT", `/v1/customers/${id}`, { phone, timeZone: zone, firstName: `P${person}`, ...consent }),
    );
    for (let atMs = START + next() * 40 * DAY; atMs < START + DAYS * DAY; atMs += (3 + next() * 120) * DAY) {
      orders += 1;
      const order = `o${orders}`;
      const event = (type: string, whenMs: number, more: object = {}): void => {
        const lateMs = next() < 0.15 ? next() * 5 * DAY : 0; // some news is late, some comes twice
        const body = {
          id: `${order}-${type}-${Math.round(whenMs)}`,
          type,
          customer: id,
          order,
          occurredAt: iso(whenMs),
          ...more,
        };
        add(whenMs + lateMs, () => shop.event(body));
        if (next() < 0.1) add(whenMs + lateMs + HOUR, () => shop.event(body));
      };
      event("order.placed", atMs, { items: [{ sku: "A", quantity: 2 }] });
      if (next() < 0.1) event("order.cancelled", atMs + next() * DAY);
      event("order.shipped", atMs + (1 + next()) * DAY);
      const deliveredMs = atMs + (3 + next() * 4) * DAY;
      event("order.delivered", deliveredMs);
      if (next() < 0.15) event("support.opened", deliveredMs + next() * 8 * DAY);
      if (next() < 0.1)
        event(
          "order.refunded",
          deliveredMs + next() * 9 * DAY,
          next() < 0.5 ? { items: [{ sku: "A", quantity: 1 }] } : {},
        );
    }
    if (person % 5 === 1) {
      const atMs = Math.round(START + (60 + next() * 200) * DAY);
      record.optOuts.push({ phone, atMs });
      add(atMs, () => call("POST", "/bench/replies", { body: { from: phone, to: shop.sender, body: "stop" } }));
    }
    if (person % 3 === 2 && person < PEOPLE - 2) {
      const atMs = Math.round(START + (30 + next() * 250) * DAY);
      const zone = ZONES[(person + 3) % ZONES.length] ?? "UTC";
      note(record.zones, { zone, fromMs: atMs });
      add(atMs, () => shop.api("PUT", `/v1/customers/${id}`, { timeZone: zone }));
    }
  }
  return list.sort((a, b) => a.atMs - b.atMs);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function hourIn(zone: string, atMs: number): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    formats.set(zone, format);
  }
  const [hour = 0, minute = 0] = format.format(atMs).split(":").map(Number);
  return hour + minute / 60;
}

function lastBy<T extends { readonly fromMs: number }>(list: readonly T[] | undefined, atMs: number): T | undefined {
  return list?.filter((one) => one.fromMs <= atMs).at(-1);
}

it("a shop's year breaks no rule", { timeout: 120_000 }, async () => {
  await resetBench(iso(START));
  const shop = await openShop();
  for (const [key, { class: own, steps, event, ...more }] of Object.entries(flows)) {
    const body = {
      name: key,
      trigger: { event },
      ...more,
      steps: steps.map((step) => ({ send: { body: `${key} {{ order.id }}` }, class: own, ...step })),
    };
    expect((await shop.api("PUT", `/v1/flows/${key}`, body)).status).toBe(201);
  }
  const hours = { from: `${QUIET.from}:00`, to: `0${QUIET.to}:00` };
  expect((await shop.api("PUT", "/v1/policy", { quietHours: hours, caps: CAPS, stateLaw: false })).status).toBe(200);
  const record: Record_ = { optOuts: [], zones: new Map(), consents: new Map() };
  for (const { atMs, act } of inventYear(shop, record)) {
    await moveTo(iso(Math.round(atMs)));
    await act();
  }
  await moveTo(iso(START + (DAYS + 60) * DAY));

  const texts = (await shop.texts()).filter(({ body }) => / o\d+$/.test(body));
  const rows = await shop.decisions();
  const classOf = (text: SentText): string => flows[text.body.split(" ")[0] ?? ""]?.class ?? "?";
  expect(texts.length).toBeGreaterThan(100);
  expect(rows.length).toBeGreaterThan(texts.length);

  // One row a text, one text a row, no text twice.
  const sent = rows.filter((row) => row.outcome === "sent" && row.flow !== "system");
  expect(sent).toHaveLength(texts.length);
  expect(new Set(texts.map(({ id }) => id)).size).toBe(texts.length);
  expect(new Set(rows.map((row) => `${row.run} ${row.step}`)).size).toBe(rows.length);
  const gateway = (await call<{ duplicates: number }>("GET", "/bench/gateway")).body;
  expect(gateway.duplicates).toBe(0);

  // Nothing waits a year and two months later, and what did not go says why.
  const unsent = rows.filter((row) => row.outcome !== "sent");
  expect(unsent.filter((row) => row.outcome !== "suppressed" || row.reason === undefined)).toEqual([]);
  const broken: string[] = [];
  const breaks = (rule: string, text: SentText): number => broken.push(`${rule}: ${text.at} ${text.to} ${text.body}`);
  for (const text of texts) {
    const atMs = Date.parse(text.at);
    const own = classOf(text);
    const zone = lastBy(record.zones.get(text.to), atMs)?.zone;
    if (zone === undefined) throw new Error(`nobody has ${text.to}`);
    const hour = hourIn(zone, atMs);
    if (!text.body.startsWith("confirm") && (hour < QUIET.to || hour >= QUIET.from))
      breaks(`sent at ${hour} in ${zone}`, text);
    if (record.optOuts.some(({ phone, atMs: outMs }) => phone === text.to && outMs < atMs))
      breaks("sent after STOP", text);
    if (own !== "transactional" && lastBy(record.consents.get(text.to), atMs)?.isIn !== true)
      breaks("sent without opt-in", text);
  }
  const phones = new Set(texts.map(({ to }) => to));
  for (const phone of phones) {
    for (const { classes, max, windowSeconds } of CAPS) {
      const instants = texts
        .filter((text) => text.to === phone && classes.includes(classOf(text)))
        .map((text) => Date.parse(text.at));
      instants.sort((a, b) => a - b);
      for (const [index, atMs] of instants.entries()) {
        const before = instants[index - max];
        if (before !== undefined && atMs - before < windowSeconds * 1000)
          broken.push(`over the cap of ${max}: ${phone} at ${iso(atMs)}`);
      }
    }
  }
  expect(broken).toEqual([]);

  const reasons = new Set(unsent.map((row) => row.reason));
  for (const reason of ["no_consent", "opted_out", "exited", "condition", "quiet_hours", "holdout"])
    expect(reasons).toContain(reason);
});
