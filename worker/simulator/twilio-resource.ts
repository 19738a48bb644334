import { countSegments } from "../../shared/segments.ts";
import type { SimulatedMessage } from "./simulated-message.ts";
import type { Refusal } from "./twilio-faults.ts";

/** The Message resource as Twilio writes it: schema `api.v2010.account.message`, github.com/twilio/twilio-oai. */
export function renderMessage(message: SimulatedMessage) {
  const uri = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`;
  const isWaiting = message.status === "queued" || message.status === "sending";
  return {
    account_sid: message.accountSid,
    api_version: "2010-04-01",
    body: message.body,
    date_created: rfc2822(message.atMs),
    date_sent: isWaiting ? null : rfc2822(message.atMs),
    date_updated: rfc2822(message.updatedAtMs),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : `Error ${message.errorCode}`,
    from: message.from,
    messaging_service_sid: null,
    num_media: "0",
    num_segments: String(countSegments(message.body).segments),
    price: null,
    price_unit: "USD",
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** One page of the list. Links are relative to the API's own base, as Twilio's are. */
export function renderPage(url: URL, path: string, messages: readonly SimulatedMessage[], page: Page) {
  const link = (index: number) => {
    const query = new URLSearchParams(url.search);
    query.set("PageSize", String(page.size));
    query.set("Page", String(index));
    return `${path}?${query}`;
  };
  const start = page.index * page.size;
  return {
    end: Math.max(start, start + messages.length - 1),
    first_page_uri: link(0),
    next_page_uri: page.hasMore ? link(page.index + 1) : null,
    page: page.index,
    page_size: page.size,
    previous_page_uri: page.index === 0 ? null : link(page.index - 1),
    messages: messages.map(renderMessage),
    start,
    uri: link(page.index),
  };
}

export interface Page {
  readonly index: number;
  readonly size: number;
  readonly hasMore: boolean;
}

/** Source: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions. */
export function refuse(refusal: Refusal): Response {
  return Response.json(
    {
      code: refusal.code,
      message: refusal.message,
      more_info: `https://www.twilio.com/docs/errors/${refusal.code}`,
      status: refusal.httpStatus,
    },
    {
      status: refusal.httpStatus,
      headers: refusal.retryAfter === undefined ? {} : { "retry-after": refusal.retryAfter },
    },
  );
}

function rfc2822(atMs: number): string {
  return new Date(atMs).toUTCString().replace("GMT", "+0000");
}
