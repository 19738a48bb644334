/** Whether this browser has a panel beside the page that we can open. */
export function canOpenSidePanel(): boolean {
  return chrome.sidePanel?.open !== undefined || findSidebar() !== undefined;
}

/** Must be called in the very click (or shortcut) that asks for it: browsers open panels for nothing else. */
export async function openSidePanel(windowId: number): Promise<void> {
  const sidebar = findSidebar();
  if (sidebar === undefined) await chrome.sidePanel.open({ windowId });
  else await sidebar.open();
}

interface Sidebar {
  /** https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/API/sidebarAction/open */
  open(): Promise<void>;
}

function findSidebar(): Sidebar | undefined {
  // True because only Firefox has this member, with the one form that MDN documents.
  return (chrome as { readonly sidebarAction?: Sidebar }).sidebarAction;
}
