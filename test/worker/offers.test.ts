import { expect, it } from "vitest";
import { advance } from "./shop.ts";
import { news, offer, openTimeline, optIn, type Timeline } from "./timeline.ts";

async function openShop(steps: readonly unknown[]): Promise<Timeline> {
  const line = await openTimeline({ currency: "USD" });
  await line.flow("offer", steps);
  return line;
}

const buyer = (line: Timeline, id: string, more: Record<string, unknown> = {}) =>
  line.customer(id, { phone: `+1212555010${id.slice(1)}`, timeZone: "America/New_York", consent: optIn, ...more });
const put = async (line: Timeline, key: string, body: unknown): Promise<number> =>
  (await line.shop.api("PUT", `/v1/offers/${key}`, body)).status;
const bodies = async (line: Timeline): Promise<string[]> => (await line.texts()).map((text) => text.slice(18));

const single = { kind: "percent", value: 10, code: "single", expiresAfter: "P3D" };
const step = offer("{{ offer.value }} off: {{ offer.code }} until {{ offer.expiresAt | date: '%b %d' }}", {
  offer: "ten",
});

it("everybody gets a code of their own, once, and it ends with the text", async () => {
  const line = await openShop([step]);
  expect(await put(line, "ten", single)).toBe(201);
  for (const id of ["c1", "c2", "c3"]) {
    await buyer(line, id);
    await line.event(`order.placed o${id} ${id}`);
  }
  const texts = await bodies(line);
  const codes = texts.map((text) => /^10% off: ([2-9A-HJ-NP-Z]{8}) until Mar 05$/.exec(text)?.[1]);
  expect(codes.every((code) => code !== undefined)).toBe(true);
  expect(new Set(codes).size).toBe(3);
});

it("a text waits no longer than its offer lasts", async () => {
  const line = await openShop([offer("{{ offer.code }}", { offer: "ten", expires: "P9D" })]);
  await put(line, "ten", { ...single, expiresAfter: "PT6H" });
  await line.policy({ quietHours: { from: "09:00", to: "17:00" } });
  await buyer(line, "c1");
  await line.event("order.placed o1"); // 10:00 in New York: open again at 17:00, an hour after the end
  expect(await line.others()).toEqual(["offer o1 0 suppressed expired 2026-03-02T15:00Z"]);
});

it.each([
  [
    { kind: "percent", value: 15, code: "shared", sharedCode: "THANKS15", expiresAfter: "P7D" },
    "en-US",
    "15% THANKS15",
  ],
  [{ kind: "amount", value: 5, code: "shared", sharedCode: "FIVE", expiresAfter: "P7D" }, "en-US", "$5 FIVE"],
  [{ kind: "amount", value: 7.5, code: "shared", sharedCode: "FIVE", expiresAfter: "P7D" }, "en-US", "$7.50 FIVE"],
  [{ kind: "freeShipping", code: "shared", sharedCode: "SHIP", expiresAfter: "P7D" }, "de-DE", "gratis Versand SHIP"],
  [{ kind: "percent", value: 15, code: "shared", sharedCode: "GRACIAS", expiresAfter: "P7D" }, "es-MX", "15 % GRACIAS"],
])("an offer %j reads in %s as %j", async (body, locale, expected) => {
  const line = await openShop([offer("{{ offer.value }} {{ offer.code }}", { offer: "ten" })]);
  await put(line, "ten", body);
  await buyer(line, "c1", { locale });
  await line.event("order.placed o1");
  expect(await bodies(line)).toEqual([expected]);
});

it("without its offer a text that prints it does not go", async () => {
  const line = await openShop([step]);
  await buyer(line, "c1");
  await line.event("order.placed o1");
  expect(await line.others()).toEqual(["offer o1 0 suppressed missing_field 2026-03-02T15:00Z"]);
});

