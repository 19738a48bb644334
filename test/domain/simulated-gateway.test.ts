import { describe, expect, it } from "vitest";
import { FaultStep, scriptedReceipts, scriptedRefusal } from "../../worker/simulator/fault-step.ts";
import { findLinks } from "../../worker/simulator/message-links.ts";
import { findFault, readSendForm } from "../../worker/simulator/twilio-faults.ts";
import { refuse, renderMessage, renderPage } from "../../worker/simulator/twilio-resource.ts";

const account = {
  merchantId: "m1",
  name: "Acme",
  accountSid: `AC${"1".repeat(32)}`,
  authToken: "t",
  sender: "+18445550100",
};
const other = { ...account, accountSid: `AC${"2".repeat(32)}`, sender: "+18445550101" };
const good = {
  To: "+14155550123",
  From: account.sender,
  Body: "Hi",
  StatusCallback: "http://127.0.0.1:8787/hooks/twilio/m1/status?m=row1",
  ValidityPeriod: "3600",
};

function fault(overrides: Readonly<Record<string, string>>) {
  const form = readSendForm(new URLSearchParams({ ...good, ...overrides }).toString());
  return findFault(
    form,
    account,
    [account, other].find(({ sender }) => sender === form.from),
  )?.code;
}

describe("the simulated gateway refuses what Twilio refuses", () => {
  it.each([
    [{}, undefined],
    [{ StatusCallback: "", ValidityPeriod: "" }, undefined],
    [{ Body: "x".repeat(1600), ValidityPeriod: "36000" }, undefined],
    [{ To: "" }, 21604],
    [{ To: "4155550123" }, 21211],
    [{ To: "+0155550123" }, 21211],
    [{ From: "" }, 21603],
    [{ From: "+15005550006" }, 21659],
    [{ From: other.sender }, 21660],
    [{ From: "+14155550123" }, 21266],
    [{ Body: "" }, 21602],
    [{ Body: "x".repeat(1601) }, 21617],
    [{ StatusCallback: "/relative" }, 21609],
    [{ StatusCallback: "ftp://a.test/" }, 21609],
    [{ ValidityPeriod: "0" }, 21624],
    [{ ValidityPeriod: "36001" }, 21624],
    [{ ValidityPeriod: "1.5" }, 21624],
    [{ MessagingServiceSid: `MG${"0".repeat(32)}` }, 21705],
  ])("%o → %s", (overrides, code) => {
    expect(fault(overrides)).toBe(code);
  });

  it("in Twilio's own words: code, message, more_info and status", async () => {
    const response = refuse({ httpStatus: 429, code: 20429, message: "Too Many Requests", retryAfter: "7" });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(await response.json()).toEqual({
      code: 20429,
      message: "Too Many Requests",
      more_info: "https://www.twilio.com/docs/errors/20429",
      status: 429,
    });
  });
});

describe("a script says what the next sends meet", () => {
  it.each<[object, object | undefined]>([
    [{ kind: "ok" }, undefined],
    [{ kind: "hang" }, undefined],
    [{ kind: "drop-after" }, undefined],
    [{ kind: "reject" }, { httpStatus: 400, code: 21211 }],
    [
      { kind: "reject", status: 403, code: "21408" },
      { httpStatus: 403, code: 21408 },
    ],
    [{ kind: "error" }, { httpStatus: 500 }],
    [{ kind: "error", status: 503 }, { httpStatus: 503 }],
    [
      { kind: "throttle", retryAfter: 7 },
      { httpStatus: 429, retryAfter: "7" },
    ],
  ])("%o", (step, refusal) => {
    const scripted = scriptedRefusal(FaultStep.parse(step));
    if (refusal === undefined) expect(scripted).toBeUndefined();
    else expect(scripted).toMatchObject(refusal);
  });

  it.each([{ kind: "explode" }, { kind: "error", status: 200 }, { kind: "ok", statuss: 1 }, {}])(
    "%o is no step",
    (step) => {
      expect(FaultStep.safeParse(step).success).toBe(false);
    },
  );

  it.each([
    [{ kind: "ok" }, ["sent", "delivered"]],
    [{ kind: "ok", status: "undelivered", code: 30003 }, ["sent", "undelivered 30003"]],
    [{ kind: "drop-after", status: "sent" }, ["sent"]],
    [{ kind: "ok", status: "queued" }, []],
  ])("%o earns the receipts %j", (step, receipts) => {
    const earned = scriptedReceipts(FaultStep.parse(step));
    expect(earned.map(({ status, errorCode }) => (errorCode === null ? status : `${status} ${errorCode}`))).toEqual(
      receipts,
    );
  });
});

