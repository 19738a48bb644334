import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ensureChromium } from "./chromium.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { postShopifyWebhook, readFixture } from "./shopify-store.ts";

const Merchant = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});
const Text = z.object({ to: z.string(), body: z.string(), status: z.string(), links: z.array(z.string()) });
const Clicks = z.object({ people: z.number(), uniquePeople: z.number(), all: z.number() });

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

let aftertext: Aftertext;
let browser: Browser;
let merchant: z.infer<typeof Merchant>;

beforeAll(async () => {
  aftertext = await startAftertext();
  browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
  });
  await aftertext.bench("/reset", { now: "2026-06-02T14:00:00Z" });
  const setup = { name: "Harbor Goods", timeZone: "America/New_York", flows: "default" };
  merchant = Merchant.parse(await aftertext.bench("/merchants", setup));
});

afterAll(async () => {
  await browser?.close();
  await aftertext?.stop();
});

describe("the main job: a real order becomes a text, a tap and a number", () => {
  it("a signed order shows as a text on the phone page, and the tap on its link is counted as a person's", async () => {
    const answer = await postShopifyWebhook(merchant.stores.shopify, "orders/create", readFixture("orders-create"));
    expect(answer.status).toBe(200);
    await aftertext.bench("/clock", { advance: "PT0S" });

    const context = await browser.newContext({ userAgent: IPHONE });
    await context.route("**/*", (route) =>
      route.request().url().startsWith(aftertext.baseUrl)
        ? route.continue()
        : route.fulfill({ contentType: "text/html", body: "<title>Shop</title>" }),
    );
    const page = await context.newPage();
    await page.goto(`${aftertext.baseUrl}/bench/phone`);
    const text = page.getByRole("listitem").filter({ hasText: "is confirmed" });
    await text.first().waitFor();
    await expect.poll(() => text.first().textContent()).toContain("order-confirmation");

    const [sent] = await readTexts();
    const slug = sent?.links[0]?.split("/").at(-1) ?? "";
    const [tapped] = await Promise.all([context.waitForEvent("page"), text.first().getByRole("link").click()]);
    await tapped.waitForURL(/^https:\/\/fernhill\.example\//);
    expect(new URL(tapped.url()).searchParams.get("utm_campaign")).toBe("order-confirmation");

    const clicks = await aftertext.api(merchant.apiKey, "GET", `/v1/links/${slug}/clicks`);
    expect(Clicks.parse(clicks.body)).toEqual({ people: 1, uniquePeople: 1, all: 1 });
    await context.close();
  });

  it("a reply of STOP on the phone page opts out: one confirmation, and nothing after it", async () => {
    const page = await browser.newPage();
    await page.goto(`${aftertext.baseUrl}/bench/phone`);
    await page.getByPlaceholder("Text message").first().fill("Stop");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem").filter({ hasText: "You are opted out" }).first().waitFor();
    const before = (await readTexts()).length;
    const first = readFixture("fulfillments-create");
    const second = first
      .replaceAll("9107236455812361001", "9107236455812361003")
      .replaceAll("9223105588120459021", "9223105588120459023");
    for (const parcel of [first, second]) {
      const answer = await postShopifyWebhook(merchant.stores.shopify, "fulfillments/create", parcel);
      expect(answer.status).toBe(200);
    }
    await aftertext.bench("/clock", { advance: "P2D" });
    expect(await readTexts()).toHaveLength(before);
    const decisions = await aftertext.api(merchant.apiKey, "GET", "/v1/decisions?flow=shipping-update");
    expect(decisions.body).toMatchObject([{ outcome: "suppressed", reason: "opted_out" }]);
    await page.close();
  });

  it("a wrong signature is refused and leaves nothing behind", async () => {
    const store = merchant.stores.shopify;
    const other = readFixture("orders-create-gift");
    const answer = await postShopifyWebhook(store, "orders/create", other, { secret: "wrong" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
    const before = await aftertext.api(merchant.apiKey, "GET", "/v1/decisions");
    await aftertext.bench("/clock", { advance: "PT1H" });
    expect((await aftertext.api(merchant.apiKey, "GET", "/v1/decisions")).body).toEqual(before.body);
  });
});

async function readTexts(): Promise<z.infer<typeof Text>[]> {
  return z.array(Text).parse(await aftertext.bench(`/messages?merchantId=${merchant.merchantId}`));
}
