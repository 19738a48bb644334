import { type AdminRecord, parseAdminPage } from "../../shared/admin-page.ts";
import { findNamedRecord } from "./named-record.ts";

export type Target =
  | { readonly kind: "record"; readonly record: AdminRecord }
  /** A number that was selected somewhere, or typed by hand. */
  | { readonly kind: "phone"; readonly phone: string }
  | { readonly kind: "elsewhere" }
  /** The browser does not tell the tab's address: Aftertext was not clicked on that tab. */
  | { readonly kind: "hidden" };

/**
 * What the composer is about: what its own address names, else the record in its tab.
 *
 * Opened by its button, that is the active tab, whose address `activeTab` has just uncovered. Opened as a page, the active
 * tab would be the page itself, so `?tab=ID` names it; the address is known where the button was used on that tab.
 */
export async function findTarget(search: string): Promise<Target> {
  const record = findNamedRecord(search);
  if (record !== undefined) return { kind: "record", record };
  const phone = new URLSearchParams(search).get("phone");
  if (phone !== null) return { kind: "phone", phone };
  const tab = await findTab(search);
  if (tab?.url === undefined) return { kind: "hidden" };
  const open = parseAdminPage(tab.url);
  return open === undefined ? { kind: "elsewhere" } : { kind: "record", record: open };
}

/** The name of the draft about it; one of its own for every number that is typed by hand would keep each half of a number. */
export function nameDraft(target: Target): string {
  switch (target.kind) {
    case "record":
      return [target.record.platform, target.record.shop, target.record.kind, target.record.id].join("|");
    case "phone":
      return `phone|${target.phone}`;
    case "elsewhere":
    case "hidden":
      return "by-hand";
  }
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
