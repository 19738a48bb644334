import { parseAdminPage } from "../../shared/admin-page.ts";
import { chooseAroundMessages } from "./around-messages.ts";
import { flashBadge } from "./badge.ts";
import { openComposer } from "./open-composer.ts";
import { findPhone } from "./selected-phone.ts";
import { readLanguages } from "./settings.ts";
import { shortenAndCopy } from "./shorten.ts";

/** "Shorten and copy" everywhere; "Text this customer" in stores' admins, and for a phone number selected anywhere. */
export function offerContextMenus(): void {
  const offer = () =>
    void create().catch((cause: unknown) => {
      console.error("the context menus could not be made", cause);
    });
  chrome.runtime.onInstalled.addListener(offer);
  chrome.runtime.onStartup.addListener(offer);
  chrome.storage.onChanged.addListener((changes, area) => {
    if (area === "local" && "settings" in changes) offer(); // perhaps another language
  });
  chrome.contextMenus.onClicked.addListener((info, tab) => {
    void act(info, tab).catch((cause: unknown) => {
      console.error("a context menu's item came to nothing", cause);
    });
  });
}

const ADMINS = [
  "https://admin.shopify.com/store/*",
  "https://*.myshopify.com/admin/*",
  "https://*.mybigcommerce.com/manage/*",
  "*://*/*wp-admin/*",
];

async function create(): Promise<void> {
  const { menus } = chooseAroundMessages(await readLanguages());
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: "shorten", title: menus.shorten, contexts: ["page", "link", "selection"] });
  chrome.contextMenus.create({
    id: "text-customer",
    title: menus.textCustomer,
    contexts: ["page", "link"],
    documentUrlPatterns: ADMINS,
  });
  chrome.contextMenus.create({ id: "text-selection", title: menus.textSelection, contexts: ["selection"] });
}

async function act(info: chrome.contextMenus.OnClickData, tab: chrome.tabs.Tab | undefined): Promise<void> {
  if (info.menuItemId === "shorten") return shortenAndCopy(chooseAddress(info, tab), tab);
  if (tab === undefined) return;
  if (info.menuItemId === "text-customer") return openComposer(tab, "");
  const phone = findPhone(info.selectionText ?? "");
  if (phone !== undefined) return openComposer(tab, `?${new URLSearchParams({ phone })}`);
  // A name or an address selected in an order: the order itself says whose it is.
  if (parseAdminPage(tab.url ?? "") !== undefined) return openComposer(tab, "");
  const { title } = chooseAroundMessages(await readLanguages());
  await flashBadge(tab.id, "!", title.noPhone);
}

/** The link, or the address in the selected text, or the page. In a frame it is still the page that the merchant sees. */
function chooseAddress(
  { linkUrl, selectionText, pageUrl }: chrome.contextMenus.OnClickData,
  tab?: chrome.tabs.Tab,
): string {
  const selected = selectionText?.trim() ?? "";
  return linkUrl ?? (/^https?:\/\/\S+$/i.test(selected) ? selected : (tab?.url ?? pageUrl ?? ""));
}
