/** `npm run screenshots`: the pictures of the README, made by the running system in a real Chromium. */
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import * as z from "zod";
import { ensureChromium } from "./end-to-end/chromium.ts";
import { type ExtensionBrowser, launchExtensionBrowser } from "./end-to-end/extension-browser.ts";
import { startAftertext } from "./end-to-end/server.ts";

const images = path.resolve(import.meta.dirname, "../docs/images");
mkdirSync(images, { recursive: true });

const Merchant = z.object({ merchantId: z.string(), connection: z.string(), sender: z.string() });
const Placed = z.object({ orderId: z.string(), phone: z.string() });

const words = {
  en: { templates: "Templates", onItsWay: "On its way" },
  es: { templates: "Plantillas", onItsWay: "En camino" },
  fr: { templates: "Modèles", onItsWay: "En route" },
  de: { templates: "Vorlagen", onItsWay: "Unterwegs" },
};

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

  const reply = { from: order.phone, to: merchant.sender, body: "Lovely, thank you! Can I still send one back?" };
  await aftertext.bench("/replies", reply);
  await move("PT1M");

  await takePhones();
  await takeComposer(merchant.connection, order.orderId);
  process.stdout.write(`${readdirSync(images).length} pictures are in docs/images\n`);
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
  await take(page, "phones");
  await browser.close();
}

/** The composer as a merchant meets it: in both colour schemes and four languages, and in the states that matter most. */
async function takeComposer(connection: string, orderId: string): Promise<void> {
  const browser = await launchExtensionBrowser();
  try {
    await takePictures(browser, connection, orderId);
  } finally {
    await browser.close();
  }
}

async function takePictures(browser: ExtensionBrowser, connection: string, orderId: string): Promise<void> {
  const tab = await browser.openAdminPage(`https://admin.shopify.com/store/juniper/orders/${orderId}`);
  const real = await browser.clickToolbarButton(tab); // uncovers the tab's address
  await real.close();
  const popup = await browser.openPopupPage(tab);
  await popup.emulateMedia({ reducedMotion: "reduce" });
  await popup.setViewportSize({ width: 380, height: 600 });
  await popup.getByRole("textbox", { name: "Connection" }).fill(connection);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await popup.getByRole("textbox", { name: "Message" }).waitFor();

  for (const [language, { templates, onItsWay }] of Object.entries(words)) {
    await popup.evaluate(`localStorage.setItem("settings", "${language}")`);
    await popup.reload();
    await popup.getByRole("button", { name: templates }).click();
    await popup
      .getByRole("option")
      .filter({ has: popup.getByText(onItsWay, { exact: true }) })
      .click();
    await popup.locator(".gate-row.go").waitFor();
    await popup.mouse.move(0, 0);
    for (const colorScheme of ["light", "dark"] as const) {
      await popup.emulateMedia({ colorScheme });
      await take(popup, `popup-${language}-${colorScheme}`);
    }
    await popup.emulateMedia({ colorScheme: "light" });
    if (language === "en") await take(popup, "popup");
    await popup.getByRole("textbox").fill("");
  }

  await popup.evaluate(`localStorage.removeItem("settings")`);
  await popup.reload();
  await takeStates(popup);
  await takeSidePanel(popup);
}

async function takeStates(popup: Page): Promise<void> {
  const field = popup.getByRole("textbox", { name: "Message" });
  await field.fill("Hi! Here is “20 % off” your next throw, with the code {{ offer.code }}.");
  await popup.getByRole("heading", { level: 1, name: /Lindqvist/ }).waitFor();
  await popup.getByRole("button", { name: "Add link" }).click();
  await take(popup, "link");
  await popup.getByRole("button", { name: "Filled cart" }).click();
  await popup.getByText("1 blank to fill").waitFor();
  await popup.getByRole("button", { name: "Replace" }).waitFor();
  await take(popup, "writing");

  await field.fill("Of course you can. The label is in your parcel, just drop it at any UPS shop.");
  await popup.locator(".gate-row.go").waitFor();
  await popup.getByRole("button", { name: "Send later" }).click();
  await take(popup, "schedule");
  await popup.keyboard.press("Escape");
  await popup.getByRole("button", { name: "Send", exact: true }).click();
  await popup.getByRole("button", { name: "Undo" }).waitFor();
  await take(popup, "undo");
  await popup.getByRole("button", { name: "Undo" }).click();
  await popup.getByText("Not sent.").waitFor();

  await aftertext.bench("/clock", { advance: "PT6H" });
  await field.fill("20% off all wool until Sunday!");
  await popup.locator(".gate-row.wait").waitFor();
  await take(popup, "quiet-hours");
}

/** A panel is as wide as the merchant pulls it; its page is the same as a tab's. */
async function takeSidePanel(popup: Page): Promise<void> {
  await popup.setViewportSize({ width: 420, height: 860 });
  await popup.reload();
  await popup.getByText("Track").first().waitFor();
  await take(popup, "side-panel");
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(images, `${name}.png`) });
}
