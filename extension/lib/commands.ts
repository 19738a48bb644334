import { shortenAndCopy } from "./shorten.ts";
import { openSidePanel } from "./side-panel.ts";

/** The shortcuts beside the one that opens the popup, which the browser serves itself. */
export function answerShortcuts(): void {
  chrome.commands.onCommand.addListener((command, tab) => {
    // No await before it: the browser opens a panel only in the key press itself.
    if (command === "open-side-panel" && tab !== undefined) report(openSidePanel(tab.windowId));
    if (command === "shorten-page") report(shortenAndCopy(tab?.url ?? "", tab));
  });
}

function report(work: Promise<void>): void {
  work.catch((cause: unknown) => console.error("a shortcut came to nothing", cause));
}
