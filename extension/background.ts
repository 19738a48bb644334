import { closeStorage } from "./lib/close-storage.ts";

closeStorage();
// The worker runs when an event wakes it: this listener makes the browser's start such an event.
chrome.runtime.onStartup.addListener(closeStorage);
