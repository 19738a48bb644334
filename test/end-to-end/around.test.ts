import axe from "axe-core";
import type { BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { makeSampleOrder, orderBody } from "../../worker/simulator/example-bodies.ts";
import { type ExtensionBrowser, launchExtensionBrowser } from "./extension-browser.ts";
import { type Aftertext, startAftertext } from "./server.ts";
import { postShopifyWebhook } from "./shopify-store.ts";

const Merchant = z.object({
  apiKey: z.string(),
  connection: z.string(),
  sender: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});
const Devices = z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), current: z.boolean() })) });

let aftertext: Aftertext;
let browser: ExtensionBrowser;
let context: BrowserContext;
let merchant: z.infer<typeof Merchant>;
const first = makeSampleOrder("+12125550142");
const second = makeSampleOrder("+12125550155");
const admin = (path: string) => `https://admin.shopify.com/store/juniper/${path}`;

beforeAll(async () => {
  aftertext = await startAftertext();
  browser = await launchExtensionBrowser();
  ({ context } = browser);
  merchant = Merchant.parse(
    await aftertext.bench("/merchants", {
      name: "Juniper",
      timeZone: "America/New_York",
      flows: "none",
      stores: { shopify: { shop: "juniper.myshopify.com" } },
    }),
  );
  const { now } = z.object({ now: z.string() }).parse(await aftertext.bench("/clock"));
  for (const order of [first, second]) {
    const body = JSON.stringify(orderBody(order, now));
    expect((await postShopifyWebhook(merchant.stores.shopify, "orders/create", body)).status).toBe(200);
  }
  await aftertext.bench("/clock", { advance: "PT0S" });
  await serveStrictAdmin();
});

afterAll(async () => {
  await browser?.close();
  await aftertext?.stop();
});

