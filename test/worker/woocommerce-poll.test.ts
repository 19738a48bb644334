import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { audit } from "../../worker/cron/audit.ts";
import { pollStore } from "../../worker/intake/poll-store.ts";
import { claimPoll } from "../../worker/tables/store-polls.ts";
import { oneText, readTally } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { wooOrder } from "./store-bodies.ts";
import { keepRecord, postWoo, setStore } from "./store-webhook.ts";

const PHONE = "+12125550101";
const ID = "9007199254740993";
const LATER = "2026-03-02T15:20:00";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
});
afterEach(() => vi.restoreAllMocks());

/** What the store's own API shows from now on, as if its webhook had been lost. */
async function keep(body: string, own = shop): Promise<void> {
  const id = /^\{"id":(\d+)/.exec(body)?.[1] ?? "";
  await keepRecord(own, "woocommerce", "order", id, JSON.parse(body));
}

interface Notice {
  readonly kind: string;
  readonly subject: string;
  readonly detail: string;
  readonly endedAt?: string;
}
const texts = async (own = shop) => (await own.texts()).map(({ to, body }) => `${to} ${body}`);
const notices = async () => (await shop.api<{ items: Notice[] }>("GET", "/v1/notices")).body.items;
const stored = (topic: string) =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM store_events WHERE topic = ?1").bind(topic).first<number>("n");
const pollOf = (own = shop) =>
  env.DB.prepare("SELECT * FROM store_polls WHERE merchant_id = ?1").bind(own.merchantId).first<{
    position: string;
    next_machine_ms: number;
    failures: number;
  }>();
const makeDue = () => env.DB.prepare("UPDATE store_polls SET next_machine_ms = 0").run();
/** A quarter of an hour of the machine later. */
async function passAgain(): Promise<void> {
  await makeDue();
  await audit(env);
  await advance();
}
const waitMs = async () => ((await pollOf())?.next_machine_ms ?? 0) - Date.now();

/** Every question to a store's API, in order; `answer` may take the store's place. */
function overhear(answer: (path: string) => Response | undefined = () => undefined): string[] {
  const asked: string[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const path = /\/wp-json\/wc\/v3\/(.*)$/.exec(pathname)?.[1];
    if (path === undefined) return real(input, init);
    asked.push(`${path}${search}`);
    return answer(`${path}${search}`) ?? real(input, init);
  });
  return asked;
}

