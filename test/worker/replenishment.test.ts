import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readUsualPaces } from "../../worker/tables/product-buyers.ts";
import { openTimeline, optIn, type Timeline } from "./timeline.ts";

const PHONE = "+12125550199";
const steps = [
  {
    send: { body: "Low on {{ item.name }}?" },
    class: "promotional",
    from: { field: "item.replenishAt" },
    expires: "P10D",
  },
];

/** So many customers who bought on these days of 2025, and never since. */
async function openShop(
  customers: number,
  days: (index: number) => readonly string[],
  sku = "SERUM",
): Promise<Timeline> {
  const line = await openTimeline();
  await line.flow("again", steps);
  await line.customer("me", { phone: PHONE, timeZone: "America/New_York", consent: optIn });
  for (let index = 0; index < customers; index += 1) {
    for (const day of days(index)) await buy(line, `p${index}`, `${day}T15:00:00Z`, [sku], { live: false });
  }
  return line;
}

let orders = 0;
async function buy(line: Timeline, customer: string, occurredAt: string, skus: readonly string[], more = {}) {
  orders += 1;
  const items = skus.map((sku) => ({ sku, quantity: 1, name: sku }));
  await line.event(`order.placed r${orders} ${customer}`, { occurredAt, items, ...more });
}

const NOW = "2026-03-02T15:00:00Z";
const twice = () => ["2025-06-01", "2025-07-11"]; // 40 days

describe("what is usual with a product", () => {
  it("is known once 20 customers have bought it again, and tells when a new customer runs out", async () => {
    const line = await openShop(19, twice);
    await buy(line, "me", NOW, ["SERUM"]);
    expect((await line.others()).filter((row) => !row.includes("no_entry"))).toEqual([
      "again r39 0 suppressed condition 2026-03-02T15:00Z",
    ]);
    for (const day of twice()) await buy(line, "p19", `${day}T15:00:00Z`, ["SERUM"], { live: false });
    await buy(line, "me2", NOW, ["SERUM"], { customer: { id: "me2", phone: "+12125550198", consent: optIn } });
    await line.to("2026-05-01T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-04-05T15:00Z Low on SERUM?"]); // 40 days, six before
  });

  it("is no reason to write where fewer than one in ten come back", async () => {
    const line = await openShop(21, (index) => (index < 2 ? twice() : ["2025-06-01"]));
    await line.shop.api("PUT", "/v1/products/SERUM", { title: "Serum", daysPerUnit: 30 });
    await buy(line, "me", NOW, ["SERUM"]);
    expect((await line.others()).at(-1)).toContain("suppressed condition");
    for (const day of twice()) await buy(line, "p5", `${day}T16:00:00Z`, ["SERUM"], { live: false });
    await line.customer("me2", { phone: "+12125550198", timeZone: "America/New_York", consent: optIn });
    await buy(line, "me2", NOW, ["SERUM"]);
    await line.to("2026-05-01T15:00:00Z");
    expect(await line.texts()).toHaveLength(1); // three of 21 by now
  });

  it("counts nobody among those who do not come back who has had no time to", async () => {
    const line = await openShop(30, () => ["2026-02-28"]);
    await line.shop.api("PUT", "/v1/products/SERUM", { title: "Serum", daysPerUnit: 60 });
    const read = async (days: number) =>
      (await readUsualPaces(env.DB, line.shop.merchantId, [{ sku: "SERUM", days }], Date.parse(NOW))).get("SERUM")
        ?.repeatRate;
    expect([await read(60), await read(1)]).toEqual([undefined, 0]);
    await buy(line, "me", NOW, ["SERUM"]);
    await line.to("2026-05-01T15:00:00Z");
    expect(await line.texts()).toHaveLength(1);
  });

  it("forgets what was sent back", async () => {
    const line = await openShop(1, twice);
    const paces = async () =>
      (await env.DB.prepare("SELECT purchases, days_per_unit FROM product_buyers").all()).results;
    expect(await paces()).toEqual([{ purchases: 2, days_per_unit: 40 }]);
    await line.event(`order.cancelled r${orders} p0`);
    expect(await paces()).toEqual([{ purchases: 1, days_per_unit: null }]);
    await line.event(`order.cancelled r${orders - 1} p0`);
    expect(await paces()).toEqual([]);
  });
});

it("a reminder is about what runs out first of an order", async () => {
  const line = await openTimeline();
  await line.flow("again", steps);
  await line.customer("me", { phone: PHONE, timeZone: "America/New_York", consent: optIn });
  await line.shop.api("PUT", "/v1/products/SERUM", { title: "Serum", daysPerUnit: 60 });
  await line.shop.api("PUT", "/v1/products/SOAP", { title: "Soap", daysPerUnit: 30 });
  await buy(line, "me", NOW, ["BRUSH", "SERUM", "SOAP"]);
  await line.to("2026-05-01T15:00:00Z");
  expect(await line.texts()).toEqual(["2026-03-28T03:00Z Low on Soap?"]);
});
