import { beforeEach, expect, it } from "vitest";
import { oneText } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyOrder } from "./shopify-webhook.ts";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});

interface Letters {
  readonly items: readonly { readonly id: string; readonly problem: string; readonly replayedAt?: string }[];
}
const readLetters = async () => (await shop.api<Letters>("GET", "/v1/dead-letters")).body.items;

it("whatever is authentic and cannot be understood is kept, once, and answered with 200", async () => {
  const bodies = ["", "not JSON", "[]", `{"errors":"x"}`, `{"id":1`, "null"];
  for (const [n, body] of bodies.entries()) {
    for (let time = 0; time < 2; time += 1) {
      expect((await postShopify(shop, "orders/create", body, { eventId: `bad-${n}` })).status).toBe(200);
    }
  }
  const letters = await readLetters();
  expect(letters).toHaveLength(bodies.length);
  for (const { problem } of letters) expect(problem).not.toBe("");
  await advance();
  expect(await shop.texts()).toEqual([]);
});

it("a body that does not shrink into a row is answered with 200 all the same", async () => {
  const bytes = new Uint8Array(65_536);
  const noise = Array.from({ length: 40 }, () => crypto.getRandomValues(bytes).toBase64()).join("");
  expect((await postShopify(shop, "orders/create", noise)).status).toBe(200);
  const [letter] = await readLetters();
  const replayed = await shop.api<{ outcome: string }>("POST", `/v1/dead-letters/${letter?.id}/replay`);
  expect(replayed.body.outcome).toBe("unreadable");
});

it("a replay is old news: it starts no run", async () => {
  // Cut off on the way: no adapter understands half an order.
  await postShopify(shop, "orders/create", shopifyOrder("9107236455812349907", { phone: "+12125550101" }).slice(0, -1));
  const [letter] = await readLetters();
  const replayed = await shop.api<{ outcome: string }>("POST", `/v1/dead-letters/${letter?.id}/replay`);
  expect(replayed.body.outcome).toBe("unreadable");
  expect((await readLetters())[0]?.replayedAt).toBeUndefined();
  expect((await shop.api("POST", "/v1/dead-letters/dl_none/replay")).status).toBe(404);
});