describe("an order whose webhook was lost", () => {
  it("is found by asking the store, with its whole id, and texted once", async () => {
    await keep(wooOrder(ID, { modified: LATER }));
    await advance("PT30M");
    expect(await texts()).toEqual([`${PHONE} Thanks for #0993`]);
    expect((await shop.decisions()).map(({ order }) => order)).toEqual([`wc-${ID}`]);
    for (let round = 0; round < 3; round += 1) await passAgain();
    expect(await texts()).toHaveLength(1);
    expect(await stored("poll")).toBe(1);
    expect((await readTally()).duplicates).toBe(0);
  });

  it.each(["webhook", "poll"])("and came after all is one event and one text, the %s first", async (first) => {
    const body = wooOrder(ID, { modified: LATER });
    const steps = [
      async () => {
        expect((await postWoo(shop, "order.updated", body)).body.duplicate).toBe(first === "poll");
      },
      async () => {
        await keep(body);
        await passAgain();
      },
    ];
    for (const step of first === "webhook" ? steps : steps.reverse()) await step();
    await advance("PT1H");
    expect(await texts()).toEqual([`${PHONE} Thanks for #0993`]);
    expect([await stored("order.updated"), await stored("poll")]).toEqual(first === "webhook" ? [1, 0] : [0, 1]);
  });

  it("is one text, too, where the store writes the same order otherwise when it is asked", async () => {
    const body = wooOrder(ID, { modified: LATER });
    await keep(body);
    await makeDue();
    await Promise.all([audit(env), postWoo(shop, "order.created", body.replace(',"total"', ', "total"'))]);
    await advance("PT1H");
    expect(await texts()).toEqual([`${PHONE} Thanks for #0993`]);
  });

  it("found more than a day after it was placed is known, and starts no run", async () => {
    await advance("P3D");
    await keep(wooOrder("727", { modified: LATER }));
    await advance("PT1H");
    expect(await texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([{ order: "wc-727", outcome: "suppressed", reason: "no_entry" }]);
  });

  it("is not asked for where it changed before the store was connected", async () => {
    const asked = overhear();
    await keep(wooOrder("726", { modified: "2026-03-02T15:00:00" }));
    await advance("PT1H");
    expect(asked[0]).toMatch(/^orders\?modified_after=2026-03-02T15%3A00%3A00&dates_are_gmt=true&orderby=modified&/);
    expect(await texts()).toEqual([]);
  });

  it("that cannot be understood is a dead letter, and keeps nothing behind it waiting", async () => {
    await keep(wooOrder("5", { modified: LATER }).replace('"status":"processing",', ""));
    await keep(wooOrder("6", { modified: LATER }));
    await advance("PT1H");
    expect(await texts()).toEqual([`${PHONE} Thanks for #6`]);
    const { body } = await shop.api<{ items: unknown[] }>("GET", "/v1/dead-letters");
    expect(body.items).toMatchObject([{ source: "woocommerce", problem: "status: no status" }]);
  });
});

describe("a pass over a store", () => {
  const at = (n: number) =>
    `2026-03-02T15:${String(1 + Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  const found = () => env.DB.prepare("SELECT COUNT(DISTINCT order_id) AS n FROM orders").first<number>("n");

  it("goes through several pages, and skips none where many changed in the same second", async () => {
    // Ten alone, 70 of one second (more than a page), then three a second, so that seams fall within seconds.
    const second = (n: number) => (n < 10 ? n : n < 80 ? 20 : 30 + Math.floor((n - 80) / 3));
    for (let n = 0; n < 140; n += 1) await keep(wooOrder(String(1000 + n), { modified: at(second(n)), phone: "" }));
    const asked = overhear();
    await advance("PT1H");
    expect(await found()).toBe(140);
    expect(asked.filter((path) => path.startsWith("orders?")).length).toBeGreaterThan(4);
    expect(asked.every((path) => !path.startsWith("orders?") || path.includes("per_page=50"))).toBe(true);
  }, 120_000);

  it("that was cut in the middle goes on, and nobody else reads meanwhile", async () => {
    for (let n = 0; n < 60; n += 1) await keep(wooOrder(String(1000 + n), { modified: at(n), phone: "" }));
    await makeDue();
    const claimed = await claimPoll(env.DB, { machineNowMs: Date.now(), leaseMs: 120_000 });
    if (claimed === undefined) throw new Error("nothing to claim");
    expect(await claimPoll(env.DB, { machineNowMs: Date.now(), leaseMs: 120_000 })).toBeUndefined();
    let looks = 0;
    const isLate = () => {
      looks += 1;
      return looks > 55; // in the middle of the second page
    };
    await pollStore(env, claimed, isLate);
    expect(await found()).toBe(53);
    expect(JSON.parse((await pollOf())?.position ?? "")).toEqual({ afterMs: Date.parse(`${at(48)}Z`) });
    expect(await waitMs()).toBeLessThan(60_000);
    await makeDue();
    await audit(env);
    expect(await found()).toBe(60);
    expect(await stored("poll")).toBe(60);
  });

  it("that a crash ended is made up for when its claim is over", async () => {
    await keep(wooOrder("727", { modified: LATER }));
    await makeDue();
    await claimPoll(env.DB, { machineNowMs: Date.now(), leaseMs: 120_000 });
    await audit(env);
    await advance();
    expect(await texts()).toEqual([]);
    await passAgain(); // two minutes later
    expect(await texts()).toEqual([`${PHONE} Thanks for #727`]);
  });

  it("comes every quarter of an hour of the machine; a clock that is moved asks when there is something to be found", async () => {
    const asked = overhear();
    await advance("P7D");
    expect(asked).toEqual([]);
    await passAgain();
    for (let round = 0; round < 3; round += 1) await audit(env);
    expect(asked.filter((path) => path.startsWith("orders?"))).toHaveLength(1);
    expect(await waitMs()).toBeGreaterThan(14 * 60_000);
    expect(await waitMs()).toBeLessThanOrEqual(15 * 60_000);
    await keep(
      wooOrder("727", { modified: "2026-03-09T15:20:00" }).replaceAll("2026-03-02T15:00:00", "2026-03-09T15:20:00"),
    );
    await advance("P7D");
    expect(await shop.texts()).toMatchObject([{ body: "Thanks for #727", at: "2026-03-09T15:30:00.000Z" }]);
    expect(asked.filter((path) => path.startsWith("orders?"))).toHaveLength(2);
  });
});