// One after another: each goes on where the one before has left the browser.
describe("around the composer", () => {
  let order: Page;

  it("pairing makes a device with a name, and no script of a page can read what proves it", async () => {
    order = await open(admin(`orders/${first.orderId}`));
    await (await browser.clickToolbarButton(order)).close();
    const popup = await browser.openPopupPage(order);
    await popup.getByText("goes to this server").or(popup.getByText("go to this server")).waitFor();
    await popup.getByRole("textbox", { name: "Connection" }).fill(merchant.connection);
    await popup.getByRole("button", { name: "Connect", exact: true }).click();
    await popup.getByText(first.person.firstName).first().waitFor();
    await popup.close();
    expect((await listDevices()).map(({ name }) => name)).toEqual([expect.stringMatching(/^Chrome on /)]);
    expect(JSON.stringify(await browser.worker.evaluate("chrome.storage.local.get(null)"))).not.toContain(
      merchant.apiKey,
    );
  });

  it("“Shorten and copy” puts a short link of the page into the clipboard, and the badge says so", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: "https://admin.shopify.com" });
    await order.bringToFront();
    await clickMenu(order, {
      menuItemId: "shorten",
      pageUrl: order.url(),
      linkUrl: "https://juniper.example/tea?size=2",
    });
    await expect
      .poll(() => order.evaluate("navigator.clipboard.readText()"))
      .toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\w{6,}$/);
    expect(await badgeOf(order)).toMatchObject({ text: "✓", title: expect.stringMatching(/is copied$/) });
    const link = String(await order.evaluate("navigator.clipboard.readText()"));
    const followed = await fetch(link, { redirect: "manual" });
    expect(followed.headers.get("location")).toContain("https://juniper.example/tea?size=2");
  });

  it("every shortcut is the extension's, none one that Chromium keeps for itself and never gives away", async () => {
    const given = z
      .array(z.object({ name: z.string(), shortcut: z.string() }))
      .parse(await browser.worker.evaluate("chrome.commands.getAll()"));
    expect(given.map(({ name, shortcut }) => [name, shortcut])).toEqual([
      ["_execute_action", "Alt+Shift+Y"],
      ["open-side-panel", "Alt+Shift+U"],
      ["shorten-page", "Alt+Shift+L"],
    ]);
  });

  it("the shortcut does the same with the page's own address", async () => {
    await order.bringToFront();
    await browser.worker.evaluate(`chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) => {
      chrome.commands.onCommand.dispatch("shorten-page", tab);
    })`);
    const followed = async () => {
      const link = String(await order.evaluate("navigator.clipboard.readText()"));
      return (await fetch(link, { redirect: "manual" })).headers.get("location");
    };
    await expect.poll(followed).toContain(order.url());
  });

  it.each([
    ["a page of the browser", "chrome://settings/", /only addresses that begin with http/],
    ["an address with a password", "https://me:secret@juniper.example/", /contains a user name or password/],
    ["a machine of the own network", "http://printer/", /only works inside your own network/],
  ])("“Shorten and copy” says at the button why %s gets no short link", async (_, linkUrl, why) => {
    await clickMenu(order, { menuItemId: "shorten", pageUrl: order.url(), linkUrl });
    await expect.poll(() => badgeOf(order)).toMatchObject({ text: "!", title: expect.stringMatching(why) });
  });

  it("where a page lets nothing be copied, the link waits in the popup", async () => {
    const page = await open("https://plain.example/"); // no click on the button there: we may not run anything in it
    await clickMenu(page, { menuItemId: "shorten", pageUrl: "https://plain.example/" });
    await expect.poll(() => badgeOf(page)).toMatchObject({ text: "link" });
    const popup = await browser.openPopupPage();
    await popup.getByRole("button", { name: "Copy" }).click();
    await popup.getByRole("button", { name: "Copied" }).waitFor();
    await popup.close();
    await page.close();
  });

  it("the address bar suggests the order that bears a number, and whoever has a phone number", async () => {
    const suggestions = await suggest(first.name.slice(1));
    expect(suggestions).toEqual([
      {
        content: `?platform=shopify&shop=juniper.myshopify.com&kind=order&id=${first.orderId}`,
        description: expect.stringContaining(first.person.firstName),
      },
    ]);
    expect(await suggest(second.phone)).toMatchObject([{ content: expect.stringContaining(second.orderId) }]);
    expect(await suggest("no such thing")).toEqual([]);
    const opened = context.waitForEvent("page");
    await browser.worker.evaluate(
      `void chrome.omnibox.onInputEntered.dispatch(${JSON.stringify(first.name)}, "newForegroundTab")`,
    );
    const composer = await opened;
    await composer.getByText(first.person.firstName).first().waitFor();
    await composer.close();
  });

  it("the side panel follows the tabs of its window, and says when a tab is hidden from it", async () => {
    await order.bringToFront();
    const popup = await browser.clickToolbarButton(order);
    await popup.evaluate(
      "chrome.tabs.query({ active: true, currentWindow: true }).then(([tab]) => { window.at = tab.windowId; })",
    );
    await popup.evaluateAsClick("void chrome.sidePanel.open({ windowId: window.at })"); // the popup gives way to the panel
    const panel = await browser.attachTo("sidepanel.html");
    const read = async () => String(await panel.evaluate("document.body.innerText"));
    await expect.poll(read).toContain(first.person.firstName);
    const other = await open(admin(`orders/${second.orderId}`));
    await expect.poll(read).toContain("Click the Aftertext button once on this tab");
    await (await browser.clickToolbarButton(other)).close();
    await expect.poll(read).toContain(second.person.firstName);
    await order.bringToFront();
    await expect.poll(read).toContain(first.person.firstName);
    await other.close();
    await panel.close();
  });

  describe("the button in the store's pages", () => {
    let page: Page;
    let shadow: ShadowReader;

    it("is not there before the merchant turns it on, and then at once", async () => {
      page = await open(admin(`orders/${first.orderId}`));
      shadow = await ShadowReader.create(page);
      await page.waitForTimeout(300);
      expect(await shadow.find("Text this customer")).toBeUndefined();
      await turnOn();
      await expect.poll(() => shadow.find("Text this customer")).toBeDefined();
    });

    it("is out of the page's reach, and drawn in spite of the page's policy against styles", async () => {
      expect(await page.evaluate("document.querySelector('aftertext-button').shadowRoot")).toBeNull();
      const { width, height, x, y } = await shadow.measure("Text this customer");
      expect(height).toBeGreaterThanOrEqual(24);
      expect([x + width > 1000, y > 600]).toEqual([true, true]); // the corner at the bottom right
    });

    it("can be moved by keyboard, and by a click for whoever cannot drag", async () => {
      await shadow.focus("Move this button");
      await page.keyboard.press("ArrowUp");
      await expect.poll(async () => (await shadow.measure("Text this customer")).y).toBeLessThan(100);
      await page.keyboard.press("ArrowLeft");
      await expect.poll(async () => (await shadow.measure("Text this customer")).x).toBeLessThan(200);
      await page.reload();
      await expect.poll(async () => (await shadow.measure("Text this customer")).x).toBeLessThan(200);
      await shadow.click("Move this button"); // from the last corner to the first
      await expect.poll(async () => (await shadow.measure("Text this customer")).x).toBeGreaterThan(1000);
      const { x, y } = await shadow.measure("Move this button");
      await page.mouse.move(x + 8, y + 8);
      await page.mouse.down();
      await page.mouse.move(200, 650, { steps: 5 });
      await page.mouse.up();
      await expect.poll(async () => (await shadow.measure("Text this customer")).x).toBeLessThan(200);
      expect((await shadow.measure("Text this customer")).y).toBeGreaterThan(600);
    });

    it("goes and comes with the page's own changes of route", async () => {
      await page.evaluate(`history.pushState({}, "", "/store/juniper/products")`);
      await expect.poll(() => shadow.find("Text this customer")).toBeUndefined();
      await page.evaluate(`history.pushState({}, "", "/store/juniper/customers/${first.customerId}")`);
      await expect.poll(() => shadow.find("Text this customer")).toBeDefined();
      await page.evaluate(`history.pushState({}, "", "/store/another/orders/1")`);
      await expect.poll(() => shadow.find("Text this customer")).toBeUndefined();
      await page.goBack();
      await expect.poll(() => shadow.find("Text this customer")).toBeDefined();
    });

    it("opens the composer about this page's record", async () => {
      await page.bringToFront();
      await shadow.click("Text this customer");
      const popup = await browser.attachTo("popup.html");
      await expect
        .poll(async () => String(await popup.evaluate("document.body.innerText")))
        .toContain(first.person.firstName);
      await popup.close();
    });

    it("gives a page's script nothing of what we keep", async () => {
      const seen = await shadow.evaluateInOurWorld(`Promise.all([
        chrome.storage.local.get(null).then(JSON.stringify, String),
        chrome.storage.session.get(null).then(JSON.stringify, String),
        indexedDB.databases().then(JSON.stringify, String),
        chrome.runtime.sendMessage({ kind: "renew" }).then(JSON.stringify, String),
      ]).then((all) => all.join("\\n"))`);
      expect(seen).toMatch(/^Error: Access to storage is not allowed.*\n.*not allowed/);
      expect(seen).not.toMatch(/atd_|atr_|at_|renewed|aftertext/i);
    });

    it("is hidden where the merchant hides it, until the options bring it back", async () => {
      await shadow.click("Hide it in this store");
      await expect.poll(() => shadow.find("Text this customer")).toBeUndefined();
      const options = await openOptions();
      await options.getByRole("button", { name: "Show it again" }).click();
      await options.close();
      await expect.poll(() => shadow.find("Text this customer")).toBeDefined();
    });

    it("goes when its permission is withdrawn", async () => {
      const options = await openOptions();
      await options.getByRole("switch", { checked: true }).click();
      await expect.poll(() => shadow.find("Text this customer")).toBeUndefined();
      expect(await browser.worker.evaluate("chrome.scripting.getRegisteredContentScripts()")).toEqual([]);
      expect(await browser.worker.evaluate("chrome.permissions.getAll().then(({ origins }) => origins)")).toEqual([]);
      await options.close();
      await page.close();
    });
  });

  it.each(["light", "dark"] as const)("the options are for everybody, in %s colours", async (colorScheme) => {
    const options = await openOptions();
    await options.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await options.getByRole("heading", { name: "Connected browsers" }).waitFor();
    expect(await findBarriers(options)).toEqual([]);
    await options.setViewportSize({ width: 320, height: 800 }); // 1280 pixels at 400 %: WCAG 1.4.10
    expect(await options.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
    await options.close();
  });

  it("the options can be read and changed by keyboard alone, in another language at once", async () => {
    const options = await openOptions();
    const language = options.getByLabel("Language");
    await tabTo(options, "language");
    await options.keyboard.press("ArrowDown"); // English
    await options.keyboard.press("ArrowDown");
    await options.getByRole("heading", { name: "Opciones de Aftertext" }).waitFor();
    expect(await options.evaluate("document.documentElement.lang")).toBe("es");
    await expect.poll(() => options.getByRole("status").textContent()).toBe("Guardado.");
    await options.keyboard.press("Home");
    await options.getByRole("heading", { name: "Aftertext options" }).waitFor();
    await expect.poll(() => language.inputValue()).toBe("");
    await options.close();
  });

  it("the badge counts the replies that wait, and says it in words", async () => {
    await aftertext.bench("/replies", { from: first.phone, to: merchant.sender, body: "Where is my order?" });
    await aftertext.bench("/clock", { advance: "PT0S" });
    await order.bringToFront();
    const popup = await browser.clickToolbarButton(order);
    await expect
      .poll(async () => String(await popup.evaluate("document.body.innerText")))
      .toContain(first.person.firstName);
    await popup.close(); // its end is when we look
    await expect.poll(() => browser.worker.evaluate("chrome.action.getBadgeText({})")).toBe("1");
    expect(await browser.worker.evaluate("chrome.action.getTitle({})")).toBe("Aftertext: 1 reply waits for an answer");
  });

  it("a device revoked elsewhere is signed out in the middle, and says so without losing anything", async () => {
    await browser.worker.evaluate(`chrome.storage.local.set({ "draft:kept": "Half a text" })`);
    const popup = await browser.openPopupPage(order);
    await popup.getByText(first.person.firstName).first().waitFor();
    const [device] = await listDevices();
    expect((await aftertext.api(merchant.apiKey, "DELETE", `/v1/devices/${device?.id}`)).status).toBe(204);
    await expect
      .poll(() => browser.worker.evaluate("chrome.storage.session.get('access')"), { timeout: 15_000 })
      .toEqual({});
    await popup.close();
    const again = await browser.openPopupPage(order);
    await again.getByText("This browser was signed out").waitFor();
    await again.close();
    expect(await browser.worker.evaluate(`chrome.storage.local.get("draft:kept")`)).toEqual({
      "draft:kept": "Half a text",
    });
  });
});

