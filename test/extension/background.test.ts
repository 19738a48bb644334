import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeChrome, fakeEvent, fakeIndexedDb, fakeLocks } from "./fake-browser.ts";

const ID = "abc";
const PAGE = `chrome-extension://${ID}`;
const ORDER = "https://admin.shopify.com/store/juniper/orders/1042";

type Browser = ReturnType<typeof createBrowser>;
let browser: Browser;

beforeEach(async () => {
  vi.resetModules();
  browser = createBrowser();
  vi.stubGlobal("chrome", browser.chrome);
  vi.stubGlobal("indexedDB", fakeIndexedDb());
  vi.stubGlobal("navigator", { locks: fakeLocks(), onLine: true, languages: ["en-US"], userAgent: "Chrome/156 Linux" });
  await import("../../extension/background.ts");
});
afterEach(() => vi.unstubAllGlobals());

describe("the background worker", () => {
  it("closes stored drafts to content scripts when the extension and when the browser starts", () => {
    expect(browser.accessLevels).toEqual(["TRUSTED_CONTEXTS"]);
    browser.onStartup.fire();
    expect(browser.accessLevels).toEqual(["TRUSTED_CONTEXTS", "TRUSTED_CONTEXTS"]);
  });

  it("renews the access for our own pages alone, and says no token", async () => {
    expect(await browser.say({ kind: "renew" }, { id: ID, origin: PAGE })).toEqual({ kind: "ended" });
    expect(await browser.say({ kind: "renew" }, { id: ID, origin: "https://admin.shopify.com" })).toBeUndefined();
    expect(await browser.say({ kind: "renew" }, { id: "other", origin: PAGE })).toBeUndefined();
    expect(await browser.say("renew", { id: ID, origin: PAGE })).toBeUndefined();
  });

  describe("with the button turned on in one store", () => {
    const tab = (url: string) => ({
      id: ID,
      origin: "https://admin.shopify.com",
      frameId: 0,
      tab: { id: 1, windowId: 1, index: 0, url },
    });
    beforeEach(() => {
      browser.local.inPage = { "shopify juniper.myshopify.com": { corner: "topLeft", isHidden: false } };
      browser.origins.add("https://admin.shopify.com/*");
    });

    it("shows it there, where the merchant has put it", async () => {
      expect(await browser.say({ kind: "where" }, tab(ORDER))).toMatchObject({
        kind: "here",
        corner: "topLeft",
        words: { language: "en", open: "Text this customer" },
      });
    });

    it.each([
      ["another store", tab("https://admin.shopify.com/store/other/orders/1042")],
      ["a page that is no record", tab("https://admin.shopify.com/store/juniper/products")],
      ["a frame in the page", { ...tab(ORDER), frameId: 7 }],
      ["another extension", { ...tab(ORDER), id: "other" }],
      ["a tab whose address is hidden", { ...tab(ORDER), tab: { id: 1, windowId: 1, index: 0 } }],
    ])("shows it not to %s", async (_, sender) => {
      expect([undefined, "away"]).toContain(kindOf(await browser.say({ kind: "where" }, sender)));
    });

    it("believes the browser and not the message about where it stands", async () => {
      const message = { kind: "where", url: ORDER, tab: { url: ORDER } };
      expect(await browser.say(message, tab("https://admin.shopify.com/store/other/orders/1"))).toEqual({
        kind: "away",
      });
    });

    it("shows it no longer once the permission is gone", async () => {
      browser.origins.clear();
      expect(await browser.say({ kind: "where" }, tab(ORDER))).toEqual({ kind: "away" });
    });

    it("remembers where it was put and that it was hidden, for that store alone", async () => {
      await browser.say({ kind: "move", corner: "bottomLeft" }, tab(ORDER));
      await browser.say({ kind: "hide" }, tab(ORDER));
      await browser.say({ kind: "hide" }, tab("https://admin.shopify.com/store/other/orders/1"));
      expect(browser.local.inPage).toEqual({
        "shopify juniper.myshopify.com": { corner: "bottomLeft", isHidden: true },
      });
    });

    it("opens the composer as a tab where the browser has neither popup nor panel to open", async () => {
      await browser.say({ kind: "open" }, tab(ORDER));
      expect(browser.opened).toEqual([`${PAGE}/popup.html?tab=1`]);
    });
  });

  describe("the menu on a selected text", () => {
    const at = (url: string | undefined) => ({ id: 1, windowId: 1, index: 0, url });
    const choose = async (selectionText: string, url?: string) => {
      browser.onMenu.fire({ menuItemId: "text-selection", selectionText }, at(url));
      await new Promise((resolve) => setTimeout(resolve, 20));
    };

    it("opens the composer for a phone number", async () => {
      await choose("+1 (212) 555-0142");
      expect(browser.opened).toEqual([`${PAGE}/popup.html?phone=%2B12125550142`]);
    });

    it("on an order opens the order, whatever is selected in it", async () => {
      await choose("Maya Okafor", ORDER);
      expect(browser.opened).toEqual([`${PAGE}/popup.html?tab=1`]);
    });

    it("says at the button why nothing opens", async () => {
      await choose("Maya Okafor");
      expect(browser.opened).toEqual([]);
      expect(browser.badges).toContainEqual({ tabId: 1, text: "!" });
    });
  });
});

function kindOf(answer: unknown): unknown {
  return answer === undefined ? undefined : Reflect.get(Object(answer), "kind");
}

function createBrowser() {
  const storage = fakeChrome();
  const onMessage = fakeEvent();
  const onStartup = fakeEvent();
  const onMenu = fakeEvent();
  const accessLevels: string[] = [];
  const opened: string[] = [];
  const badges: unknown[] = [];
  const origins = new Set<string>();
  const { local } = storage.chrome.storage;
  const chrome = {
    ...storage.chrome,
    storage: {
      ...storage.chrome.storage,
      local: {
        ...local,
        setAccessLevel: async (level: { accessLevel: string }) => accessLevels.push(level.accessLevel),
      },
    },
    runtime: { ...storage.chrome.runtime, onMessage, onStartup, onInstalled: fakeEvent(), onConnect: fakeEvent() },
    action: {
      setBadgeText: async (badge: unknown) => badges.push(badge),
      setTitle: async () => undefined,
      getTitle: async () => "Aftertext",
      setPopup: async () => undefined,
      setBadgeBackgroundColor: async () => undefined,
      setBadgeTextColor: async () => undefined,
    },
    tabs: {
      onActivated: fakeEvent(),
      onUpdated: fakeEvent(),
      create: async ({ url }: { url: string }) => opened.push(url),
      query: async () => [],
    },
    permissions: {
      onAdded: fakeEvent(),
      onRemoved: fakeEvent(),
      contains: async (asked: { origins: readonly string[] }) => asked.origins.every((origin) => origins.has(origin)),
    },
    contextMenus: { onClicked: onMenu, removeAll: async () => undefined, create: () => undefined },
    scripting: { getRegisteredContentScripts: async () => [], registerContentScripts: async () => undefined },
    commands: { onCommand: fakeEvent() },
  };
  /** What the worker answers a message with; undefined where no listener took it. */
  const say = (message: unknown, sender: unknown) =>
    new Promise<unknown>((resolve) => {
      const isTaken = onMessage.fire(message, sender, resolve).some((taken) => taken === true);
      if (!isTaken) resolve(undefined);
    });
  return { chrome, local: storage.local, origins, accessLevels, opened, badges, onStartup, onMenu, say };
}
