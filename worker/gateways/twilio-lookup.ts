import type { LookupOutcome, LookupQuery } from "./gateway.ts";
import { askOverHttp } from "./http-request.ts";
import { authorizeTwilio, type TwilioAccount, twilioMessagesUrl, twilioTimeoutMs } from "./twilio-account.ts";
import { type ListedMessage, TwilioMessageList, twilioStatus } from "./twilio-message.ts";

/** Two machines' clocks, and Twilio's times are whole seconds. */
const clockSkewMs = 5_000;
/** 1,000 texts each: nobody gets more from one merchant. */
const maxPages = 20;

/**
 * Look for a text in the account's list by recipient, time and wording.
 *
 * The list is not narrowed by DateSent: `date_sent` is null until a text has left Twilio's queue, and a queued text that
 * the filter hides would count as absent and be sent a second time.
 */
export async function findTwilioMessage(account: TwilioAccount, query: LookupQuery): Promise<LookupOutcome> {
  let url = `${twilioMessagesUrl(account)}?${new URLSearchParams({ To: query.to, PageSize: "1000" })}`;
  let hasUnreadable = false;
  for (let page = 0; page < maxPages; page++) {
    const list = await readPage(account, url);
    if (list === undefined) return { kind: "impossible" };
    const candidates = list.messages.filter((message) => isCandidate(message, query));
    for (const message of candidates) {
      const status = twilioStatus.safeParse(message.status);
      if (status.success && isSameText(message.body, query.body)) {
        return { kind: "found", gatewayId: message.sid, status: status.data };
      }
    }
    // An account may have bodies redacted: then a text of that minute proves nothing either way.
    hasUnreadable ||= candidates.some((message) => message.body === null || message.body === "");
    if (list.next_page_uri === null) return hasUnreadable ? { kind: "impossible" } : { kind: "absent" };
    // Relative to the API's own base, which the simulator serves below a path.
    url = account.apiBase + list.next_page_uri;
  }
  return { kind: "impossible" };
}

async function readPage(account: TwilioAccount, url: string) {
  const answer = await askOverHttp(url, { headers: authorizeTwilio(account) }, twilioTimeoutMs);
  if (answer.kind === "none" || answer.status !== 200) return undefined;
  try {
    return TwilioMessageList.safeParse(JSON.parse(answer.text)).data;
  } catch {
    return undefined;
  }
}

function isCandidate(message: ListedMessage, query: LookupQuery): boolean {
  return (
    message.to === query.to &&
    query.takenIds?.includes(message.sid) !== true &&
    message.date_created >= query.fromMs - clockSkewMs &&
    message.date_created <= query.untilMs + clockSkewMs
  );
}

/** A trial account's texts are listed with a notice of Twilio's own in front. */
function isSameText(listed: string | null, sent: string): boolean {
  return listed !== null && plain(listed.replace(/^Sent from your Twilio trial account - /, "")) === plain(sent);
}

function plain(text: string): string {
  return text.normalize("NFC").replaceAll("\r\n", "\n").trim();
}
