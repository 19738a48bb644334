import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { oneText, personOf, readTally } from "./inside.ts";
import { advance, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});

const order = (id: string, customer: unknown = { id: "c1", phone: PHONE }, more: Record<string, unknown> = {}) =>
  shop.event({ id: `placed-${id}`, type: "order.placed", customer, order: { id, name: `#${id}` }, ...more });
const bodies = async () => (await shop.texts()).map(({ body }) => body).sort();

describe("an event", () => {
  it("sent ten times at once under one id is one event, and says so to nine", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => order("o1")));
    expect(answers.filter(({ body }) => !body.duplicate).map(({ status }) => status)).toEqual([202]);
    expect(answers.filter(({ body }) => body.duplicate).map(({ status }) => status)).toEqual(Array(9).fill(200));
    await advance();
    expect(await bodies()).toEqual(["Thanks for #o1"]);
    expect(await readTally()).toMatchObject({ calls: 1, duplicates: 0 });
  });

  it("of an order that nobody told of makes the order of what it says, and says so once", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/there",
      oneText("{{ order.id }} is there", {}, { trigger: { event: "order.delivered" } }),
    );
    const customer = { id: "c1", phone: PHONE };
    const delivered = await shop.event({ id: "d", type: "order.delivered", customer, order: "o1" });
    expect(delivered.body.notes).toEqual(["nothing was known of the order: it is made of what this event says"]);
    const posted = await shop.event({ id: "r", type: "review.posted", customer, order: "o1" });
    expect(posted.body.notes).toEqual([]);
    await advance();
    expect(await bodies()).toEqual(["o1 is there"]);
  });

  it("of the same id with another body changes nothing: the first one counts", async () => {
    await order("o1");
    const again = await shop.event({
      id: "placed-o1",
      type: "order.placed",
      customer: { id: "c2", phone: "+12125550102" },
      order: { id: "o2", name: "#o2" },
    });
    expect(again).toMatchObject({ status: 200, body: { duplicate: true, runs: [] } });
    await advance();
    expect(await bodies()).toEqual(["Thanks for #o1"]);
  });

  it("of the same order under another id enters no flow a second time", async () => {
    await order("o1");
    await advance();
    await shop.event({ id: "again", type: "order.placed", customer: "c1", order: { id: "o1", name: "#o1" } });
    await advance("P1D");
    expect(await bodies()).toEqual(["Thanks for #o1"]);
  });

  it("is durable before it is answered: its delivery, its order and its customer stand in one transaction", async () => {
    await order("o1");
    const { owner } = await personOf(shop.merchantId, PHONE);
    const delivery = await env.DB.prepare("SELECT topic, applied, delivery_id FROM store_events").all();
    expect(delivery.results).toEqual([{ topic: "order.placed", applied: 1, delivery_id: "placed-o1" }]);
    expect(await env.DB.prepare("SELECT customer_id FROM orders WHERE order_id = 'o1'").first("customer_id")).toBe(
      "c1",
    );
    expect(await env.DB.prepare("SELECT owner FROM customers WHERE customer_id = 'c1'").first("owner")).toBe(owner);
  });

  it("that cannot be read is refused with its fields, and nothing is stored", async () => {
    const answers = await Promise.all([
      shop.event({ id: "e", type: "order.eaten", customer: "c1" }),
      shop.event({ type: "order.placed", customer: "c1", order: "o1" }),
      shop.event({ id: "e", type: "order.placed", customer: "c1", order: "o1", at: "2026-03-04T15:00:00Z" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM store_events").first("n")).toBe(0);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM customers").first("n")).toBe(0);
  });
});

describe("an order", () => {
  it("of a guest belongs to the number, and their next order too", async () => {
    await shop.event({
      id: "e1",
      type: "order.placed",
      order: { id: "o1", name: "#o1" },
      customer: { id: "g1", phone: PHONE },
    });
    await shop.event({
      id: "e2",
      type: "order.placed",
      order: { id: "o2", name: "#o2" },
      customer: { id: "g2", phone: PHONE },
    });
    await advance();
    expect((await shop.texts()).map(({ to, body }) => [to, body]).sort()).toEqual([
      [PHONE, "Thanks for #o1"],
      [PHONE, "Thanks for #o2"],
    ]);
  });

  it("stays with its first customer, whoever a later event names", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/paid",
      oneText("Paid: {{ order.name }}", {}, { trigger: { event: "order.paid" } }),
    );
    await order("o1");
    await shop.event({ id: "paid", type: "order.paid", customer: { id: "c2", phone: "+12125550102" }, order: "o1" });
    await advance();
    expect((await shop.texts()).map(({ to }) => to)).toEqual([PHONE, PHONE]);
    expect((await shop.decisions("?customer=c1")).length).toBe(2);
  });

  it("with fifty events at once loses none and doubles none", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/paid",
      oneText("Paid: {{ order.name }}", {}, { trigger: { event: "order.paid" } }),
    );
    const orders = Array.from({ length: 25 }, (_, n) => `o${n}`);
    await Promise.all(
      orders.flatMap((id, n) => [
        shop.event({ id: `paid-${id}`, type: "order.paid", order: id, customer: `c${n % 5}` }),
        order(id, { id: `c${n % 5}`, phone: `+1212555010${n % 5}` }),
      ]),
    );
    await advance("PT1H");
    expect(await bodies()).toEqual(orders.flatMap((id) => [`Paid: #${id}`, `Thanks for #${id}`]).sort());
    expect((await readTally()).duplicates).toBe(0);
    expect(await env.DB.prepare("SELECT COUNT(*) AS n FROM store_events WHERE applied = 0").first("n")).toBe(0);
  });

  it("imported or replayed is known and starts nothing", async () => {
    await order("o1", { id: "c1", phone: PHONE }, { live: false });
    await advance("P1D");
    expect(await bodies()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "suppressed", reason: "no_entry" }]);
  });

  it("that comes late, but live, counts from when it happened", async () => {
    await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}", { after: "P2D" }));
    await moveTo("2026-03-03T15:00:00Z");
    await order("o1", { id: "c1", phone: PHONE }, { occurredAt: "2026-03-02T09:00:00Z" });
    await advance("P5D");
    expect((await shop.texts()).map(({ at }) => at)).toEqual(["2026-03-04T09:00:00.000Z"]);
  });
});
