import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from "playwright-core";
import type { Target } from "../../extension/scripts/finish-build.ts";
import { buildExtension, getExtensionFolder } from "../../worker/cli/extension-build.ts";
import { root } from "../../worker/cli/settings.ts";
import { ensureChromium } from "./chromium.ts";

export interface ExtensionBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  readonly worker: Worker;
  /** A tab at an address of a store's admin. The store is not asked: it gets an empty page of ours. */
  openAdminPage(url: string): Promise<Page>;
  /** Clicks the toolbar button on this tab: opens the real popup, and uncovers the tab's address to the extension. */
  clickToolbarButton(page: Page): Promise<RealPopup>;
  /** The popup as a page of its own, for locators and pictures; about a tab on which the toolbar button was clicked, or none. */
  openPopupPage(about?: Page): Promise<Page>;
  /** One of the extension's pages that the browser shows by itself, such as the side panel. */
  attachTo(path: string): Promise<RealPopup>;
  close(): Promise<void>;
}

/** A popup that hangs on the toolbar is no page to Playwright: it is driven through the browser's protocol. */
export interface RealPopup {
  evaluate(expression: string): Promise<unknown>;
  /** As if the user had just clicked: what browsers do for nothing else, such as opening the side panel. */
  evaluateAsClick(expression: string): Promise<unknown>;
  /** Types into what has the focus. */
  type(text: string): Promise<void>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Debian's Chromium or Playwright's own, with a fresh profile and the built extension in it; `besides`: folders of others. */
export async function launchExtensionBrowser(
  options: { readonly locale?: string; readonly besides?: readonly string[] } = {},
): Promise<ExtensionBrowser> {
  const extensions = [await getBuiltExtension(), ...(options.besides ?? [])].join(",");
  const profile = await mkdtemp(join(tmpdir(), "aftertext-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureChromium(),
    headless: false, // Playwright's own headless mode would pick the headless shell, which has no extensions
    locale: options.locale ?? "en-US",
    viewport: { width: 1280, height: 800 },
    args: [
      "--headless=new",
      "--no-sandbox", // Chromium's sandbox refuses to run as root, which a container is
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--lang=${options.locale ?? "en-US"}`,
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker", { timeout: 15_000 }));
    const extensionId = new URL(worker.url()).hostname;
    const browser = context.browser();
    if (browser === null) throw new Error("Chromium ended at once");
    const session = await browser.newBrowserCDPSession();
    return {
      context,
      extensionId,
      worker,
      openAdminPage: (url) => openAdminPage(context, url),
      clickToolbarButton: (page) => clickToolbarButton(session, extensionId, page),
      openPopupPage: (about) => openPopupPage(context, worker, extensionId, about),
      attachTo: (path) => attachTo(session, extensionId, path),
      close,
    };
  } catch (cause) {
    await close();
    throw new Error("the built extension did not start in Chromium", { cause });
  }
}

/** The folder of the extension as built from the present sources. */
export async function getBuiltExtension(target: Target = "chrome"): Promise<string> {
  // Nothing needs to be told of a build's process: it ends before the tests go on.
  await buildExtension({ add: () => undefined, drop: () => undefined }, target);
  return join(root, getExtensionFolder(target));
}

async function openAdminPage(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.route(`${new URL(url).origin}/**`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: "<!doctype html><html lang=en><title>Order</title><h1>Order</h1>",
    }),
  );
  await page.goto(url);
  return page;
}

async function openPopupPage(context: BrowserContext, worker: Worker, id: string, about?: Page): Promise<Page> {
  const tabId = about === undefined ? 0 : await until("the tab's address", () => findTabId(worker, about.url()));
  const popup = await context.newPage();
  await popup.setViewportSize({ width: 380, height: 580 });
  await popup.goto(`chrome-extension://${id}/popup.html?tab=${tabId}`);
  return popup;
}

/** Asks in the extension's worker, which sees the address of a tab once its toolbar button was clicked there. */
async function findTabId(worker: Worker, url: string): Promise<number | undefined> {
  const found: unknown = await worker.evaluate(
    `chrome.tabs.query({}).then((tabs) => tabs.find((tab) => tab.url === ${JSON.stringify(url)})?.id)`,
  );
  return typeof found === "number" ? found : undefined;
}

async function clickToolbarButton(session: CDPSession, extensionId: string, page: Page): Promise<RealPopup> {
  await page.bringToFront();
  const tab = await until("the tab", async () =>
    (await listTargets(session)).find(({ type, url }) => type === "tab" && url === page.url()),
  );
  await session.send("Extensions.triggerAction", { id: extensionId, targetId: tab.targetId });
  return attachTo(session, extensionId, "popup.html");
}

async function attachTo(session: CDPSession, extensionId: string, path: string): Promise<RealPopup> {
  const page = await until(path, async () =>
    (await listTargets(session)).find(
      ({ type, url }) => type === "page" && url === `chrome-extension://${extensionId}/${path}`,
    ),
  );
  return attach(session, page.targetId);
}

async function attach(session: CDPSession, targetId: string): Promise<RealPopup> {
  const { sessionId } = await session.send("Target.attachToTarget", { targetId, flatten: false });
  let lastId = 0;
  const send = (method: string, params: object) => {
    const id = ++lastId;
    return new Promise<Reply>((resolve, reject) => {
      const listen = (event: { sessionId: string; message: string }) => {
        const reply: Reply = JSON.parse(event.message);
        if (event.sessionId !== sessionId || reply.id !== id) return;
        session.off("Target.receivedMessageFromTarget", listen);
        if (reply.error === undefined) resolve(reply);
        else reject(new Error(`${method}: ${reply.error.message}`));
      };
      session.on("Target.receivedMessageFromTarget", listen);
      session
        .send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(reject);
    });
  };
  const evaluate = async (params: { readonly expression: string; readonly userGesture?: boolean }) => {
    const { result } = await send("Runtime.evaluate", { ...params, returnByValue: true, awaitPromise: true });
    return result?.result?.value;
  };
  return {
    evaluate: (expression) => evaluate({ expression }),
    evaluateAsClick: (expression) => evaluate({ expression, userGesture: true }),
    type: async (text) => {
      await send("Input.insertText", { text });
    },
    screenshot: async () => Buffer.from((await send("Page.captureScreenshot", {})).result?.data ?? "", "base64"),
    close: async () => {
      await session.send("Target.closeTarget", { targetId });
    },
  };
}

interface Reply {
  readonly id: number;
  readonly error?: { readonly message: string };
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly data?: string };
}

async function listTargets(session: CDPSession) {
  // The empty filter lists all types, "tab" included.
  const { targetInfos } = await session.send("Target.getTargets", { filter: [{}] });
  return targetInfos;
}

async function until<T>(what: string, find: () => Promise<T | undefined>): Promise<T> {
  const giveUpAtMs = Date.now() + 10_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAtMs) throw new Error(`${what} did not appear`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
