import * as z from "zod";
import type { Aftertext } from "../end-to-end/server.ts";
import { drive, once, type Sample, writeRequest } from "./load.ts";

const Merchant = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  sender: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string() }) }),
});

/** A shop in which nothing holds a text: what is measured is the way, not the rules' verdict. */
export type Shop = z.infer<typeof Merchant> & { readonly aftertext: Aftertext };

/** Business time of every table that moves the clock. */
const noon = "2026-03-02T17:00:00Z";

/** Empties everything. The clock then follows real time, or stands still. */
export async function openShop(aftertext: Aftertext, clock: "following" | "standing"): Promise<Shop> {
  await aftertext.bench("/reset", clock === "standing" ? { now: noon } : {});
  return addShop(aftertext);
}

/** One more, beside those that are there. */
export async function addShop(aftertext: Aftertext): Promise<Shop> {
  const setup = { name: "Bench", timeZone: "America/New_York", flows: "none" };
  const shop = { ...Merchant.parse(await aftertext.bench("/merchants", setup)), aftertext };
  for (const [key, flow] of Object.entries(flows)) {
    const { status, body } = await aftertext.api(shop.apiKey, "PUT", `/v1/flows/${key}`, flow);
    if (status >= 300) throw new Error(`flow ${key} was refused: ${JSON.stringify(body)}`);
  }
  return shop;
}

const text = { class: "transactional", quiet: "ignore" };
const flows = {
  thanks: {
    name: "Thanks",
    trigger: { event: "order.placed" },
    steps: [{ send: { body: "Thanks for order {{ order.name }}" }, after: "P1D", ...text }],
  },
  "thanks-with-link": {
    name: "Thanks, with a link",
    trigger: { event: "order.paid" },
    steps: [
      {
        send: { body: "Thanks for order {{ order.name }}: {{ link }}" },
        link: { url: "https://juniper.example/order" },
        after: "P1D",
        ...text,
      },
    ],
  },
  "ten-minutes": {
    name: "Ten minutes later",
    trigger: { event: "order.updated" },
    steps: [{ send: { body: "Ten minutes after {{ order.name }}" }, after: "PT10M", ...text }],
  },
  later: {
    name: "A year later",
    trigger: { event: "order.delivered" },
    steps: [{ send: { body: "A year with order {{ order.name }}" }, after: "P1Y", ...text }],
  },
};

/** Give so many new customers an order with one such event, each in an object of its own. */
export async function addCustomers(
  shop: Shop,
  type: "order.placed" | "order.paid" | "order.delivered" | "order.updated",
  numbers: readonly number[],
  { occurredAtMs, consent }: { readonly occurredAtMs?: (index: number) => number; readonly consent?: boolean } = {},
): Promise<Sample> {
  const url = `${shop.aftertext.baseUrl}/v1/events`;
  const headers = { Authorization: `Bearer ${shop.apiKey}`, "Content-Type": "application/json" };
  const requests = numbers.map((number, index) => {
    const optIn = consent === undefined ? {} : { consent: { promotional: consent, source: "checkout" } };
    const customer = { id: `c${number}`, phone: phoneNumber(number), ...optIn };
    const order = { id: `o${number}`, name: `#${number}` };
    const when = occurredAtMs === undefined ? {} : { occurredAt: new Date(occurredAtMs(index)).toISOString() };
    const event = { id: `e${number}`, type, customer, order, ...when };
    return writeRequest("POST", url, headers, JSON.stringify(event));
  });
  return drive({ port: shop.aftertext.port, connections: 16, next: once(requests), status: 202 });
}

const SentTexts = z.array(z.object({ to: z.string(), body: z.string(), at: z.iso.datetime() }));

/** What the simulated gateway has accepted of this shop's, oldest first. While the clock follows real time `atMs` is machine time. */
export async function listTexts(shop: Shop): Promise<readonly { to: string; body: string; atMs: number }[]> {
  const texts = SentTexts.parse(await shop.aftertext.bench(`/messages?merchantId=${shop.merchantId}`));
  return texts.map(({ to, body, at }) => ({ to, body, atMs: Date.parse(at) }));
}

/** What so many things took: how many a second, and the quantiles of their times. */
export function summarize(tookMs: readonly number[], durationMs: number): Sample {
  const sorted = tookMs.toSorted((a, b) => a - b);
  return {
    n: sorted.length,
    perSecond: (sorted.length / durationMs) * 1000,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)],
    p99Ms: sorted[Math.floor(sorted.length * 0.99)],
  };
}

/** Work off what falls due within a day. Resolves when every text went and its receipts came. */
export async function passOneDay(shop: Shop): Promise<void> {
  let move: unknown = { advance: "P1D" };
  for (;;) {
    const { done, target } = Moved.parse(await shop.aftertext.bench("/clock", move));
    if (done) return;
    move = { to: target };
  }
}

const Moved = z.object({ done: z.boolean(), target: z.string() });

/** How many texts the simulated gateway has accepted since the reset. */
export async function countAccepted({ aftertext }: Shop): Promise<number> {
  return z.object({ accepted: z.number() }).parse(await aftertext.bench("/gateway")).accepted;
}

/** 555 is given to nobody's phone (nationalnanpa.com, 555 line numbers): 10,000 in each of these area codes. */
export function phoneNumber(number: number): string {
  const areaCode = areaCodes[Math.floor(number / 10_000)];
  if (areaCode === undefined) throw new Error("no more phone numbers");
  return `+1${areaCode}555${String(number % 10_000).padStart(4, "0")}`;
}

const areaCodes = [212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239, 240, 248, 251, 252, 253];

/** `count` customers that no other call has had. */
export function newNumbers(count: number): readonly number[] {
  numbersUsed += count;
  return Array.from({ length: count }, (_, index) => numbersUsed - count + index);
}

let numbersUsed = 0;
