/** `npm run screenshots`: the pictures of the README, made by the running system in a real Chromium. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import * as z from "zod";
import { ensureChromium } from "./end-to-end/chromium.ts";
import { launchExtensionBrowser } from "./end-to-end/extension-browser.ts";
import { startAftertext } from "./end-to-end/server.ts";

const images = path.resolve(import.meta.dirname, "../docs/images");
mkdirSync(images, { recursive: true });

const Merchant = z.object({ merchantId: z.string(), connection: z.string() });
const Placed = z.object({ orderId: z.string(), phone: z.string() });

const aftertext = await startAftertext();
try {
  await aftertext.bench("/reset", { now: "2026-05-12T14:20:00Z" });
  const merchant = Merchant.parse(
    await aftertext.bench("/merchants", {
      name: "Juniper & Co",
      timeZone: "America/New_York",
      flows: "default",
      stores: { shopify: { shop: "juniper.myshopify.com" } },
    }),
  );
  const { merchantId } = merchant;
  const move = (advance: string) => aftertext.bench("/clock", { advance });
  const step = (body: object) => aftertext.bench("/example-order", { merchantId, ...body });

  await step({ phone: "+12125550117" });
  await move("PT40M");
  await step({ phone: "+12125550139" });
  await move("PT1H");
  const order = Placed.parse(await step({ phone: "+12125550164" }));
  await move("PT3H");
  await step({ step: "ship" });
  await move("P2D");
  await step({ step: "deliver" });
  await move("PT10M");

  await takePhones();
  await takePopup(merchant.connection, order.orderId);
  process.stdout.write(`docs/images/phones.png and popup.png are new\n`);
} finally {
  await aftertext.stop();
}

async function takePhones(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 880 }, reducedMotion: "reduce" });
  await page.goto(`${aftertext.baseUrl}/bench/phone`);
  await page.getByRole("listitem").filter({ hasText: "has been delivered" }).first().waitFor();
  await page.screenshot({ path: path.join(images, "phones.png") });
  await browser.close();
}

async function takePopup(connection: string, orderId: string): Promise<void> {
  const browser = await launchExtensionBrowser();
  const tab = await browser.openAdminPage(`https://admin.shopify.com/store/juniper/orders/${orderId}`);
  const real = await browser.clickToolbarButton(tab); // uncovers the tab's address
  await real.close();
  const popup = await browser.openPopupPage(tab);
  await popup.setViewportSize({ width: 380, height: 720 });
  await popup.getByRole("textbox", { name: "Connection" }).fill(connection);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await popup.getByText("Delivered").first().waitFor();
  await popup.screenshot({ path: path.join(images, "popup.png") });
  await browser.close();
}
