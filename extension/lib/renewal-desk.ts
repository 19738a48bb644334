import { renewAccess } from "./renewal.ts";
import { findShape, object, oneOf, optional, text } from "./shape.ts";

/** Renews the access token for pages that ask. The answer carries no token: it waits where content scripts cannot read. */
export function answerRenewals(): void {
  chrome.runtime.onMessage.addListener((message: unknown, sender, respond: (answer: unknown) => void) => {
    const asked = findShape(requestShape, message);
    // Content scripts have our id too, but the page's origin.
    const isOurPage = sender.id === chrome.runtime.id && sender.origin === chrome.runtime.getURL("").replace(/\/$/, "");
    if (asked === undefined || !isOurPage) return false;
    renewAccess(asked.rejected).then(respond, (cause: unknown) => {
      console.error("the access token was not renewed", cause);
      respond({ kind: "failed", status: 500, contentType: "" });
    });
    return true;
  });
}

const requestShape = object({ kind: oneOf("renew"), rejected: optional(text) });
