import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { CustomerObject } from "../../worker/objects/customer-object.ts";
import type { LinkShard } from "../../worker/objects/link-shard.ts";
import { reply } from "./inside.ts";
import { advance, call } from "./shop.ts";
import { postShopify, shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";
import { news, openTimeline, optIn, type Timeline } from "./timeline.ts";

const ORDER = "9107236455812349907";
const CUSTOMER = "7000000000000000001";
const PHONE = "+12125550101";
const OTHER = { order: "9107236455812349908", customer: "7000000000000000002", phone: "+12125550102" };

/** Objects of shops of earlier tests: a reset leaves them to themselves. */
const former = new Set<string>();

/** Zoe has an order, a text with a link, an answer and an opt-out; somebody else has the same but the opt-out. */
async function openShop(): Promise<Timeline> {
  for (const id of await listDurableObjectIds(env.CUSTOMER)) former.add(id.toString());
  const line = await openTimeline();
  await line.flow("care", [
    news("Hi {{ customer.firstName }}: {{ link }}", { link: { url: "https://shop.example/o/{{ order.id }}" } }),
    {
      ask: { body: "How was it?", answers: { "1-10": [{ tell: { destination: "webhook", event: "rated" } }] } },
      class: "transactional",
      after: "PT1H",
    },
    news("Later", { after: "P30D" }),
  ]);
  await postShopify(line.shop, "orders/create", shopifyOrder(ORDER, { phone: PHONE }));
  const { order, customer, phone } = OTHER;
  await postShopify(line.shop, "orders/create", shopifyOrder(order, { phone, customerId: customer }));
  await postShopify(line.shop, "fulfillments/create", shopifyFulfillment(ORDER));
  await postShopify(line.shop, "orders/create", `{"broken": ${ORDER}}`);
  await postShopify(line.shop, "orders/nobody-reads", `{"id": ${ORDER}, "email": "zoe@customers.example"}`);
  await line.to("2026-03-02T16:30:00Z");
  for (const text of await line.shop.texts()) for (const link of text.links) await fetchLink(link);
  await reply(PHONE, line.shop.sender, "9");
  await reply(phone, line.shop.sender, "8");
  await reply(PHONE, line.shop.sender, "STOP");
  await advance();
  return line;
}

async function fetchLink(link: string): Promise<number> {
  const { pathname } = new URL(link);
  const request = new Request(`http://aftertext.test${pathname}`, { redirect: "manual" });
  return (await exports.default.fetch(request)).status;
}

const redact = (line: Timeline, changes: Record<string, unknown> = {}, eventId = "r-1") =>
  postShopify(
    line.shop,
    "customers/redact",
    `{"shop_id":1,"shop_domain":"x","customer":{"id":${CUSTOMER},"email":"zoe@customers.example","phone":"${PHONE}"},"orders_to_redact":[${ORDER}]${Object.entries(changes).map(([key, value]) => `,"${key}":${JSON.stringify(value)}`)}}`,
    { eventId },
  );

/** Every row of D1 and of every object that the Worker has, as text, with packed bodies unpacked. */
async function dumpAll(): Promise<readonly string[]> {
  const rows: string[] = [];
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
  ).all<{ name: string }>();
  for (const { name } of tables.results) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all<Record<string, unknown>>();
    for (const row of results) {
      const raw = Array.isArray(row.raw) && row.raw.length > 0 ? await unpack(Uint8Array.from(row.raw)) : "";
      // A delivery's own id stays, so that the same one again is known.
      rows.push(`${name} ${JSON.stringify({ ...row, raw, delivery_id: "" })}`);
    }
  }
  const ids = [
    ...(await listDurableObjectIds(env.CUSTOMER)).map((id) => env.CUSTOMER.get(id)),
    ...(await listDurableObjectIds(env.LINK_SHARD)).map((id) => env.LINK_SHARD.get(id)),
  ].filter(({ id }) => !former.has(id.toString()));
  for (const stub of ids) {
    const found = await inside(stub, (state) => {
      const names = state.storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray();
      return names.flatMap(({ name }) =>
        state.storage.sql
          .exec(`SELECT * FROM "${name}"`)
          .toArray()
          .map((row) => `object ${name} ${JSON.stringify(row)}`),
      );
    });
    rows.push(...found);
  }
  return rows;
}

