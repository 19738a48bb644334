import { ask } from "./api.ts";
import { chooseAroundMessages } from "./around-messages.ts";
import { type Connection, findConnection } from "./connection.ts";
import { createFormats } from "./formats.ts";
import { renewAccess } from "./renewal.ts";
import { searchAnswer } from "./search-answer.ts";
import { findPhone } from "./selected-phone.ts";
import { readLanguages } from "./settings.ts";

/** `txt` in the address bar, then an order's or a phone number: its composer opens in a tab. */
export function answerAddressBar(): void {
  if (chrome.omnibox === undefined) return; // Firefox for Android
  chrome.omnibox.onInputStarted.addListener(() => void hint());
  chrome.omnibox.onInputChanged.addListener((typed, suggest) => {
    suggestRecords(typed).then(suggest, (cause: unknown) => {
      console.error("the address bar got no suggestions", cause);
      suggest([]);
    });
  });
  chrome.omnibox.onInputEntered.addListener((content, disposition) => {
    open(content, disposition).catch((cause: unknown) => {
      console.error("the composer was not opened from the address bar", cause);
    });
  });
}

/** The orders or the customer that this could mean. What is chosen comes back as `content`, the popup's own query. */
async function suggestRecords(typed: string): Promise<chrome.omnibox.SuggestResult[]> {
  const connection = await findConnection();
  const { omnibox } = chooseAroundMessages(await readLanguages());
  if (connection === undefined || typed.trim() === "") return [];
  const found = await search(connection, typed.trim());
  if (found.length === 0) {
    chrome.omnibox.setDefaultSuggestion({ description: describe(omnibox.none) });
    return [];
  }
  await hint();
  const formats = createFormats((await readLanguages())[0] ?? "en");
  return found.map(({ record, name, customerName, at }) => ({
    content: `?${new URLSearchParams({ ...record })}`,
    description: describe(
      name === undefined
        ? omnibox.customer(customerName ?? typed)
        : omnibox.order(name, customerName, at === undefined ? undefined : formats.dayAndTime(at)),
    ),
  }));
}

async function open(content: string, disposition: `${chrome.omnibox.OnInputEnteredDisposition}`): Promise<void> {
  const url = chrome.runtime.getURL(`popup.html${content.startsWith("?") ? content : await findQuery(content)}`);
  if (disposition === "currentTab") await chrome.tabs.update({ url });
  else await chrome.tabs.create({ url, active: disposition === "newForegroundTab" });
}

/** What was typed without choosing a suggestion: the first one, or the composer for that phone, which says what it cannot find. */
async function findQuery(typed: string): Promise<string> {
  const [first] = await suggestRecords(typed);
  const phone = findPhone(typed);
  return first?.content ?? (phone === undefined ? "" : `?${new URLSearchParams({ phone })}`);
}

async function search(connection: Connection, typed: string) {
  const query = new URLSearchParams({ q: findPhone(typed) ?? typed });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await ask(connection, `/v1/records/search?${query}`, searchAnswer, signal, { renew: renewAccess });
  return answer.kind === "answered" ? answer.value.items : [];
}

const TIMEOUT_MS = 4_000; // who types has gone on by then

async function hint(): Promise<void> {
  const { omnibox } = chooseAroundMessages(await readLanguages());
  chrome.omnibox.setDefaultSuggestion({ description: describe(omnibox.hint) });
}

/** Chromium reads descriptions as XML, Firefox as plain text. Source: developer.chrome.com/docs/extensions/reference/api/omnibox */
function describe(words: string): string {
  if (/\bFirefox\//.test(navigator.userAgent)) return words;
  return words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
