import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { oneText, personOf, reply } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";
const STRANGER = "+12125550199";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/later", oneText("Later, {{ order.name }}", { after: "PT1H" }));
});

const order = (id: string) =>
  shop.event({
    id: `placed-${id}`,
    type: "order.placed",
    customer: { id: "c1", phone: PHONE },
    order: { id, name: `#${id}` },
  });
const said = async (phone = PHONE) =>
  (await shop.texts(`&to=${encodeURIComponent(phone)}`)).map(({ body }) => body.slice(0, 30));

const OUT = "Acme: You are opted out and wi";
const WRONG = "Acme: Sorry about that. This n";
const BACK = "Acme: Welcome back! You will g";
const HELP = "Acme: texts about your orders.";

describe("STOP", () => {
  it("takes effect for a text that waits, and is confirmed once", async () => {
    await order("o1");
    await reply(PHONE, shop.sender, "Stop texting me please");
    await reply(PHONE, shop.sender, "STOP");
    await reply(PHONE, shop.sender, "stop!!");
    await advance("P1D");
    expect(await said()).toEqual([OUT]);
    expect(await shop.decisions("?flow=later")).toMatchObject([{ outcome: "suppressed", reason: "opted_out" }]);
  });

  it("delivered twice is one STOP, and a START between them holds", async () => {
    await reply(PHONE, shop.sender, "STOP", "SM1");
    await advance();
    await reply(PHONE, shop.sender, "START", "SM2");
    await advance();
    await reply(PHONE, shop.sender, "STOP", "SM1"); // the first one, once more
    await order("o1");
    await advance("PT2H");
    expect(await said()).toEqual([OUT, BACK, "Later, #o1"]);
  });

  it("from a number that nobody knows is stored, and holds when they buy", async () => {
    await reply(STRANGER, shop.sender, "unsubscribe");
    await advance();
    expect(await said(STRANGER)).toEqual([OUT]);
    await shop.event({ id: "e", type: "order.placed", customer: { id: "c9", phone: STRANGER }, order: "o9" });
    await advance("P1D");
    expect(await said(STRANGER)).toEqual([OUT]);
    expect((await shop.decisions("?order=o9"))[0]).toMatchObject({ reason: "opted_out" });
  });

  it("of one merchant is nothing to another", async () => {
    const other = await openShop({ name: "Other" });
    await other.api("PUT", "/v1/flows/later", oneText("Other", { after: "PT1H" }));
    await reply(PHONE, shop.sender, "STOP");
    await other.event({ id: "e", type: "order.placed", customer: { id: "c1", phone: PHONE }, order: "o1" });
    await advance("P1D");
    expect((await other.texts()).map(({ body }) => body)).toEqual(["Other"]);
  });

  it("that the gateway answered by itself is recorded and not answered again", async () => {
    const { object, owner } = await personOf(shop.merchantId, PHONE);
    const text = {
      merchantId: shop.merchantId,
      owner,
      phone: PHONE as never,
      body: "STOP",
      atMs: 0,
      isAnsweredByGateway: true,
    };
    await object.receiveText({ ...text, gatewayId: "SM1", optOutType: "STOP" });
    await order("o1");
    await advance("P1D");
    expect(await said()).toEqual([]);
    await object.receiveText({ ...text, gatewayId: "SM2", body: "Unstop", optOutType: "START" });
    await order("o2");
    await advance("P1D");
    expect(await said()).toEqual(["Later, #o2"]);
  });
});

it("a wrong number ends everything and voids the consent", async () => {
  await shop.api("PUT", "/v1/customers/c1", { phone: PHONE, consent: { promotional: true, source: "checkout" } });
  await order("o1");
  await reply(PHONE, shop.sender, "You have the wrong person");
  await advance("P1D");
  expect(await said()).toEqual([WRONG]);
  const { object } = await personOf(shop.merchantId, PHONE);
  const consent = await runInDurableObject(object, (_, state) =>
    [...state.storage.sql.exec<{ body: string }>("SELECT body FROM consent ORDER BY seq")].map(({ body }) =>
      JSON.parse(body),
    ),
  );
  expect(consent).toMatchObject([
    { promotional: true },
    { transactional: false, promotional: false, source: "wrong_number" },
  ]);
  // Coming back by START lifts the opt-out; what the former owner allowed does not come back with it.
  await reply(PHONE, shop.sender, "START");
  await order("o2");
  await advance("P1D");
  expect((await shop.decisions("?order=o2"))[0]).toMatchObject({ reason: "no_consent" });
});

it("HELP is answered, to someone opted out too, and without a second START nobody is welcomed back", async () => {
  await reply(PHONE, shop.sender, "HELP");
  await reply(PHONE, shop.sender, "START");
  await advance();
  await reply(PHONE, shop.sender, "STOP");
  await advance();
  await reply(PHONE, shop.sender, "info");
  await advance();
  expect(await said()).toEqual([HELP, OUT, HELP]);
});

it("answers go at night and past every cap", async () => {
  await shop.api("PUT", "/v1/policy", {
    quietHours: { from: "00:00", to: "23:59" },
    caps: [{ classes: ["transactional", "relationship", "promotional"], max: 1, windowSeconds: 86_400, onCap: "skip" }],
    stateLaw: false,
  });
  await reply(PHONE, shop.sender, "HELP");
  await advance();
  await reply(PHONE, shop.sender, "help");
  await advance();
  expect(await said()).toEqual([HELP, HELP]);
});

it("a text that asks for nothing is kept and answered by nobody", async () => {
  for (const body of ["stop by the store", "can't stop loving it", "the weekend", "Thanks!", "7", ""]) {
    await reply(PHONE, shop.sender, body);
  }
  await order("o1");
  await advance("P1D");
  expect(await said()).toEqual(["Later, #o1"]);
  const { object } = await personOf(shop.merchantId, PHONE);
  const kept = await runInDurableObject(
    object,
    (_, state) => [...state.storage.sql.exec("SELECT id FROM inbox")].length,
  );
  expect(kept).toBe(6);
});
