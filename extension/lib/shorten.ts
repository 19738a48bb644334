import { ask, type Failure } from "./api.ts";
import { chooseAroundMessages, type ShorteningProblem } from "./around-messages.ts";
import { flashBadge } from "./badge.ts";
import { findConnection } from "./connection.ts";
import { dropLastShortening, keepLastShortening } from "./last-shortening.ts";
import { renewAccess } from "./renewal.ts";
import { readLanguages } from "./settings.ts";
import { object, text } from "./shape.ts";

/** Makes a short link of an address and puts it into the clipboard of the tab where it was asked for. */
export async function shortenAndCopy(url: string, tab: chrome.tabs.Tab | undefined): Promise<void> {
  const { title, shortening } = chooseAroundMessages(await readLanguages());
  const made = await shorten(url);
  if (made.kind === "failed") {
    await keepLastShortening({ kind: "failed", atMs: Date.now(), why: made.why });
    return flashBadge(tab?.id, "!", title.failed(shortening[made.why]));
  }
  const { shortUrl } = made;
  if (tab?.id !== undefined && (await copyInTab(tab.id, shortUrl))) {
    await dropLastShortening();
    return flashBadge(tab.id, "✓", title.copied(shortUrl));
  }
  await keepLastShortening({ kind: "made", atMs: Date.now(), shortUrl });
  await flashBadge(tab?.id, "link", title.made);
}

type Made =
  | { readonly kind: "made"; readonly shortUrl: string }
  | { readonly kind: "failed"; readonly why: ShorteningProblem };

async function shorten(url: string): Promise<Made> {
  if (!/^https?:/i.test(url)) return { kind: "failed", why: "notWeb" };
  const connection = await findConnection();
  if (connection === undefined) return { kind: "failed", why: "notPaired" };
  const answer = await ask(connection, "/v1/links", linkShape, AbortSignal.timeout(TIMEOUT_MS), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url }),
    renew: renewAccess,
  });
  if (answer.kind === "answered") return { kind: "made", shortUrl: answer.value.shortUrl };
  return { kind: "failed", why: explain(answer.failure, url) };
}

const TIMEOUT_MS = 10_000;
const linkShape = object({ shortUrl: text });

function explain(failure: Failure, url: string): ShorteningProblem {
  switch (failure.kind) {
    case "wrongKey":
      return "notPaired";
    case "offline":
    case "unreachable":
      return "unreachable";
    case "refused":
      return explainTarget(url);
    case "notFound":
    case "foreign":
    case "busy":
    case "broken":
      return "broken";
  }
}

/** Why the server refuses this address, in the order of its own rules (worker/domain/link-target.ts), which stay the judge. */
function explainTarget(url: string): ShorteningProblem {
  if (url.length > MOST_CHARACTERS) return "tooLong";
  if (!URL.canParse(url)) return "refused";
  const { hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return "credentials";
  const isInternal =
    !hostname.includes(".") || /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(hostname);
  return isInternal ? "private" : "refused";
}

const MOST_CHARACTERS = 2_048;

/** Runs in the page, by the access that the click has just given; false where the page or the browser does not have it. */
async function copyInTab(tabId: number, shortUrl: string): Promise<boolean> {
  try {
    const [run] = await chrome.scripting.executeScript({ target: { tabId }, func: copyText, args: [shortUrl] });
    return run?.result === true;
  } catch {
    return false; // the browser's own pages, its store, a PDF
  }
}

/** Sent into the page as source: it sees nothing of this file. */
async function copyText(copied: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(copied);
    return true;
  } catch {
    // No secure context, no focus, or forbidden by the page's policy. What is selected in the page stays selected this way.
    const listen = (event: ClipboardEvent) => {
      event.clipboardData?.setData("text/plain", copied);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener("copy", listen, { capture: true, once: true });
    const isDone = document.execCommand("copy");
    document.removeEventListener("copy", listen, { capture: true });
    return isDone;
  }
}
