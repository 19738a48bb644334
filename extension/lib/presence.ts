/** Lets the background worker know when this page is gone: a popup closes without any event that could still be waited for. */
export function announceComposer(): void {
  // A worker with nothing to do ends after half a minute, and the port with it: then a new one wakes it again.
  chrome.runtime.connect({ name: COMPOSER }).onDisconnect.addListener(announceComposer);
}

/** For the background worker. */
export function whenComposerCloses(act: () => void): void {
  chrome.runtime.onConnect.addListener((port) => {
    if (port.sender?.id === chrome.runtime.id && port.name === COMPOSER) port.onDisconnect.addListener(act);
  });
}

const COMPOSER = "composer";
