import { parseAdminPage } from "../../shared/admin-page.ts";
import { refreshBadge } from "./badge.ts";
import { watchConnection } from "./connection.ts";
import { whenComposerCloses } from "./presence.ts";

/** Looks for replies whenever the worker is awake anyway, and somebody is at work in a store's admin; no alarm wakes it for that. */
export function keepBadgeCurrent(): void {
  chrome.runtime.onStartup.addListener(() => look({ isUrgent: true }));
  chrome.runtime.onInstalled.addListener(() => look({ isUrgent: true }));
  watchConnection(() => look({ isUrgent: true }));
  whenComposerCloses(() => look({ isUrgent: true })); // perhaps a reply was answered in it
  chrome.tabs.onActivated.addListener(({ tabId }) => {
    chrome.tabs.get(tabId).then(lookIfAdmin, () => undefined); // closed meanwhile
  });
  chrome.tabs.onUpdated.addListener((_, { status, url }, tab) => {
    if (tab.active && (status === "complete" || url !== undefined)) lookIfAdmin(tab);
  });
}

function lookIfAdmin({ url }: chrome.tabs.Tab): void {
  if (url !== undefined && parseAdminPage(url) !== undefined) look({ isUrgent: false });
}

function look(how: { readonly isUrgent: boolean }): void {
  refreshBadge(how).catch((cause: unknown) => console.error("the badge may be out of date", cause));
}