function inside<Result>(
  stub: DurableObjectStub<CustomerObject> | DurableObjectStub<LinkShard>,
  look: (state: DurableObjectState) => Result,
): Promise<Result> {
  // A look at the storage is the same whatever the object is.
  return runInDurableObject(stub as DurableObjectStub<CustomerObject>, (_, state) => look(state));
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Rows that name Zoe in any way. */
async function traces(needles: readonly string[] = [ORDER, CUSTOMER, PHONE, "customers.example"]): Promise<string[]> {
  return (await dumpAll()).filter((row) => needles.some((needle) => row.includes(needle)));
}

describe("customers/redact", () => {
  it("leaves nothing of a person in any table or object, and everything of others", async () => {
    const line = await openShop();
    const others = await traces([OTHER.order, OTHER.customer, OTHER.phone]);
    expect(await traces()).not.toEqual([]);
    expect((await redact(line)).status).toBe(200);
    await advance();
    expect(await traces()).toEqual([]);
    expect(await traces([OTHER.order, OTHER.customer, OTHER.phone])).toEqual(others);
    await line.to("2026-05-01T15:00:00Z");
    expect((await line.shop.texts()).filter(({ body }) => body === "Later").map(({ to }) => to)).toEqual([OTHER.phone]);
  });

  it("keeps the opt-out: whoever gives the number again gets nothing", async () => {
    const line = await openShop();
    await redact(line);
    await advance();
    await line.event("order.placed o9 c9", { customer: { id: "c9", phone: PHONE, consent: optIn } });
    expect(await line.others()).toContain("care o9 0 suppressed opted_out 2026-03-02T16:30Z");
  });

  it("keeps figures that name nobody, and proof of consent without a name", async () => {
    const line = await openShop();
    const consent = { promotional: true, source: "checkout", wording: "Texts, please", at: "2026-03-01T10:00:00Z" };
    await line.customer(CUSTOMER, { consent });
    const before = (await line.shop.decisions()).filter(({ outcome }) => outcome === "sent").length;
    await redact(line);
    await advance();
    const rows = await line.shop.decisions();
    expect(rows.filter(({ outcome }) => outcome === "sent")).toHaveLength(before);
    expect(rows.filter(({ customer }) => customer === "").every(({ order }) => order === undefined)).toBe(true);
    const proof = (await dumpAll()).filter((row) => row.startsWith("object meta") && row.includes("Texts, please"));
    expect(proof).toHaveLength(1);
  });

  it("ends the links: they say that there is nothing, and their slugs stay taken", async () => {
    const line = await openShop();
    const [text] = (await line.shop.texts()).filter(({ to, links }) => to === PHONE && links.length > 0);
    await redact(line);
    await advance();
    expect(await fetchLinkStatus(text?.links[0])).toBe(404);
  });

  it("told twice, and of somebody unknown, is answered all the same; a delivery that comes again brings nobody back", async () => {
    const line = await openShop();
    const body = shopifyOrder(ORDER, { phone: PHONE });
    await postShopify(line.shop, "orders/updated", body, { eventId: "again" });
    await redact(line);
    await advance();
    expect((await redact(line)).body).toMatchObject({ duplicate: true });
    expect((await postShopify(line.shop, "orders/updated", body, { eventId: "again" })).body).toMatchObject({
      duplicate: true,
    });
    await advance();
    expect(await traces()).toEqual([]);
    expect((await redact(line, { customer: null, orders_to_redact: [] }, "r-2")).status).toBe(200);
  });

  it("takes along what lies with a former number, and leaves whoever has the same one", async () => {
    const line = await openShop();
    const third = { order: "9107236455812349909", customerId: "7000000000000000003" };
    await postShopify(
      line.shop,
      "orders/create",
      shopifyOrder(third.order, { phone: PHONE, customerId: third.customerId }),
    );
    await line.customer(CUSTOMER, { phone: "+12125550103" });
    await advance();
    await redact(line, { customer: { id: Number.NaN } }, "none"); // names nobody but the order's guest
    await redact(line);
    await advance();
    expect(await traces([ORDER, CUSTOMER, "+12125550103"])).toEqual([]);
    expect(await line.shop.decisions(`?customer=${third.customerId}`)).not.toEqual([]);
  });
});

it("shop/redact leaves nothing that the store told, nor its credentials", async () => {
  const line = await openShop();
  await line.customer("mine", { phone: "+12125550109" });
  expect((await postShopify(line.shop, "shop/redact", `{"shop_id":1,"shop_domain":"x"}`)).status).toBe(200);
  await advance();
  expect(await traces([ORDER, CUSTOMER, PHONE, OTHER.order, OTHER.customer, OTHER.phone])).toEqual([]);
  expect(await traces(["store:shopify"])).toEqual([]);
  expect(await line.shop.api("GET", "/v1/customers/mine/export")).toMatchObject({ body: { phone: "+12125550109" } });
});

describe("customers/data_request", () => {
  it("tells the merchant where the answer is", async () => {
    const line = await openShop();
    const body = `{"shop_id":1,"customer":{"id":${CUSTOMER},"phone":"${PHONE}"},"orders_requested":[${ORDER}],"data_request":{"id":9}}`;
    await postShopify(line.shop, "customers/data_request", body);
    const { body: notices } = await line.shop.api<{ items: { kind: string; subject: string; detail: string }[] }>(
      "GET",
      "/v1/notices",
    );
    expect(notices.items).toMatchObject([{ kind: "data_request", subject: CUSTOMER }]);
    const path = /\/v1\/\S+/.exec(notices.items[0]?.detail ?? "")?.[0] ?? "";
    const answer = await line.shop.api<Record<string, Record<string, unknown>[]>>("GET", path);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      phone: PHONE,
      customers: [CUSTOMER],
      optOut: { scope: "all", source: "stop" },
      orders: [{ id: ORDER, name: "#9907", totalMinor: 2900, placedAt: "2026-03-02T15:00:00.000Z" }],
      answers: [{ value: 9, order: ORDER }],
      tells: [{ event: "rated" }],
    });
    expect(answer.body.texts?.map(({ direction, body: said }) => `${direction} ${said}`)).toEqual(
      expect.arrayContaining(["in 9", "in STOP", "out How was it?"]),
    );
    expect(answer.body.events?.map(({ type }) => type)).toContain("order.placed");
    expect(answer.body.links).toMatchObject([{ url: expect.stringContaining(ORDER), clicks: [{}] }]);
    expect(JSON.stringify(answer.body)).not.toContain(OTHER.customer);
  });
});

