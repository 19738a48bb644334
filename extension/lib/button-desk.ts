import { type AdminRecord, parseAdminPage } from "../../shared/admin-page.ts";
import { chooseAroundMessages } from "./around-messages.ts";
import { changePlace, findAdminPattern, nameStore, readPlaces } from "./in-page-places.ts";
import { type ButtonAnswer, type ButtonMessage, findButtonMessage, LOOK_AGAIN } from "./in-page-talk.ts";
import { isKnownRecord } from "./known-record.ts";
import { openComposer } from "./open-composer.ts";
import { readLanguages } from "./settings.ts";

/** Answers the button in the store's pages. The page's address comes from the browser, never from the message. */
export function answerButtons(): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, respond: (answer: ButtonAnswer) => void) => {
    const said = sender.id === chrome.runtime.id ? findButtonMessage(message) : undefined;
    // The tab's address follows the admin's own page changes; `sender.url` stays what was loaded. A frame is another site's.
    const { tab, frameId } = sender;
    if (said === undefined || tab?.url === undefined || frameId !== 0) return false;
    const record = parseAdminPage(tab.url);
    void act(said, record, tab).then(respond, (cause: unknown) => {
      console.error("the in-page button was not answered", cause);
      respond({ kind: "away" });
    });
    return true;
  });
}

/** Brings the browser's list of scripts in line with the stores that are turned on and may still be entered. */
async function registerButtons(): Promise<void> {
  const wanted = await listWantedPatterns();
  const registered = await chrome.scripting.getRegisteredContentScripts();
  const isWanted = ({ id }: { readonly id: string }) => wanted.has(id);
  const ids = registered.filter((script) => !isWanted(script)).map(({ id }) => id);
  if (ids.length > 0) await chrome.scripting.unregisterContentScripts({ ids });
  const missing = [...wanted].filter((pattern) => !registered.some(({ id }) => id === pattern));
  if (missing.length > 0) {
    await chrome.scripting.registerContentScripts(
      missing.map((pattern) => ({ id: pattern, js: [SCRIPT], matches: [pattern], runAt: "document_idle" })),
    );
  }
  await remindOpenTabs(wanted);
}

/** Scripts that are registered are lost when the extension is updated, and of no use once a permission was withdrawn. */
export function keepButtonsRegistered(): void {
  // One after the other: two that look at the same list would both add what is missing.
  let last: Promise<void> = Promise.resolve();
  const register = () => {
    last = last.then(registerButtons).catch((cause: unknown) => {
      console.error("the in-page buttons are not as the options say", cause);
    });
  };
  chrome.runtime.onInstalled.addListener(register);
  chrome.runtime.onStartup.addListener(register);
  chrome.permissions.onAdded.addListener(register);
  chrome.permissions.onRemoved.addListener(register);
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && ("inPage" in changes || "settings" in changes)) register();
  });
}

const SCRIPT = "in-page-button.js"; // the name that scripts/finish-build.ts gives it

async function act(said: ButtonMessage, record: AdminRecord | undefined, tab: chrome.tabs.Tab): Promise<ButtonAnswer> {
  const place = record === undefined ? undefined : (await readPlaces()).get(nameStore(record));
  if (record === undefined || place === undefined || !(await isAllowed(record))) return { kind: "away" };
  if (said.kind === "open") await openComposer(tab, "");
  if (said.kind === "hide") await changePlace(record, { ...place, isHidden: true });
  if (said.kind === "hide" || place.isHidden) return { kind: "away" };
  if (said.kind === "move") await changePlace(record, { ...place, corner: said.corner });
  // WordPress edits pages and posts at the same address as orders: only the server knows which this is.
  if (record.kind === "post" && !(await isKnownRecord(record))) return { kind: "away" };
  const { language, inPage } = chooseAroundMessages(await readLanguages());
  const corner = said.kind === "move" ? said.corner : place.corner;
  return { kind: "here", corner, words: { language, ...inPage } };
}

async function isAllowed(record: AdminRecord): Promise<boolean> {
  const pattern = findAdminPattern(record);
  return pattern !== undefined && chrome.permissions.contains({ origins: [pattern] });
}

async function listWantedPatterns(): Promise<ReadonlySet<string>> {
  const wanted = new Set<string>();
  for (const name of (await readPlaces()).keys()) {
    const [platform, shop = ""] = name.split(" ");
    if (platform !== "shopify" && platform !== "woocommerce" && platform !== "bigcommerce") continue;
    const pattern = findAdminPattern({ platform, shop });
    if (pattern !== undefined && (await chrome.permissions.contains({ origins: [pattern] }))) wanted.add(pattern);
  }
  return wanted;
}

/** Pages that are already open get the button at once, or lose it. */
async function remindOpenTabs(wanted: ReadonlySet<string>): Promise<void> {
  const matching = wanted.size === 0 ? [] : await chrome.tabs.query({ url: [...wanted] });
  const matchingIds = new Set(matching.map(({ id }) => id));
  for (const { id } of await chrome.tabs.query({})) {
    if (id === undefined) continue;
    const hasButton = await chrome.tabs.sendMessage(id, { kind: LOOK_AGAIN }, { frameId: 0 }).then(
      (answer: unknown) => answer === true,
      () => false, // no script of ours in that tab
    );
    if (hasButton || !matchingIds.has(id)) continue;
    await chrome.scripting.executeScript({ target: { tabId: id }, files: [SCRIPT] }).catch(() => undefined); // an error page
  }
}
