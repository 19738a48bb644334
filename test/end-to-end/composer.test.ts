import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { makeSampleOrder, orderBody } from "../../worker/simulator/example-bodies.ts";
import { type ExtensionBrowser, launchExtensionBrowser } from "./extension-browser.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { postShopifyWebhook } from "./shopify-store.ts";

const Merchant = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  connection: z.string(),
  sender: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});
const Text = z.object({ to: z.string(), body: z.string(), status: z.string() });
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

let aftertext: Aftertext;
let browser: ExtensionBrowser;
let merchant: z.infer<typeof Merchant>;
let orderPage: Page;
let popup: Page;
const order = makeSampleOrder("+12125550142");

type OrderBody = ReturnType<typeof orderBody>;

/** Another order of the shop, with the popup about it as a page. */
async function openOrder(phone: string, change: (body: OrderBody) => void = () => undefined): Promise<Page> {
  const another = makeSampleOrder(phone);
  const body = orderBody(another, "2026-06-02T13:50:00Z");
  change(body);
  expect((await postShopifyWebhook(merchant.stores.shopify, "orders/create", JSON.stringify(body))).status).toBe(200);
  await move("PT0S");
  const tab = await browser.openAdminPage(`https://admin.shopify.com/store/juniper/orders/${another.orderId}`);
  await (await browser.clickToolbarButton(tab)).close();
  const page = await browser.openPopupPage(tab);
  await page.getByRole("heading", { name: another.person.firstName }).waitFor();
  return page;
}

/** Whatever would have to be scrolled sideways to be read. */
const measureOverflow = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll(".popup, .popup *")]
    .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth)
    .map((one) => one.className)`);

const poll = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

beforeAll(async () => {
  aftertext = await startAftertext();
  browser = await launchExtensionBrowser();
  await aftertext.bench("/reset", { now: "2026-06-02T14:00:00Z" }); // 10:00 in New York
  const setup = { name: "Juniper", timeZone: "America/New_York", flows: "none" };
  const stores = { shopify: { shop: "juniper.myshopify.com" } };
  merchant = Merchant.parse(await aftertext.bench("/merchants", { ...setup, stores }));
  const body = JSON.stringify(orderBody(order, "2026-06-02T13:50:00Z"));
  expect((await postShopifyWebhook(merchant.stores.shopify, "orders/create", body)).status).toBe(200);
  await move("PT0S");
  orderPage = await browser.openAdminPage(`https://admin.shopify.com/store/juniper/orders/${order.orderId}`);
  await (await browser.clickToolbarButton(orderPage)).close();
  popup = await browser.openPopupPage(orderPage);
  await popup.getByRole("textbox", { name: "Connection" }).fill(merchant.connection);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await popup.getByRole("heading", { name: order.person.firstName }).waitFor();
});

