import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { personName } from "../../worker/crypto/keyed-hash.ts";
import { applyDelivery } from "../../worker/intake/apply-events.ts";
import { takeIn } from "../../worker/intake/take-in.ts";
import { findMerchant } from "../../worker/merchants/merchant-rules.ts";
import { listUnapplied } from "../../worker/tables/store-events.ts";
import { oneText, personOf, readTally, reply, scriptGateway } from "./inside.ts";
import { advance, call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const A = "+12125550101";
const B = "+12125550102";
const C = "+12125550103";
const twoTexts = {
  name: "Two texts",
  trigger: { event: "order.placed" },
  steps: [
    { send: { body: "Thanks for {{ order.name }}" }, class: "transactional", quiet: "ignore" },
    { send: { body: "Still happy with {{ order.name }}?" }, class: "transactional", after: "P1D", quiet: "ignore" },
  ],
};

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

const order = (id: string, customer: Record<string, unknown>, at?: string) =>
  shop.event({ id: `placed-${id}`, type: "order.placed", customer, order: { id, name: `#${id}` }, at });
const setPhone = (phone: string | null) => shop.api("PUT", "/v1/customers/c1", { phone });
const sent = async () => (await shop.texts()).map(({ to, body, at }) => `${at.slice(5, 16)} ${to} ${body}`);

/** Durable and routed, but not at its owner: as after a crash right behind the acknowledgement. */
async function takeInOnly(phone: string, id: string, atMs: number) {
  const merchant = await findMerchant(env, shop.merchantId);
  if (merchant === undefined) throw new Error("no merchant");
  const event = {
    id: `api:${id}`,
    source: "api",
    type: "customer.updated",
    occurredAtMs: atMs,
    live: true,
    test: false,
    customerId: "c1",
    customer: { phone: phone as never },
  } as const;
  const delivery = {
    source: "api",
    deliveryId: id,
    topic: "customer.updated",
    rawBody: new Uint8Array(),
    events: [event],
  };
  return takeIn(env, merchant, delivery, atMs);
}

async function countMoves(): Promise<number> {
  return (await env.DB.prepare("SELECT COUNT(*) AS n FROM moves").first<number>("n")) ?? -1;
}

describe("a customer changes their number", () => {
  it("takes the waiting text along with its due instant, and what was sent is not sent again", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    await moveTo("2026-03-02T20:00:00Z");
    await setPhone(B);
    await advance("P3D");
    expect(await sent()).toEqual([`03-02T15:00 ${A} Thanks for #o1`, `03-03T15:00 ${B} Still happy with #o1?`]);
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }, { outcome: "sent" }]);
    expect(await shop.decisions(`?phone=${encodeURIComponent(A)}`)).toEqual([]);
    expect(await countMoves()).toBe(0);
  });

  it("a number that is taken out of the record and given again later repeats nothing", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    await setPhone(null);
    await advance("PT1H");
    await setPhone(B);
    await advance("P3D");
    expect(await sent()).toEqual([`03-02T15:00 ${A} Thanks for #o1`, `03-03T15:00 ${B} Still happy with #o1?`]);
  });

  it("an opt-out stays with the number that sent it", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    await reply(A, shop.sender, "STOP");
    await setPhone(B);
    await advance("P2D");
    expect((await shop.texts(`&to=${encodeURIComponent(B)}`)).map(({ body }) => body)).toEqual([
      "Still happy with #o1?",
    ]);
  });

  it("changed back and forth at the same moment, every text goes once, to the number that was given last", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    await Promise.all([setPhone(B), setPhone(A), setPhone(C), setPhone(B), setPhone(A), setPhone(C), setPhone(B)]);
    await advance();
    await setPhone(C);
    await advance("P3D");
    expect(await sent()).toEqual([`03-02T15:00 ${A} Thanks for #o1`, `03-03T15:00 ${C} Still happy with #o1?`]);
    expect(await countMoves()).toBe(0);
  });

  it("a late word of the former number neither takes the customer back nor undoes a move that has not been done", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    const nowMs = Date.parse("2026-03-02T15:00:00Z");
    await takeInOnly(B, "to-b", nowMs + 2);
    expect(await countMoves()).toBe(1);
    await takeInOnly(A, "still-a", nowMs + 1);
    expect(await countMoves()).toBe(1);
    await advance("P3D");
    expect((await sent()).at(-1)).toBe(`03-03T15:00 ${B} Still happy with #o1?`);
  });

  it("the webhook of the former number delivered once more changes nothing", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await setPhone(B);
    expect((await order("o1", { id: "c1", phone: A })).body.duplicate).toBe(true);
    await advance("P3D");
    expect((await sent()).at(-1)).toBe(`03-03T15:00 ${B} Still happy with #o1?`);
  });

  it("a crash between the two phases loses nothing and doubles nothing", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    await takeInOnly(B, "to-b", Date.parse("2026-03-02T15:00:01Z"));
    const former = await personOf(shop.merchantId, A);
    // The first phase was done, the second was not; and then it was, without the end of it.
    const bundle = await former.object.release(
      { customerId: "c1", epoch: 1 },
      await personName(env, shop.merchantId, B),
    );
    expect(bundle?.rows).toHaveLength(2);
    await moveTo("2026-03-03T16:00:00Z");
    const [unapplied] = await listUnapplied(env.DB, 10);
    expect(unapplied).toBeUndefined();
    expect(await sent()).toEqual([`03-02T15:00 ${A} Thanks for #o1`, `03-03T15:00 ${B} Still happy with #o1?`]);
  });

  it("who carries an overtaken move over finds the newer one in the way", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await advance();
    const nowMs = Date.parse("2026-03-02T15:00:00Z");
    const toB = await takeInOnly(B, "to-b", nowMs + 1);
    const a = await personOf(shop.merchantId, A);
    const b = await personOf(shop.merchantId, B);
    const held = await a.object.release({ customerId: "c1", epoch: 1 }, b.owner);
    if (held === undefined) throw new Error("nothing was handed out");
    // Meanwhile the customer goes on to C.
    const toC = await takeInOnly(C, "to-c", nowMs + 2);
    await toC.apply();
    expect(
      await b.object.accept(
        { merchantId: shop.merchantId, owner: b.owner, phone: B as never },
        { customerId: "c1", epoch: 1 },
        held,
      ),
    ).toBe(false);
    await toB.apply();
    await advance("P3D");
    expect((await sent()).slice(1)).toEqual([`03-03T15:00 ${C} Still happy with #o1?`]);
    expect(await b.object.decisions()).toEqual([]);
  });

  it("an event that is on its way to the former number while the customer moves is not lost", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await setPhone(A);
    const orders = Array.from({ length: 8 }, (_, n) => order(`o${n}`, { id: "c1" }));
    await Promise.all([...orders.slice(0, 4), setPhone(B), ...orders.slice(4)]);
    await advance("P3D");
    const bodies = (await shop.texts()).map(({ body }) => body);
    expect(bodies.sort()).toEqual(
      Array.from({ length: 8 }, (_, n) => [`Still happy with #o${n}?`, `Thanks for #o${n}`])
        .flat()
        .sort(),
    );
    expect((await readTally()).duplicates).toBe(0);
  });

  it("a text of unknown outcome is found by the new number's object, where the gateway had taken it", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await scriptGateway({ kind: "drop-after", status: "queued" });
    await order("o1", { id: "c1", phone: A });
    await advance();
    expect(await shop.decisions("?customer=c1")).toMatchObject([{ outcome: "unknown" }]);
    await setPhone(B);
    await advance("PT1H");
    expect(await shop.decisions("?customer=c1")).toMatchObject([{ outcome: "sent" }]);
    expect(await readTally()).toMatchObject({ accepted: 1, duplicates: 0 });
  });

  it("a text that provably never went is sent to the new number", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await scriptGateway({ kind: "drop-before" });
    await order("o1", { id: "c1", phone: A });
    await advance();
    await setPhone(B);
    await advance("PT1H");
    expect(await sent()).toEqual([`03-02T15:05 ${B} Thanks for #o1`]);
  });

  it("a receipt that comes to the former number proves the text for the new one", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
    await scriptGateway({ kind: "drop-after", status: "queued" });
    await order("o1", { id: "c1", phone: A });
    await advance();
    await setPhone(B);
    const [text] = await shop.texts();
    await call("POST", "/bench/receipts", { body: { id: text?.id, status: "delivered" } });
    expect(await shop.decisions("?customer=c1")).toMatchObject([{ outcome: "sent" }]);
  });

  it("a message to the number that they left goes there, and its STOP is confirmed there", async () => {
    await order("o1", { id: "c1", phone: A });
    await setPhone(B);
    const message = { to: A, body: "Your spare key is ready", class: "transactional" };
    expect((await shop.api("POST", "/v1/messages", message)).body).toMatchObject({ outcome: "waiting" });
    await advance();
    await reply(A, shop.sender, "STOP");
    await advance();
    expect((await shop.texts()).map(({ to, body }) => [to, body.slice(0, 24)])).toEqual([
      [A, "Your spare key is ready"],
      [A, "Acme: You are opted out "],
    ]);
  });

  it("two customers share a number, one leaves, and the other's texts stay", async () => {
    await shop.api("PUT", "/v1/flows/two", twoTexts);
    await order("o1", { id: "c1", phone: A });
    await order("o2", { id: "c2", phone: A });
    await advance();
    await setPhone(B);
    await advance("P3D");
    // Two people's texts of one instant go in no order.
    expect((await sent()).slice(2).sort()).toEqual(
      [`03-03T15:00 ${B} Still happy with #o1?`, `03-03T15:00 ${A} Still happy with #o2?`].sort(),
    );
  });
});

it("what was acknowledged before a crash is applied by whoever comes next", async () => {
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
  await order("o1", { id: "c1", phone: A });
  await takeInOnly(B, "to-b", Date.parse("2026-03-02T15:00:01Z"));
  const [left] = await listUnapplied(env.DB, 10);
  if (left === undefined) throw new Error("nothing is left to apply");
  await Promise.all([applyDelivery(env, left), applyDelivery(env, left), applyDelivery(env, left)]);
  await advance();
  expect(await readTally()).toMatchObject({ accepted: 1, duplicates: 0 });
});
