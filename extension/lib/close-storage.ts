/**
 * Keeps drafts and settings from content scripts, which share a process with the page: by default they may read `storage.local`.
 *
 * Firefox cannot close it, so nothing that opens the server lies there: see secret-store.ts.
 */
export function closeStorage(): void {
  chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" }).catch((cause: unknown) => {
    console.error("storage.local stays open to content scripts", cause);
  });
}