/** Answers for every site of these tests with a policy as strict as admins have: no inline style, no script but its own. */
async function serveStrictAdmin(): Promise<void> {
  await context.route(/^https:\/\/(?:admin\.shopify\.com|plain\.example)\//, (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: {
        "content-security-policy": "default-src 'self'; style-src 'self'; require-trusted-types-for 'script'",
      },
      body: "<!doctype html><html lang=en><title>Admin</title><h1>Admin</h1>",
    }),
  );
}

async function open(url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function openOptions(): Promise<Page> {
  const options = await context.newPage();
  await options.goto(`chrome-extension://${browser.extensionId}/options.html`);
  await options.getByRole("heading", { name: "Stores" }).waitFor();
  return options;
}

/** The browser's question cannot be clicked from here: its own page of extensions gives the access before it would ask. */
async function turnOn(): Promise<void> {
  const settings = await context.newPage();
  await settings.goto("chrome://extensions");
  await settings.evaluate(
    `chrome.developerPrivate.addHostPermission("${browser.extensionId}", "https://admin.shopify.com/*")`,
  );
  await settings.close();
  const options = await openOptions();
  const turn = options.getByRole("switch", { name: "juniper.myshopify.com" });
  await turn.click();
  await expect.poll(() => turn.getAttribute("aria-checked")).toBe("true");
  await options.close();
}

/** What axe finds against WCAG 2.2 AA, each with the first place where it is. */
async function findBarriers(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`);
}

async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate("document.activeElement.id")) === id) return;
  }
  throw new Error(`#${id} is not reached by the keyboard`);
}

async function listDevices() {
  return Devices.parse((await aftertext.api(merchant.apiKey, "GET", "/v1/devices")).body).items;
}

/** No protocol opens a context menu: its event is dispatched in the worker, with what the browser would say of the click. */
async function clickMenu(page: Page, info: Record<string, unknown>): Promise<void> {
  await page.bringToFront();
  const script = `chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(([tab]) => {
    chrome.contextMenus.onClicked.dispatch(${JSON.stringify({ editable: false, ...info })}, tab);
  })`;
  await browser.worker.evaluate(script);
}

async function badgeOf(page: Page): Promise<unknown> {
  await page.bringToFront();
  return browser.worker.evaluate(`chrome.tabs.query({ active: true, lastFocusedWindow: true }).then(async ([{ id: tabId }]) => ({
    text: await chrome.action.getBadgeText({ tabId }), title: await chrome.action.getTitle({ tabId }),
  }))`);
}

/** What was typed after "txt" and a space, as the browser hands it to the worker. */
function suggest(typed: string): Promise<unknown> {
  return browser.worker.evaluate(
    `new Promise((resolve) => chrome.omnibox.onInputChanged.dispatch(${JSON.stringify(typed)}, resolve))`,
  );
}

/** Sees through a closed shadow root by the accessibility tree and the DOM that the browser's protocol shows. */
class ShadowReader {
  readonly #session: CDPSession;
  #world: number | undefined;

  private constructor(session: CDPSession, extensionId: string) {
    this.#session = session;
    session.on("Runtime.executionContextCreated", ({ context: world }) => {
      if (world.origin === `chrome-extension://${extensionId}`) this.#world = world.id;
    });
  }

  static async create(page: Page): Promise<ShadowReader> {
    const session = await page.context().newCDPSession(page);
    const reader = new ShadowReader(session, browser.extensionId);
    await session.send("Runtime.enable");
    await session.send("DOM.enable");
    return reader;
  }

  /** The DOM node of the button whose name begins so. */
  async find(name: string): Promise<number | undefined> {
    const { nodes } = await this.#session.send("Accessibility.getFullAXTree");
    return nodes.find(({ role, name: named }) => role?.value === "button" && String(named?.value).startsWith(name))
      ?.backendDOMNodeId;
  }

  async measure(name: string) {
    const backendNodeId = await this.#get(name);
    const { model } = await this.#session.send("DOM.getBoxModel", { backendNodeId });
    const [x = 0, y = 0] = model.border;
    return { x, y, width: model.width, height: model.height };
  }

  async focus(name: string): Promise<void> {
    await this.#session.send("DOM.focus", { backendNodeId: await this.#get(name) });
  }

  async click(name: string): Promise<void> {
    const { x, y, width, height } = await this.measure(name);
    const at = { x: x + width / 2, y: y + height / 2, button: "left" as const, clickCount: 1 };
    await this.#session.send("Input.dispatchMouseEvent", { type: "mousePressed", ...at });
    await this.#session.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at });
  }

  async evaluateInOurWorld(expression: string): Promise<string> {
    if (this.#world === undefined) throw new Error("no script of ours in this page");
    const { result } = await this.#session.send("Runtime.evaluate", {
      expression,
      contextId: this.#world,
      awaitPromise: true,
      returnByValue: true,
    });
    return String(result.value);
  }

  async #get(name: string): Promise<number> {
    const found = await this.find(name);
    if (found === undefined) throw new Error(`no button "${name}"`);
    return found;
  }
}