describe("a store that does not answer as it should", () => {
  it("by refusing the credentials is told to the merchant, left alone, and asked at once with new ones", async () => {
    await setStore(shop, "woocommerce", "refusing");
    const asked = overhear();
    await keep(wooOrder("727", { modified: LATER }));
    await makeDue();
    for (let round = 0; round < 4; round += 1) await audit(env);
    expect(asked).toHaveLength(1);
    expect(await waitMs()).toBeGreaterThan(59 * 60_000);
    const { shop: subject, secret: webhookSecret } = shop.stores.woocommerce;
    const [notice] = await notices();
    expect(notice).toMatchObject({ kind: "store_access", subject });
    expect(notice?.detail).toContain("HTTP 401");
    await advance("PT1H"); // what changed meanwhile is read all the same
    await setStore(shop, "woocommerce", "up");
    const keys = { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" };
    await shop.api("PUT", "/v1/stores/woocommerce", { shop: subject, webhookSecret, ...keys });
    await audit(env);
    await advance();
    expect(await texts()).toEqual([`${PHONE} Thanks for #727`]);
    expect((await notices()).map(({ kind, endedAt }) => [kind, endedAt !== undefined])).toContainEqual([
      "store_access",
      true,
    ]);
  });

  it("by being down holds no other store up, and is found to be back", async () => {
    const other = await openShop({ name: "Other" });
    await other.api("PUT", "/v1/flows/thanks", oneText("Other thanks for {{ order.name }}"));
    await setStore(shop, "woocommerce", "down");
    await keep(wooOrder("727", { modified: LATER }));
    await keep(wooOrder("9", { modified: LATER }), other);
    await advance("PT30M");
    expect(await texts(other)).toEqual([`${PHONE} Other thanks for #9`]);
    expect(await texts()).toEqual([]);
    expect(await notices()).toEqual([]); // once is no news
    for (let round = 0; round < 3; round += 1) await passAgain();
    expect(await notices()).toMatchObject([{ kind: "store_access" }]);
    expect(await waitMs()).toBeGreaterThan(59 * 60_000);
    await setStore(shop, "woocommerce", "up");
    await advance("PT15M");
    expect(await texts()).toEqual([`${PHONE} Thanks for #727`]);
  });

  it("by asking for patience is given it", async () => {
    overhear(() => new Response("", { status: 429, headers: { "Retry-After": "3600" } }));
    await passAgain();
    expect(await waitMs()).toBeGreaterThan(59 * 60_000);
    expect(await notices()).toEqual([]);
  });

  it.each<[name: string, answer: () => Response]>([
    ["passing over the filter", () => new Response(`[${wooOrder("1", { modified: "2025-01-01T00:00:00" })}]`)],
    ["refusing the order of the list", () => Response.json({ code: "rest_invalid_param" }, { status: 400 })],
  ])("by being older than 5.8, %s, is said to be", async (_name, answer) => {
    overhear(answer);
    await passAgain();
    expect((await notices())[0]?.detail).toContain("WooCommerce 5.8");
    expect(await texts()).toEqual([]);
  });

  it("and has given way to another one is read no more, the other one from then on", async () => {
    await advance("PT1H");
    const { secret: webhookSecret } = shop.stores.woocommerce;
    const keys = { consumerKey: "ck_0123456789", consumerSecret: "cs_0123456789" };
    await shop.api("PUT", "/v1/stores/woocommerce", { shop: "other.example", webhookSecret, ...keys });
    const asked = overhear();
    await audit(env);
    expect(asked[0]).toContain("modified_after=2026-03-02T16%3A00%3A00&");
    expect(await pollOf()).toMatchObject({ shop: "other.example", failures: 0 });
  });

  it("by having no credentials any more is not asked", async () => {
    const { shop: name, secret: webhookSecret } = shop.stores.woocommerce;
    const none = { consumerKey: null, consumerSecret: null };
    await shop.api("PUT", "/v1/stores/woocommerce", { shop: name, webhookSecret, ...none });
    const asked = overhear();
    await keep(wooOrder("727", { modified: LATER }));
    await advance("PT1H");
    expect(asked).toEqual([]);
    expect(await pollOf()).toBeNull();
  });
});

describe("a webhook that the store switched off", () => {
  const webhook = (status: string) =>
    keepRecord(shop, "woocommerce", "webhook", "12", {
      name: "Order updated",
      status,
      topic: "order.updated",
      delivery_url: shop.stores.woocommerce.url,
    });

  it("is told to the merchant by its name, until it is on again", async () => {
    await webhook("disabled");
    await passAgain();
    const [notice] = await notices();
    expect(notice).toMatchObject({ kind: "store_webhooks", subject: shop.stores.woocommerce.shop });
    expect(notice?.detail).toContain('"Order updated" (disabled)');
    await webhook("active");
    await env.DB.prepare("UPDATE store_polls SET looked_machine_ms = 0").run(); // an hour later
    await passAgain();
    expect((await notices())[0]?.endedAt).toBeDefined();
  });

  it("shows by the orders that nobody told of, where the key may not ask for webhooks", async () => {
    overhear((path) => (path.startsWith("webhooks") ? Response.json({ code: "x" }, { status: 403 }) : undefined));
    await advance("PT30M");
    await keep(wooOrder("727", { modified: LATER }).replaceAll("15:00:00", "15:19:00"));
    await passAgain();
    expect((await notices())[0]?.detail).toMatch(/^An order of .+ was found by asking that no webhook told of\./);
    const told = wooOrder("728", { modified: "2026-03-02T15:31:00" });
    await postWoo(shop, "order.updated", told);
    await keep(told);
    await passAgain();
    expect((await notices())[0]?.endedAt).toBeDefined();
  });

  it("is not concluded from an order that has only just changed: its webhook may be on its way", async () => {
    await advance("PT20M");
    await keep(wooOrder("727", { modified: LATER }));
    await passAgain();
    expect(await texts()).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });
});
