import { keepBadgeCurrent } from "./lib/badge-moments.ts";
import { answerButtons, keepButtonsRegistered } from "./lib/button-desk.ts";
import { closeStorage } from "./lib/close-storage.ts";
import { answerShortcuts } from "./lib/commands.ts";
import { offerContextMenus } from "./lib/context-menus.ts";
import { answerAddressBar } from "./lib/omnibox.ts";
import { adoptLegacyKey } from "./lib/pairing.ts";
import { answerRenewals } from "./lib/renewal-desk.ts";

// An event starts the worker anew, and is heard only by what was registered in that same turn: nothing waits before these.
closeStorage();
chrome.runtime.onStartup.addListener(closeStorage);
chrome.runtime.onInstalled.addListener(() => {
  adoptLegacyKey().catch((cause: unknown) =>
    console.error("the connection of version 0.1.0 was not taken over", cause),
  );
});
answerRenewals();
offerContextMenus();
answerShortcuts();
answerAddressBar();
answerButtons();
keepButtonsRegistered();
keepBadgeCurrent();
