import { ask } from "./api.ts";
import { chooseAroundMessages } from "./around-messages.ts";
import { findConnection } from "./connection.ts";
import { renewAccess } from "./renewal.ts";
import { readLanguages } from "./settings.ts";
import { count, findShape, integer, object, optional } from "./shape.ts";

/** Shows at the toolbar button how many replies wait for an answer; asks the server unless it did so a moment ago. */
export async function refreshBadge({ isUrgent }: { readonly isUrgent: boolean }): Promise<void> {
  const nowMs = Date.now();
  const connection = await findConnection();
  if (connection === undefined) return showWaiting(0);
  if (!isUrgent && nowMs - (await readAskedAtMs()) < MOST_OFTEN_MS) return;
  await chrome.storage.session.set({ [STORED_AS]: nowMs });
  const answer = await ask(connection, "/v1/me", badgeShape, AbortSignal.timeout(TIMEOUT_MS), { renew: renewAccess });
  if (answer.kind === "answered") await showWaiting(answer.value.repliesWaiting ?? 0);
}

/** A word at the button of one tab, and what it means; for a while. */
export async function flashBadge(tabId: number | undefined, text: string, title: string): Promise<void> {
  if (tabId === undefined) return;
  await chrome.action.setBadgeText({ tabId, text });
  await chrome.action.setTitle({ tabId, title: `Aftertext: ${title}` });
  setTimeout(() => void clearFlash(tabId), FLASH_MS);
}

const STORED_AS = "badgeAskedAtMs";
const MOST_OFTEN_MS = 60_000;
const TIMEOUT_MS = 10_000;
const FLASH_MS = 15_000; // an idle worker lives for twice that
const badgeShape = object({ repliesWaiting: optional(count) });

async function readAskedAtMs(): Promise<number> {
  const stored = await chrome.storage.session.get(STORED_AS);
  return findShape(integer, stored[STORED_AS]) ?? 0;
}

async function showWaiting(waiting: number): Promise<void> {
  const { title } = chooseAroundMessages(await readLanguages());
  // 8:1, whatever the colour of the toolbar.
  await chrome.action.setBadgeBackgroundColor({ color: "#8f3020" });
  await chrome.action.setBadgeTextColor({ color: "#ffffff" });
  await chrome.action.setBadgeText({ text: waiting === 0 ? "" : waiting > 99 ? "99+" : String(waiting) });
  await chrome.action.setTitle({ title: waiting === 0 ? "Aftertext" : `Aftertext: ${title.replies(waiting)}` });
}

async function clearFlash(tabId: number): Promise<void> {
  try {
    // Back to what all tabs show. True because null does that in every browser; the typings have only forgotten it.
    // Source: developer.chrome.com/docs/extensions/reference/api/action#method-setBadgeText
    await chrome.action.setBadgeText({ tabId, text: null } as unknown as chrome.action.BadgeTextDetails);
    await chrome.action.setTitle({ tabId, title: await chrome.action.getTitle({}) });
  } catch {
    // the tab is closed, and its badge with it
  }
}
