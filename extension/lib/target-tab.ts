import { type AdminRecord, parseAdminPage } from "../../shared/admin-page.ts";
import { findNamedRecord } from "./named-record.ts";

export type Target =
  | { readonly kind: "record"; readonly record: AdminRecord }
  | { readonly kind: "elsewhere" }
  /** The browser does not tell the tab's address: Aftertext was not clicked on that tab. */
  | { readonly kind: "hidden" };

/**
 * The record in the tab that the popup is about.
 *
 * Opened by its button, that is the active tab, whose address `activeTab` has just uncovered. Opened as a page, the active
 * tab would be the page itself, so `?tab=ID` names it; the address is known where the button was used on that tab.
 */
export async function findTarget(search: string): Promise<Target> {
  const named = findNamedRecord(search);
  if (named !== undefined) return { kind: "record", record: named };
  const tab = await findTab(search);
  if (tab?.url === undefined) return { kind: "hidden" };
  const record = parseAdminPage(tab.url);
  return record === undefined ? { kind: "elsewhere" } : { kind: "record", record };
}

async function findTab(search: string): Promise<chrome.tabs.Tab | undefined> {
  const named = new URLSearchParams(search).get("tab");
  if (named === null) return (await chrome.tabs.query({ active: true, currentWindow: true }))[0];
  try {
    return await chrome.tabs.get(Number(named));
  } catch {
    return undefined; // closed meanwhile, or never a tab: an address we cannot see
  }
}
