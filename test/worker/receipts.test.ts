import { beforeEach, describe, expect, it } from "vitest";
import { oneText, readTally, scriptGateway } from "./inside.ts";
import { advance, call, openShop, resetBench, type Shop } from "./shop.ts";

const PHONE = "+12125550101";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/one", oneText("Thanks for {{ order.name }}"));
});

const order = (id = "1001") =>
  shop.event({
    id: `placed-${id}`,
    type: "order.placed",
    customer: { id: "c1", phone: PHONE },
    order: { id, name: `#${id}` },
  });
const receipt = (id: string, status: string, errorCode?: number) =>
  call("POST", "/bench/receipts", { body: { id, status, errorCode } });

async function statusOf(id: string): Promise<string | undefined> {
  const record = await shop.api<{ texts: { orderId?: string; order?: string; status: string }[] }>(
    "GET",
    `/v1/records?platform=shopify&shop=${shop.stores.shopify.shop}&kind=order&id=${id}`,
  );
  return record.body.texts.find((text) => text.order === id)?.status;
}

it("receipts that come out of order leave the text where it had come furthest", async () => {
  await scriptGateway({ kind: "ok", status: "queued" });
  await order();
  await advance();
  const [text] = await shop.texts();
  if (text === undefined) throw new Error("no text");
  expect(await statusOf("1001")).toBe("sent");
  await receipt(text.id, "delivered");
  expect(await statusOf("1001")).toBe("delivered");
  await receipt(text.id, "sent");
  await receipt(text.id, "queued");
  expect(await statusOf("1001")).toBe("delivered");
  expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
});

it("a text that arrived nowhere is shown as failed, and stays sent in the decisions", async () => {
  await scriptGateway({ kind: "ok", status: "undelivered", code: 30007 });
  await order();
  await advance();
  expect(await statusOf("1001")).toBe("failed");
  expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
});

describe("the answer was lost", () => {
  it("a receipt with our row id proves the send at once", async () => {
    await scriptGateway({ kind: "drop-after", status: "queued" });
    await order();
    await advance();
    expect(await shop.decisions()).toMatchObject([{ outcome: "unknown" }]);
    const [text] = await shop.texts();
    await receipt(text?.id ?? "", "sent");
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent", at: "2026-03-02T15:00:00.000Z" }]);
    await advance("PT1H");
    expect(await readTally()).toMatchObject({ calls: 1, accepted: 1, duplicates: 0 });
  });

  it("a receipt that comes by itself is enough: nothing is ever looked up or sent again", async () => {
    await scriptGateway({ kind: "drop-after" });
    await order();
    await advance();
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
    await advance("P1D");
    expect((await readTally()).calls).toBe(1);
  });

  it("a lost receipt changes nothing of what was accepted", async () => {
    await scriptGateway({ kind: "ok", status: "queued" });
    await order();
    await advance("P2D");
    expect(await shop.decisions()).toMatchObject([{ outcome: "sent" }]);
    expect((await readTally()).calls).toBe(1);
  });
});

it("an opt-out that the carrier knows of is recorded, and holds", async () => {
  await scriptGateway({ kind: "ok", status: "undelivered", code: 21610 });
  await order("1001");
  await advance();
  await order("1002");
  await advance();
  expect((await shop.decisions()).find((row) => row.order === "1002")).toMatchObject({ reason: "opted_out" });
});

it("a receipt with a bad signature is refused, and one for nobody's text is taken and forgotten", async () => {
  const url = `/hooks/twilio/${shop.merchantId}/status?m=m_none&o=p_none`;
  expect((await call("POST", url, { body: {}, headers: { "x-twilio-signature": "x" } })).status).toBe(401);
});