beforeEach(async () => {
  await popup.unrouteAll();
  await popup.reload();
  await popup.getByRole("heading", { name: order.person.firstName }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await aftertext?.stop();
});

const move = (advance: string) => aftertext.bench("/clock", { advance });
const field = () => popup.getByRole("textbox", { name: "Message" });
const send = () => popup.getByRole("button", { name: "Send", exact: true });
const readTexts = async () => z.array(Text).parse(await aftertext.bench(`/messages?merchantId=${merchant.merchantId}`));
const countTexts = async (body: string) => (await readTexts()).filter((text) => text.body.includes(body)).length;

describe("the composer in Chromium", () => {
  it("takes two clicks: the toolbar's button, and Send; what is typed between them reaches the phone", async () => {
    const real = await browser.clickToolbarButton(orderPage);
    await poll(() => real.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Message");
    await real.type("Your order is packed.");
    await poll(() => real.evaluate("document.querySelector('.gate').textContent")).toBe("Can go now");
    await real.evaluate("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Send').click()");
    await poll(() => real.evaluate("document.querySelector('.countdown')?.textContent")).toMatch(/^Sending in [45] s$/);
    expect(await countTexts("Your order is packed.")).toBe(0);
    await move("PT6S");
    await poll(() => real.evaluate("document.querySelector('.sent-bar [role=status]')?.textContent")).toBe("Delivered");
    await real.close();
    expect((await readTexts()).at(-1)).toMatchObject({ to: order.phone, body: "Your order is packed." });
  });

  it("can be typed in before the Worker has answered anything", async () => {
    await popup.route("**/v1/**", () => undefined); // never answered
    await popup.reload();
    await poll(() => nameFocus()).toBe("Message");
    await popup.keyboard.type("Typed at once");
    expect(await field().inputValue()).toBe("Typed at once");
    await popup.unrouteAll({ behavior: "ignoreErrors" });
    await popup.reload();
    await poll(() => field().inputValue()).toBe("Typed at once");
    await field().fill("");
  });

  it("keeps the draft when the popup closes, and shows it to another window", async () => {
    const real = await browser.clickToolbarButton(orderPage);
    await poll(() => real.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
    await poll(() => real.evaluate("document.querySelector('h1')?.textContent")).toContain(order.person.firstName);
    await real.type("Half a thought");
    await real.close();
    const again = await browser.clickToolbarButton(orderPage);
    await poll(() => again.evaluate("document.querySelector('textarea').value")).toBe("Half a thought");
    await again.close();
    await poll(() => field().inputValue()).toBe("Half a thought");
    await field().fill("");
  });

  it("counts people beside all clicks on its link", async () => {
    await field().fill("See ");
    await popup.getByRole("button", { name: "Add link" }).click();
    await popup.getByLabel("Another address").fill("juniper.example/care");
    await popup.keyboard.press("Enter");
    await send().click();
    await popup
      .getByText(/Sending in/)
      .first()
      .waitFor();
    await move("PT6S");
    await popup.locator(".sent-bar").getByText("Delivered").waitFor();
    const [shortUrl = ""] = /https?:\S+/.exec((await readTexts()).at(-1)?.body ?? "") ?? [];
    for (const agent of [IPHONE, "facebookexternalhit/1.1"]) {
      await fetch(shortUrl, { redirect: "manual", headers: { "user-agent": agent } });
    }
    await popup.locator(".sent-bar").getByText("1 person · 2 in all").waitFor();
  });

  it("undoes a text within its time, and gives the words back", async () => {
    await field().fill("Too hasty");
    await send().click();
    await popup.getByRole("button", { name: "Undo" }).click();
    await popup.getByText("Not sent. The text is back in the field.").waitFor();
    expect(await field().inputValue()).toBe("Too hasty");
    await move("PT1M");
    expect(await countTexts("Too hasty")).toBe(0);
    await field().fill("");
  });

  it("never sends twice when the answer is lost on the way, however often it is tried", async () => {
    let isLost = true;
    await popup.route("**/v1/messages", async (route) => {
      if (!isLost || route.request().method() !== "POST") return route.fallback();
      await route.fetch();
      await route.abort();
    });
    await field().fill("Only once, please");
    await send().click();
    await popup.getByText("We don’t know yet whether it went").waitFor();
    await popup.reload(); // as if the popup had been closed in the middle
    await popup.getByText("We don’t know yet whether it went").waitFor();
    await popup.getByRole("button", { name: "Try again" }).click();
    await popup.getByText("We don’t know yet whether it went").waitFor();
    isLost = false;
    await popup.getByRole("button", { name: "Try again" }).click();
    await popup.locator(".sent-bar").waitFor();
    expect(await field().inputValue()).toBe("");
    await popup.unrouteAll();
    await move("PT1M");
    expect(await countTexts("Only once, please")).toBe(1);
  });

  it("says that it is offline, keeps the text, and sends it when the network is back", async () => {
    await browser.context.setOffline(true);
    await field().fill("Written in a tunnel");
    await popup.getByText("You are offline. The text is kept").waitFor({ timeout: 15_000 });
    await browser.context.setOffline(false);
    await popup.getByText("You are offline").waitFor({ state: "detached" });
    await popup.getByText("Can go now").waitFor();
    await send().click();
    await popup.getByRole("button", { name: "Undo" }).waitFor(); // the Worker has it: before that the clock must not move
    await move("PT1M");
    await poll(() => countTexts("Written in a tunnel")).toBe(1);
  });

  it("proves a test phone by its code and sends the test there, with nothing to the customer", async () => {
    await field().fill("How will this look?");
    await popup.getByText("Can go now").waitFor();
    await popup.getByRole("button", { name: "Test", exact: true }).click();
    await popup.getByLabel("Your mobile number").fill("+12125550199");
    await popup.getByRole("button", { name: "Send code" }).click();
    const code = popup.getByLabel(/^Code sent to/);
    await code.fill("000000");
    await popup.getByRole("button", { name: "Confirm" }).click();
    await popup.getByRole("alert").getByText("This is not the code that was sent.").waitFor();
    const [digits = ""] = /\d{6}/.exec((await readTexts()).at(-1)?.body ?? "") ?? [];
    await code.fill(digits);
    await popup.getByRole("button", { name: "Confirm" }).click();
    await popup.getByRole("button", { name: "Send test" }).click();
    await popup.getByRole("status").getByText("On its way to").waitFor();
    const tests = (await readTexts()).filter(({ body }) => body.includes("How will this look?"));
    expect(tests.map(({ to }) => to)).toEqual(["+12125550199"]);
    await popup.keyboard.press("Escape");
    await field().fill("");
  });

  it("works by the keyboard alone, from the template to the time to undo", async () => {
    await field().focus();
    await pressUntil("Tab", "Templates");
    await popup.keyboard.press("Enter");
    await poll(() => nameFocus()).toBe("Search templates");
    await popup.getByRole("option").first().waitFor();
    await popup.keyboard.type("question");
    await popup.keyboard.press("Enter");
    await poll(() => nameFocus()).toBe("Message");
    await popup.keyboard.press("Control+A");
    await popup.keyboard.type("Code {{ offer.code }} for you");
    await popup.keyboard.press("Home");
    await popup.keyboard.press("Tab");
    await popup.keyboard.type("MOSS");
    expect(await field().inputValue()).toBe("Code MOSS for you");
    await popup.keyboard.press("Control+A");
    await popup.keyboard.type("By keys alone");
    await popup.getByText("Can go now").waitFor();
    await pressUntil("Tab", "Send");
    await popup.keyboard.press("Enter");
    await popup
      .getByText(/Sending in/)
      .first()
      .waitFor();
    await pressUntil("Shift+Tab", "Undo");
    await popup.keyboard.press("Enter");
    await popup.getByText("Not sent.").waitFor();
    await field().focus();
    await popup.keyboard.press("Control+Enter");
    await popup
      .getByText(/Sending in/)
      .first()
      .waitFor();
    await move("PT1M");
    expect(await countTexts("By keys alone")).toBe(1);
  });

  it("shows the focus wherever the keyboard goes, uncovered, and large enough to hit", async () => {
    await field().fill("Have a look: {{ link }}");
    await popup.getByText("Say where the link leads").waitFor();
    const seen = new Set<string>();
    for (let presses = 0; presses < 30; presses += 1) {
      const { name, isRinged, isOnTop, size } = await measureFocus();
      seen.add(name);
      expect({ name, isRinged, isOnTop, isLarge: size >= 24 }).toEqual({
        name,
        isRinged: true,
        isOnTop: true,
        isLarge: true,
      });
      await popup.keyboard.press("Tab");
    }
    for (const name of ["Message", "Templates", "Add link", "Test", "Kind of text", "Send", "Send later"]) {
      expect([...seen], [...seen].join(", ")).toContain(name);
    }
    await field().fill("");
  });

  it.each(["light", "dark"] as const)("has no barriers that axe can find, in %s colours", async (colorScheme) => {
    await popup.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await findBarriers(), "empty").toEqual([]);
    await field().fill(`Hi {{ offer.code }}, “20 % off”: {{ link }} ${"and on ".repeat(20)}`);
    await popup.getByRole("button", { name: "Replace" }).waitFor();
    expect(await findBarriers(), "writing").toEqual([]);
    for (const name of ["Templates", "Add link", "Test", "Send later", "Juniper"]) {
      await popup.getByRole("button", { name }).first().click();
      await popup.getByRole("dialog").waitFor();
      await popup.waitForTimeout(50);
      expect(await findBarriers(), name).toEqual([]);
      await popup.keyboard.press("Escape");
      await popup.getByRole("dialog").waitFor({ state: "detached" });
    }
    await field().fill("All good?");
    await popup.getByText("Can go now").waitFor();
    expect(await findBarriers(), "ready").toEqual([]);
    await send().click();
    await popup.getByRole("button", { name: "Undo" }).waitFor();
    expect(await findBarriers(), "sent").toEqual([]);
    await popup.getByRole("button", { name: "Undo" }).click();
    await popup.getByText("Not sent.").waitFor();
    await field().fill("");
    await popup.emulateMedia({ colorScheme: null });
  });

  it.each([
    [190, 290], // 200 % of the popup
    [320, 800],
    [600, 900],
  ])("needs no scrolling sideways in a window of %d pixels", async (width, height) => {
    await popup.setViewportSize({ width, height });
    await field().fill(`Your order: {{ link }} “${"and on ".repeat(30)}”`);
    await popup.getByRole("button", { name: "Replace" }).waitFor();
    expect(await popup.evaluate("document.querySelector('.popup').scrollWidth")).toBeLessThanOrEqual(width);
    expect(await findBarriers()).toEqual([]);
    await field().fill("");
    await popup.setViewportSize({ width: 380, height: 580 });
  });

  it.each([
    [380, 600],
    [320, 800],
  ])("gives long names, many items and 10,000 characters room in a window of %d pixels", async (width, height) => {
    const page = await openOrder("+12125550143", (body) => {
      const title = "Hand-poured beeswax candle with cedar, juniper and winter orange, large, refill";
      body.line_items = body.line_items.flatMap((item) =>
        [1, 2, 3, 4].map((id) => ({ ...item, id, title, name: title })),
      );
      body.name = "#ORDER-2026-EU-0000123456";
      body.customer.last_name = "von Hohenlohe-Langenburg-Schillingsfürst";
    });
    await page.setViewportSize({ width, height });
    if (height < 760) await page.locator(".order summary").click();
    expect(await measureOverflow(page)).toEqual([]);
    await page.getByRole("textbox", { name: "Message" }).fill("x".repeat(10_000));
    await page.getByText("8,400 characters too many").waitFor();
    expect(await page.evaluate("document.querySelector('.popup').scrollHeight")).toBeLessThanOrEqual(height);
    await page.getByRole("textbox", { name: "Message" }).fill("");
    await page.close();
  });

  it("shows what was said last, with what is to come below it", async () => {
    const later = ["care", "check", "tips", "thanks"];
    for (const key of later) {
      const steps = [{ send: { body: "All well?" }, class: "transactional", after: "P6D" }];
      const flow = { name: key, trigger: { event: "order.placed" }, steps };
      expect((await aftertext.api(merchant.apiKey, "PUT", `/v1/flows/${key}`, flow)).status).toBeLessThan(300);
    }
    const page = await openOrder("+12125550144");
    const reply = { from: "+12125550144", to: merchant.sender, body: "Can I still send one back?" };
    await aftertext.bench("/replies", reply);
    await move("PT0S");
    await page.setViewportSize({ width: 380, height: 480 }); // the least that the popup asks for
    await page.reload();
    await page.getByText("Waiting until").first().waitFor();
    const isSeen = `(() => {
      const box = document.querySelector(".conversation").getBoundingClientRect();
      const said = [...document.querySelectorAll(".bubble")].at(-1).getBoundingClientRect();
      return said.top >= box.top && said.bottom <= box.bottom;
    })()`;
    await expect.poll(() => page.evaluate(isSeen)).toBe(true);
    await page.close();
    for (const key of later) await aftertext.api(merchant.apiKey, "POST", `/v1/flows/${key}/pause`);
  });

  it("takes a key press into 1,600 characters within a frame", async () => {
    await field().fill("Größe [M] für 5 € ist “da”, José 📦 {2|3}. ".repeat(40).slice(0, 1_590));
    await popup.waitForTimeout(800);
    await field().press("End");
    const session = await popup.context().newCDPSession(popup);
    await session.send("Performance.enable");
    const spent = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
    };
    const before = await spent();
    for (let presses = 0; presses < 10; presses += 1) await popup.keyboard.press("x");
    const perPressMs = ((await spent()) - before) * 100;
    // A frame is 16.7 ms. All that a key press sets off is in here, also what is put off until the frame is shown.
    expect(perPressMs).toBeLessThan(60);

    await field().fill("");
  });

  it("says when the shop's quiet hours end by the customer's clock, and schedules for then by one click", async () => {
    const policy = { ...shippedPolicy, caps: [] };
    expect((await aftertext.api(merchant.apiKey, "PUT", "/v1/policy", policy)).status).toBe(200);
    await move("PT15H"); // past 22:00 from coast to coast
    await popup.reload();
    await field().fill("Your throw is packed");
    await popup.getByText(/^Closed there until/).waitFor();
    await popup.getByRole("button", { name: /^Schedule for/ }).click();
    await popup.locator(".sent-bar.waiting").waitFor();
    expect(await countTexts("Your throw is packed")).toBe(0);
    await move("PT13H");
    expect(await countTexts("Your throw is packed")).toBe(1);
  });
});

/** What axe finds against WCAG 2.2 AA, each with the first place where it is. */
async function findBarriers(): Promise<unknown> {
  await popup.evaluate(axe.source);
  return popup.evaluate(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`);
}

const nameFocus = async () =>
  String(
    await popup.evaluate(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()",
    ),
  );

async function pressUntil(key: string, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await nameFocus()) === name) return;
    await popup.keyboard.press(key);
  }
  throw new Error(`"${name}" is not reached by ${key}`);
}

const Focus = z.object({ name: z.string(), isRinged: z.boolean(), isOnTop: z.boolean(), size: z.number() });

/** WCAG 2.4.7, 2.4.11 and 2.5.8. */
async function measureFocus() {
  const measured = await popup.evaluate(`(() => {
    const focused = document.activeElement;
    const { x, y, width, height } = focused.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const ringed = [focused, focused.closest(".box")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
    return {
      name: focused.getAttribute("aria-label") ?? focused.textContent.trim(),
      isRinged: focused === document.body || ringed,
      isOnTop: focused === document.body || focused.contains(top),
      size: focused === document.body ? 24 : Math.min(width, height),
    };
  })()`);
  return Focus.parse(measured);
}
