import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { makeSampleOrder, orderBody } from "../../worker/simulator/example-bodies.ts";
import { type ExtensionBrowser, launchExtensionBrowser, type RealPopup } from "./extension-browser.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { postShopifyWebhook } from "./shopify-store.ts";

const Merchant = z.object({
  apiKey: z.string(),
  connection: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});
const Clock = z.object({ now: z.string() });

let aftertext: Aftertext;
let browser: ExtensionBrowser;
let merchant: z.infer<typeof Merchant>;
let orderPage: Page;
const order = makeSampleOrder("+12125550142");
const customerName = `${order.person.firstName} ${order.person.lastName}`;
const admin = (path: string) => `https://admin.shopify.com/store/juniper/${path}`;

beforeAll(async () => {
  aftertext = await startAftertext();
  browser = await launchExtensionBrowser();
  merchant = Merchant.parse(
    await aftertext.bench("/merchants", {
      name: "Juniper",
      timeZone: "America/New_York",
      flows: "none",
      stores: { shopify: { shop: "juniper.myshopify.com" } },
    }),
  );
  await publishThanks();
  await placeOrder();
  orderPage = await browser.openAdminPage(admin(`orders/${order.orderId}`));
});

afterAll(async () => {
  await browser?.close();
  await aftertext?.stop();
});

describe("the popup in Chromium", () => {
  it("asks for the connection when its button is clicked for the first time", async () => {
    const popup = await browser.clickToolbarButton(orderPage);
    await expect.poll(() => read(popup)).toContain("Connect your shop");
    await popup.close();
  });

  it("refuses a wrong key and says what to do", async () => {
    const popup = await browser.openPopupPage(orderPage);
    await connect(popup, `${aftertext.baseUrl}#at_wrong`);
    await popup.getByRole("alert").getByText("This key is not valid").waitFor();
    await popup.close();
  });

  it("pairs by the connection and shows the order, its customer and the text that was sent", async () => {
    const popup = await browser.openPopupPage(orderPage);
    await connect(popup, merchant.connection);
    await popup.getByRole("heading", { name: customerName }).waitFor();
    await popup.getByRole("heading", { name: order.name }).waitFor();
    await popup.getByText(order.product.title).first().waitFor();
    const text = popup.getByRole("listitem").filter({ hasText: `Thanks for order ${order.name}!` });
    await text.getByText("Delivered").waitFor();
    await popup.close();
  });

  it("remembers the connection, and finds the record of the tab it is opened on", async () => {
    const popup = await browser.clickToolbarButton(orderPage);
    await expect.poll(() => read(popup)).toContain(`Thanks for order ${order.name}!`);
    await popup.close();
    const customerPage = await browser.openAdminPage(admin(`customers/${order.customerId}`));
    const again = await browser.clickToolbarButton(customerPage);
    await expect.poll(() => read(again)).toContain(customerName);
    await again.close();
  });

  it("tells of a page that links lead to and that is gone, and opens it", async () => {
    const url = "https://juniper.example/serum";
    await aftertext.api(merchant.apiKey, "POST", "/v1/links", { url });
    await aftertext.bench("/targets", { url, status: 404 });
    const popup = await browser.openPopupPage(orderPage);
    await popup.getByRole("button", { name: "1 notice" }).click();
    await popup.getByRole("heading", { name: "A link leads nowhere" }).waitFor();
    expect(await popup.getByRole("link", { name: url }).getAttribute("href")).toBe(url);
    await aftertext.bench("/targets", { url, status: 200 });
    await popup.close();
  });

  it("tells an unknown order from a page that is no order", async () => {
    const page = await browser.openAdminPage(admin("orders/404404"));
    const unknown = await browser.clickToolbarButton(page);
    await expect.poll(() => read(unknown)).toContain("Aftertext does not know this order");
    await unknown.close();
    await page.goto(admin("products"));
    const elsewhere = await browser.clickToolbarButton(page);
    await expect.poll(() => read(elsewhere)).toContain("Open an order in your store admin");
    await elsewhere.close();
  });

  it("fits its window without scrolling sideways, in the dark too", async () => {
    const popup = await browser.openPopupPage(orderPage);
    await popup.emulateMedia({ colorScheme: "dark" });
    await popup.getByRole("heading", { name: customerName }).waitFor();
    const measured = z.object({ wide: z.number(), background: z.string() }).parse(
      await popup.evaluate(`({
        wide: document.querySelector(".popup").scrollWidth,
        background: getComputedStyle(document.body).backgroundColor,
      })`),
    );
    expect(measured).toEqual({ wide: 380, background: "rgb(27, 23, 21)" });
    await popup.close();
  });

  it("forgets the key when told to", async () => {
    const popup = await browser.openPopupPage(orderPage);
    await popup.getByRole("button", { name: "Juniper" }).click();
    await popup.getByRole("button", { name: "Disconnect" }).click();
    await popup.getByRole("button", { name: "Yes, disconnect" }).click();
    await popup.getByRole("textbox", { name: "Connection" }).waitFor();
    expect(await browser.worker.evaluate("chrome.storage.local.get(null)")).toEqual({});
    await popup.close();
  });
});

async function connect(popup: Page, line: string): Promise<void> {
  await popup.getByRole("textbox", { name: "Connection" }).fill(line);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
}

const read = async (popup: RealPopup) => String(await popup.evaluate("document.body.innerText"));

async function publishThanks(): Promise<void> {
  const answer = await aftertext.api(merchant.apiKey, "PUT", "/v1/flows/thanks", {
    key: "thanks",
    name: "Thanks",
    trigger: { event: "order.placed" },
    per: "order",
    reentry: "never",
    steps: [
      {
        send: { template: "thanks", body: "Thanks for order {{ order.name }}!" },
        class: "transactional",
        after: "PT0S",
      },
    ],
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

async function placeOrder(): Promise<void> {
  const { now } = Clock.parse(await aftertext.bench("/clock"));
  const body = JSON.stringify(orderBody(order, now));
  expect((await postShopifyWebhook(merchant.stores.shopify, "orders/create", body)).status).toBe(200);
  await aftertext.bench("/clock", { advance: "PT0S" });
}
