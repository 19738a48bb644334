/** Keeps the API key from content scripts, which share a process with the page: by default they may read `storage.local`. */
export function closeStorage(): void {
  chrome.storage.local.setAccessLevel({ accessLevel: "TRUSTED_CONTEXTS" }).catch((cause: unknown) => {
    console.error("storage.local stays open to content scripts", cause);
  });
}