it.each([
  [{ ...single, value: 101 }, "value"],
  [{ ...single, value: undefined }, "value"],
  [{ ...single, kind: "freeShipping" }, "value"],
  [{ ...single, code: "shared" }, "sharedCode"],
  [{ ...single, sharedCode: "X1" }, "sharedCode"],
  [{ ...single, expiresAfter: "PT0S" }, "expiresAfter"],
])("an offer %j is refused at %s", async (body, path) => {
  const line = await openShop([news("x")]);
  const { status, body: problem } = await line.shop.api("PUT", "/v1/offers/ten", body);
  expect([status, JSON.stringify(problem)]).toEqual([422, expect.stringContaining(`"${path}"`)]);
});

const product = (line: Timeline, sku: string, more: Record<string, unknown> = {}) =>
  line.shop.api("PUT", `/v1/products/${sku}`, { title: `The ${sku}`, url: `https://shop.example/${sku}`, ...more });
const order = (line: Timeline, id: string, customer: string, skus: readonly string[]) =>
  line.event(`order.placed ${id} ${customer}`, { items: skus.map((sku) => ({ sku, quantity: 1 })) });
const goesWith = offer("Goes with {{ related.name | default: 'nothing' }}", { after: "PT1H" });

it.each([
  ["its complement", {}, [], "Goes with The CREAM"],
  [
    "what others bought with it where the complement is out of stock",
    { CREAM: { stock: 0 } },
    [],
    "Goes with The MASK",
  ],
  ["what others bought with it where they own the complement", {}, ["CREAM"], "Goes with The MASK"],
  ["nothing where they own it all", {}, ["CREAM", "MASK"], "Goes with nothing"],
  ["nothing that is discreet", { CREAM: { discreet: true }, MASK: { stock: 0 } }, [], "Goes with nothing"],
] as const)(
  "beside a product stands %s",
  async (_, changes: Record<string, Record<string, unknown>>, owned, expected) => {
    const line = await openShop([goesWith]);
    await product(line, "SERUM", { complementSku: "CREAM" });
    for (const sku of ["CREAM", "MASK"]) await product(line, sku, changes[sku]);
    for (const id of ["c2", "c3"]) {
      await line.customer(id, { phone: `+1212555010${id.slice(1)}`, timeZone: "America/New_York" });
      await order(line, `o${id}`, id, ["SERUM", "MASK"]);
    }
    await buyer(line, "c1");
    if (owned.length > 0) {
      await line.shop.event({
        id: "old",
        type: "order.placed",
        live: false,
        customer: "c1",
        order: "o0",
        items: owned.map((sku) => ({ sku, quantity: 1 })),
      });
    }
    await order(line, "o1", "c1", ["SERUM"]);
    await line.to("2026-03-02T17:00:00Z");
    expect(await bodies(line)).toEqual([expected]);
  },
);

it.each([
  [{ discreet: true }, {}, "en", "Your your order"],
  [{}, { gift: true }, "de", "Your deine Bestellung"],
  [{}, {}, "en", "Your The SERUM"],
])(
  "a product %j in an order %j is called by no name of its own in %s: %j",
  async (facts, orderFacts, locale, expected) => {
    const line = await openShop([news("Your {{ item.name }}")]);
    await product(line, "SERUM", facts);
    await buyer(line, "c1", { locale });
    await line.event("order.placed o1", { order: { id: "o1", ...orderFacts }, items: [{ sku: "SERUM", quantity: 1 }] });
    expect(await bodies(line)).toEqual([expected]);
  },
);

it.each([
  [["SERUM"], "2026-03-12T14:00Z"],
  [["SERUM", "SOFA"], "2026-03-23T14:00Z"],
  [["SOAP"], "2026-03-08T14:00Z"],
])("an order of %j is asked about once the slowest can be judged: %s", async (skus, at) => {
  const line = await openShop([news("How is it?", { after: { product: "reviewDelay", default: "P6D" } })]);
  await product(line, "SERUM", { reviewDelay: "P10D" });
  await product(line, "SOFA", { reviewDelay: "P21D" });
  await buyer(line, "c1");
  await order(line, "o1", "c1", skus);
  await line.to("2026-04-01T00:00:00Z");
  await advance();
  expect((await line.texts())[0]).toBe(`${at} How is it?`);
});
