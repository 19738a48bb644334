import { beforeEach, expect, it } from "vitest";
import { advance, moveTo, openShop, resetBench } from "./shop.ts";

beforeEach(() => resetBench("2026-03-02T15:00:00Z"));

const thanks = {
  name: "Thanks",
  trigger: { event: "order.placed" },
  steps: [{ send: { body: "Thanks for order {{ order.name }}" }, class: "transactional", quiet: "ignore" }],
};

it("an order becomes one text, at once, with its reason on record", async () => {
  const shop = await openShop();
  expect((await shop.api("PUT", "/v1/flows/thanks", thanks)).status).toBe(201);
  const event = {
    id: "e1",
    type: "order.placed",
    customer: { id: "c1", phone: "+12125550101" },
    order: { id: "o1", name: "#1" },
  };
  expect(await shop.event(event)).toEqual({
    status: 202,
    body: { id: "e1", duplicate: false, runs: ["thanks:o1"], notes: [] },
  });
  expect((await shop.event(event)).body.duplicate).toBe(true);
  await advance();
  expect((await shop.texts()).map(({ to, body, at, status }) => ({ to, body, at, status }))).toEqual([
    { to: "+12125550101", body: "Thanks for order #1", at: "2026-03-02T15:00:00.000Z", status: "delivered" },
  ]);
  expect(await shop.decisions()).toMatchObject([{ flow: "thanks", order: "o1", step: "0", outcome: "sent" }]);
  expect(await shop.decisions("?customer=c1")).toEqual(await shop.decisions());
});

it("an order without a phone texts nobody, says why, and texts once a number is known", async () => {
  const shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", thanks);
  const taken = await shop.event({ id: "e1", type: "order.placed", customer: "c1", order: { id: "o1", name: "#1" } });
  expect(taken.body.notes).toHaveLength(1);
  await advance();
  expect(await shop.decisions("?customer=c1")).toMatchObject([{ outcome: "suppressed", reason: "no_phone" }]);
  await moveTo("2026-03-02T16:00:00Z");
  await shop.api("PUT", "/v1/customers/c1", { phone: "+12125550102" });
  await advance();
  expect(await shop.texts()).toMatchObject([{ to: "+12125550102", at: "2026-03-02T16:00:00.000Z" }]);
  expect(await shop.decisions()).toMatchObject([{ outcome: "sent", customer: "c1" }]);
});
