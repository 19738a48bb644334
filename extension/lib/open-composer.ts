import { openSidePanel } from "./side-panel.ts";

/**
 * Opens the composer about a tab, or about what `search` names ("?phone=…").
 *
 * Best as the popup, else in the side panel, else as a tab of its own: browsers differ in which of them may be opened from here.
 */
export async function openComposer(tab: chrome.tabs.Tab, search: string): Promise<void> {
  if (await openPopup(tab, search)) return;
  if (search === "" && (await openPanel(tab.windowId))) return;
  const page = search === "" && tab.id !== undefined ? `?tab=${tab.id}` : search;
  await chrome.tabs.create({
    url: chrome.runtime.getURL(`popup.html${page}`),
    windowId: tab.windowId,
    index: tab.index + 1,
  });
}

async function openPopup(tab: chrome.tabs.Tab, search: string): Promise<boolean> {
  // Chromium has it for everybody from 127 on.
  if (chrome.action.openPopup === undefined || tab.id === undefined) return false;
  const { id: tabId } = tab;
  try {
    await chrome.action.setPopup({ tabId, popup: `popup.html${search}` });
    await chrome.action.openPopup({ windowId: tab.windowId });
    return true;
  } catch {
    return false; // another one is open, or the window is not in front
  } finally {
    await chrome.action.setPopup({ tabId, popup: "popup.html" }).catch(() => undefined); // the tab is gone
  }
}

async function openPanel(windowId: number): Promise<boolean> {
  try {
    await openSidePanel(windowId);
    return true;
  } catch {
    return false; // the click that asked for it is too long ago
  }
}