describe("by the API", () => {
  it("a number is exported and erased with everybody who has it", async () => {
    const line = await openShop();
    const path = `/v1/people/${encodeURIComponent(PHONE)}`;
    expect((await line.shop.api("GET", `${path}/export`)).body).toMatchObject({ customers: [CUSTOMER] });
    expect(await line.shop.api("DELETE", path)).toMatchObject({ status: 200, body: { done: true } });
    expect(await traces()).toEqual([]);
    expect((await line.shop.api("GET", `${path}/export`)).body).toMatchObject({ customers: [], events: [], texts: [] });
  });

  it("a customer is erased, and then unknown", async () => {
    const line = await openShop();
    expect((await line.shop.api("DELETE", `/v1/customers/${CUSTOMER}`)).status).toBe(200);
    expect(await traces([CUSTOMER, PHONE])).toEqual([]);
    expect((await line.shop.api("GET", `/v1/customers/${CUSTOMER}/export`)).status).toBe(404);
    expect((await line.shop.api("DELETE", `/v1/customers/${CUSTOMER}`)).status).toBe(404);
  });

  it("nobody sees or erases another merchant's people", async () => {
    const line = await openShop();
    const other = await call<{ apiKey: string }>("POST", "/bench/merchants", {
      body: { name: "Other", timeZone: "UTC", flows: "none" },
    });
    const key = other.body.apiKey;
    const path = `/v1/people/${encodeURIComponent(PHONE)}`;
    expect((await call("GET", `${path}/export`, { key })).body).toMatchObject({ customers: [], texts: [] });
    await call("DELETE", path, { key });
    expect((await call("GET", `/v1/customers/${CUSTOMER}/export`, { key })).status).toBe(404);
    expect((await line.shop.api("GET", `/v1/customers/${CUSTOMER}/export`)).status).toBe(200);
  });
});

async function fetchLinkStatus(link: string | undefined): Promise<number> {
  return link === undefined ? 0 : fetchLink(link);
}
