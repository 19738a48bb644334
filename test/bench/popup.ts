import type { Page } from "playwright-core";
import * as z from "zod";
import { makeSampleOrder, orderBody } from "../../worker/simulator/example-bodies.ts";
import { type ExtensionBrowser, launchExtensionBrowser } from "../end-to-end/extension-browser.ts";
import type { Aftertext } from "../end-to-end/server.ts";
import { postShopifyWebhook } from "../end-to-end/shopify-store.ts";
import { buildEmptyPopup } from "./empty-popup.ts";
import type { Sample } from "./load.ts";
import { alternate, median, type Table } from "./rounds.ts";

const frameMs = 1000 / 60;

/** How soon the composer can be typed in, and what a key press costs it, beside a popup of React and one field. */
export async function benchPopup(aftertext: Aftertext, isFull: boolean): Promise<Table> {
  const empty = buildEmptyPopup();
  const browser = await launchExtensionBrowser({ besides: [empty.folder] });
  try {
    await browser.context.addInitScript(watchField);
    const ours = await openPairedRecord(browser, aftertext);
    const theirs = `chrome-extension://${empty.extensionId}/popup.html`;
    const [rounds, presses] = isFull ? [15, 300] : [5, 60];
    const open = (url: string) => measureOpenings(browser, url);
    const opened = await alternate(rounds, {
      ours: () => open(ours),
      theirs: () => open(theirs),
      silent: () => withSilentWorker(aftertext, () => open(ours)),
    });
    const pressed = await alternate(1, {
      ours: () => measurePresses(browser, ours, presses),
      theirs: () => measurePresses(browser, theirs, presses),
    });
    const baseline = "empty-popup: React and one field";
    const times = (row: readonly Sample[]) => median(row.map(({ perSecond }) => 1000 / perSecond));
    const slower = times(opened.ours) / times(opened.theirs);
    return {
      title: "Popup",
      rows: [
        { what: "open it and type a letter", unit: "popups/s", ours: opened.ours, baseline, theirs: opened.theirs },
        {
          ...{ what: "the same while the Worker is silent", unit: "popups/s" },
          ...{ ours: opened.silent, baseline, theirs: opened.theirs },
        },
        {
          ...{ what: "a key press in 1,600 characters", unit: "presses/s" },
          ...{ ours: pressed.ours, baseline, theirs: pressed.theirs },
        },
      ],
      notes: [
        `Usable after ${times(opened.ours).toFixed(0)} ms, ${slower.toFixed(2)} times the empty popup's ${times(opened.theirs).toFixed(0)} ms (at most 1.5 is wanted): from navigation until the frame that shows a typed letter.`,
        `A key press takes ${times(pressed.ours).toFixed(1)} ms until all it changes is rendered and laid out; a frame has ${frameMs.toFixed(1)} ms.`,
        "In Chromium, as pages of their own (popup.html?tab=ID). One tab at a time, both extensions in one profile, by turns.",
      ],
    };
  } finally {
    await browser.close();
  }
}

const Merchant = z.object({
  connection: z.string(),
  stores: z.object({ shopify: z.object({ url: z.string(), secret: z.string(), shop: z.string() }) }),
});

/** A shop with an order, its page open in a tab, the extension paired: the address of the popup about it. */
async function openPairedRecord(browser: ExtensionBrowser, aftertext: Aftertext): Promise<string> {
  await aftertext.bench("/reset", {});
  const setup = { name: "Bench", timeZone: "America/New_York", flows: "none" };
  const shop = { stores: { shopify: { shop: "bench.myshopify.com" } } };
  const { connection, stores } = Merchant.parse(await aftertext.bench("/merchants", { ...setup, ...shop }));
  const { now } = z.object({ now: z.string() }).parse(await aftertext.bench("/clock"));
  const order = makeSampleOrder("+12125550142");
  await postShopifyWebhook(stores.shopify, "orders/create", JSON.stringify(orderBody(order, now)));
  const tab = await browser.openAdminPage(`https://admin.shopify.com/store/bench/orders/${order.orderId}`);
  await (await browser.clickToolbarButton(tab)).close();
  const popup = await browser.openPopupPage(tab);
  await popup.getByRole("textbox", { name: "Connection" }).fill(connection);
  await popup.getByRole("button", { name: "Connect", exact: true }).click();
  await popup.getByRole("textbox", { name: "Message" }).waitFor();
  const url = popup.url();
  await popup.close();
  return url;
}

async function measureOpenings(browser: ExtensionBrowser, url: string): Promise<Sample> {
  const tookMs: number[] = [];
  for (let opened = 0; opened < 3; opened += 1) {
    const page = await browser.context.newPage();
    try {
      await page.goto(url);
      tookMs.push(z.number().parse(await page.evaluate("window.usableMs")));
    } finally {
      await page.close();
    }
  }
  return describe(tookMs);
}

function describe(tookMs: readonly number[]): Sample {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const p50Ms = median(sorted);
  return { n: sorted.length, perSecond: 1000 / p50Ms, p50Ms, p99Ms: sorted[Math.floor(sorted.length * 0.99)] };
}

async function withSilentWorker<T>(aftertext: Aftertext, work: () => Promise<T>): Promise<T> {
  const signal = (name: NodeJS.Signals) => {
    for (const pid of aftertext.processIds()) process.kill(pid, name);
  };
  signal("SIGSTOP");
  try {
    return await work();
  } finally {
    signal("SIGCONT");
  }
}

async function measurePresses(browser: ExtensionBrowser, url: string, presses: number): Promise<Sample> {
  const page = await browser.context.newPage();
  try {
    await page.goto(url);
    const field = page.getByRole("textbox", { name: "Message" });
    await field.fill("Größe [M] für 5 € ist “da”, José 📦 {2|3}. ".repeat(40).slice(0, 1_600));
    await settle(page);
    await field.press("End");
    await page.evaluate("window.pressedMs = []");
    for (let press = 0; press < presses; press += 1) await page.keyboard.press("x");
    await settle(page);
    const tookMs = z
      .array(z.number())
      .length(presses)
      .parse(await page.evaluate("window.pressedMs"));
    return describe(tookMs);
  } finally {
    await page.close();
  }
}

/** Long enough for whatever waits for a pause in typing. */
function settle(page: Page): Promise<void> {
  return page.waitForTimeout(1_000);
}

/**
 * Runs in each page before its own scripts. `usableMs`: when the frame has been drawn in which the field is there, has the
 * focus and shows a letter. `pressedMs`: of each key press, until what it changed is rendered and laid out.
 */
const watchField = `(() => {
  const later = (work) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(0);
  };
  const { promise, resolve } = Promise.withResolvers();
  window.usableMs = promise;
  setTimeout(resolve, 10_000, "there is no field to write in");
  const observer = new MutationObserver(() => {
    const field = document.querySelector("textarea:not([disabled], [readonly])");
    if (field === null) return;
    observer.disconnect();
    later(() => {
      field.focus();
      document.execCommand("insertText", false, "a");
      requestAnimationFrame(() => later(() => {
        const isThere = document.activeElement === field && field.value.includes("a");
        resolve(isThere ? performance.now() : "the letter did not stay");
      }));
    });
  });
  observer.observe(document, { childList: true, subtree: true });

  window.pressedMs = [];
  let pressedAtMs = 0;
  addEventListener("keydown", () => { pressedAtMs = performance.now(); }, true);
  addEventListener("input", ({ target }) => later(() => {
    target.getBoundingClientRect();
    window.pressedMs.push(performance.now() - pressedAtMs);
  }));
})()`;
