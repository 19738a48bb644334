import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { type Aftertext, startAftertext } from "./server.ts";
import { postShopifyWebhook, readFixture, type ShopifyStore } from "./shopify-store.ts";

const ORDERS = 500;
const CONNECTIONS = 32;

const Merchant = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});
const Texts = z.array(z.object({ to: z.string(), body: z.string() }));
const Tally = z.object({
  calls: z.number(),
  accepted: z.number(),
  distinctRefs: z.number(),
  duplicates: z.number(),
});
const Moved = z.object({ done: z.boolean() });

let aftertext: Aftertext;
let merchant: z.output<typeof Merchant>;

beforeAll(async () => {
  aftertext = await startAftertext();
  await aftertext.bench("/reset", { now: "2026-03-02T20:00:00Z" });
  const setup = { name: "Harbor Goods", timeZone: "America/New_York", flows: "none" };
  merchant = Merchant.parse(await aftertext.bench("/merchants", setup));
  const steps = [
    {
      send: { body: "Thanks for {{ order.name }}: {{ link }}" },
      link: { url: "https://harbor.example/o" },
      class: "transactional",
      quiet: "ignore",
    },
  ];
  await aftertext.api(merchant.apiKey, "PUT", "/v1/flows/thanks", {
    name: "Thanks",
    trigger: { event: "order.placed" },
    steps,
  });
});

afterAll(async () => {
  await aftertext?.stop();
});

it("five hundred orders at once are each acknowledged, and each becomes one text", async () => {
  const order = readFixture("orders-create");
  const numbers = Array.from({ length: ORDERS }, (_, n) => n);
  const post = async (): Promise<void> => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      const answer = await postShopifyWebhook(store(), "orders/create", orderOf(order, n), { eventId: `event-${n}` });
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, post));
  for (let isDone = false; !isDone; ) isDone = Moved.parse(await aftertext.bench("/clock", { advance: "PT0S" })).done;

  const texts = Texts.parse(await aftertext.bench(`/messages?merchantId=${merchant.merchantId}`));
  expect(new Set(texts.map(({ to }) => to)).size).toBe(ORDERS);
  expect(texts).toHaveLength(ORDERS);
  expect(Tally.parse(await aftertext.bench("/gateway"))).toEqual({
    calls: ORDERS,
    accepted: ORDERS,
    distinctRefs: ORDERS,
    duplicates: 0,
  });
}, 120_000);

function store(): ShopifyStore {
  return merchant.stores.shopify;
}

/** As text: the ids are longer than a JavaScript number holds. */
function orderOf(order: string, n: number): string {
  return order
    .replaceAll("9107236455812349907", String(9_107_236_000_000_000n + BigInt(n)))
    .replaceAll("9107236455812340917", String(9_207_236_000_000_000n + BigInt(n)))
    .replaceAll(/\+15035550142|\(503\) 555-0142/g, `+1503555${String(n + 1_000)}`);
}