const message = {
  seq: 1,
  sid: `SM${"a".repeat(32)}`,
  accountSid: account.accountSid,
  merchantId: "m1",
  direction: "outbound-api" as const,
  to: "+14155550123",
  from: account.sender,
  body: "x".repeat(161),
  status: "queued",
  errorCode: null,
  ref: "row1",
  statusCallbackUrl: null,
  atMs: Date.parse("2026-03-01T09:08:07.654Z"),
  updatedAtMs: Date.parse("2026-03-01T09:08:09Z"),
};

describe("a text reads as in Twilio's published OpenAPI document", () => {
  // components.schemas["api.v2010.account.message"] of twilio_api_v2010.json, github.com/twilio/twilio-oai
  it("with every field of the Message resource and no other", () => {
    expect(renderMessage(message)).toEqual({
      account_sid: account.accountSid,
      api_version: "2010-04-01",
      body: message.body,
      date_created: "Sun, 01 Mar 2026 09:08:07 +0000",
      date_sent: null,
      date_updated: "Sun, 01 Mar 2026 09:08:09 +0000",
      direction: "outbound-api",
      error_code: null,
      error_message: null,
      from: account.sender,
      messaging_service_sid: null,
      num_media: "0",
      num_segments: "2",
      price: null,
      price_unit: "USD",
      sid: message.sid,
      status: "queued",
      subresource_uris: { media: `/2010-04-01/Accounts/${account.accountSid}/Messages/${message.sid}/Media.json` },
      to: "+14155550123",
      uri: `/2010-04-01/Accounts/${account.accountSid}/Messages/${message.sid}.json`,
    });
  });

  it("with the date on which it left, once it has", () => {
    expect(renderMessage({ ...message, status: "sent" }).date_sent).toBe("Sun, 01 Mar 2026 09:08:07 +0000");
  });

  it("and its list with links to the pages around, relative to the API's base", () => {
    const path = `/2010-04-01/Accounts/${account.accountSid}/Messages.json`;
    const url = new URL(`http://127.0.0.1/bench/twilio${path}?To=%2B14155550123&PageSize=1&Page=1`);
    const page = renderPage(url, path, [message], { index: 1, size: 1, hasMore: true });
    expect(page).toMatchObject({
      first_page_uri: `${path}?To=%2B14155550123&PageSize=1&Page=0`,
      previous_page_uri: `${path}?To=%2B14155550123&PageSize=1&Page=0`,
      next_page_uri: `${path}?To=%2B14155550123&PageSize=1&Page=2`,
      uri: `${path}?To=%2B14155550123&PageSize=1&Page=1`,
      page: 1,
      page_size: 1,
      start: 1,
      end: 1,
    });
    expect(renderPage(url, path, [], { index: 0, size: 1, hasMore: false })).toMatchObject({
      next_page_uri: null,
      previous_page_uri: null,
    });
  });
});

it.each([
  ["Track it: http://127.0.0.1:8787/k7m2q9xw.", ["http://127.0.0.1:8787/k7m2q9xw"]],
  ["(https://a.test/x) and https://b.test/?q=1&r=2!", ["https://a.test/x", "https://b.test/?q=1&r=2"]],
  ["no link, http: nor www.a.test", []],
])("the links of %j", (body, links) => {
  expect(findLinks(body)).toEqual(links);
});
