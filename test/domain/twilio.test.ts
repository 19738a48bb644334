import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { Gateway } from "../../worker/gateways/gateway.ts";
import { openTwilio } from "../../worker/gateways/twilio.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
type Answer = (response: ServerResponse, request: Received) => void;

let server: Server;
let received: Received[];
let answer: Answer;
let apiBase: string;

beforeEach(async () => {
  received = [];
  server = createServer((request, response) => {
    const take = async () => {
      const { method, url = "", headers } = request;
      const seen = { method, url, authorization: headers.authorization, body: await readBody(request) };
      received.push(seen);
      answer(response, seen);
    };
    take().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  apiBase = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/base`;
});

afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const to = PhoneNumber.parse("+14155550123");
const accountSid = `AC${"a".repeat(32)}`;
const message = {
  ref: "run1.0",
  to,
  body: "Hi Zoë & co.",
  validitySeconds: 7200,
  statusCallbackUrl: "https://texts.example/hooks/twilio/m1/status?m=run1.0",
};

function twilio(sender = "+18445550100"): Gateway {
  return openTwilio({ apiBase, accountSid, authToken: "token", sender });
}

describe("a text on its way to Twilio", () => {
  it("carries recipient, sender, text, our row's callback and the validity, with the account's credentials", async () => {
    answer = json(201, { sid: "SM1", status: "queued" });
    expect(await twilio().send(message)).toEqual({ kind: "accepted", gatewayId: "SM1", status: "queued" });
    const [request] = received;
    expect(request?.method).toBe("POST");
    expect(request?.url).toBe(`/base/2010-04-01/Accounts/${accountSid}/Messages.json`);
    expect(request?.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:token`).toString("base64")}`);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: "+14155550123",
      From: "+18445550100",
      Body: "Hi Zoë & co.",
      StatusCallback: "https://texts.example/hooks/twilio/m1/status?m=run1.0",
      ValidityPeriod: "7200",
      SmartEncoded: "false",
    });
  });

  it("leaves the choice of number to a Messaging Service", async () => {
    answer = json(201, { sid: "SM1", status: "accepted" });
    await twilio(`MG${"0".repeat(32)}`).send(message);
    const form = new URLSearchParams(received[0]?.body);
    expect(form.get("MessagingServiceSid")).toBe(`MG${"0".repeat(32)}`);
    expect(form.has("From")).toBe(false);
  });

  it.each([
    [0.4, "1"],
    [59.9, "59"],
    [36_000, "36000"],
    [90_000, "36000"],
  ])("a validity of %d seconds is asked for as %s", async (validitySeconds, asked) => {
    answer = json(201, { sid: "SM1", status: "queued" });
    await twilio().send({ ...message, validitySeconds });
    expect(new URLSearchParams(received[0]?.body).get("ValidityPeriod")).toBe(asked);
  });
});

describe("Twilio's answer decides what is known of a text", () => {
  it.each<[string, Answer, object]>([
    [
      "429 is certain and due again",
      json(429, { code: 20429 }),
      { retry: "later", code: "20429", retryAfterMs: undefined },
    ],
    [
      "429 with Retry-After is due again no sooner",
      json(429, { code: 20429 }, { "retry-after": "17" }),
      { retry: "later", retryAfterMs: 17_000 },
    ],
    ["429 counts whatever its code", json(429, { code: 21610 }), { retry: "later" }],
    ["429 of a proxy without JSON", text(429, "slow down"), { retry: "later", code: "http_429" }],
    ["a full queue is due again", json(400, { code: 21611 }), { retry: "later", code: "21611" }],
    [
      "an opt-out that we missed",
      json(400, { code: 21610 }),
      { retry: "never", errorClass: "opted_out", code: "21610" },
    ],
    ["a landline", json(400, { code: 21614 }), { retry: "never", errorClass: "recipient_permanent" }],
    ["wrong credentials", json(401, { code: 20003 }), { retry: "never", errorClass: "sender" }],
    [
      "an unknown code by its status 400",
      json(400, { code: 29999 }),
      { retry: "never", errorClass: "content", code: "29999" },
    ],
    ["an unknown code by its status 403", json(403, { code: 29999 }), { retry: "never", errorClass: "sender" }],
    ["a refusal without JSON", text(404, "<html>"), { retry: "never", errorClass: "sender", code: "http_404" }],
  ])("refused: %s", async (_, reply, expected) => {
    answer = reply;
    expect(await twilio().send(message)).toMatchObject({ kind: "refused", ...expected });
  });

  it.each<[string, Answer, string]>([
    ["500", json(500, { code: 20500 }), "5xx"],
    ["503 with Retry-After", json(503, {}, { "retry-after": "5" }), "5xx"],
    ["408", text(408, ""), "timeout"],
    ["201 with half a body", text(201, '{"sid": "SM'), "unreadable"],
    ["201 without a sid", json(201, { status: "queued" }), "unreadable"],
    ["201 with a status of an incoming text", json(201, { sid: "SM1", status: "received" }), "unreadable"],
    ["a redirect", text(307, "", { location: "/elsewhere" }), "unreadable"],
    ["a connection that breaks before the answer", (response) => response.destroy(), "broken"],
    ["a connection that breaks within the answer", breakWithin, "broken"],
  ])("unknown: %s", async (_, reply, why) => {
    answer = reply;
    expect(await twilio().send(message)).toEqual({ kind: "unknown", why });
    expect(received).toHaveLength(1);
  });

  it("unknown: no answer within ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const outcome = twilio().send(message);
    await arrived;
    vi.advanceTimersByTime(9_999);
    expect(await Promise.race([outcome, Promise.resolve("still waiting")])).toBe("still waiting");
    vi.advanceTimersByTime(1);
    expect(await outcome).toEqual({ kind: "unknown", why: "timeout" });
  });

  it("no timer is left behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    answer = json(201, { sid: "SM1", status: "queued" });
    await twilio().send(message);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a text of unknown fate is looked up", () => {
  const fromMs = Date.parse("2026-03-01T12:00:00.900Z");
  const query = { to, body: message.body, ref: message.ref, fromMs, untilMs: fromMs + 60_000 };
  const listed = {
    sid: "SM7",
    status: "delivered",
    direction: "outbound-api",
    to: "+14155550123",
    body: "Hi Zoë & co.",
    date_created: "Sun, 01 Mar 2026 12:00:00 +0000",
    date_sent: null,
  };
  const list = (messages: readonly object[], next: string | null = null) =>
    json(200, { messages, next_page_uri: next });

  it("found by recipient, time and wording, also while it is still queued", async () => {
    answer = list([
      { ...listed, sid: "SM6", body: "Another text" },
      { ...listed, status: "queued" },
    ]);
    expect(await twilio().find(query)).toEqual({ kind: "found", gatewayId: "SM7", status: "queued" });
    const url = new URL(received[0]?.url ?? "", apiBase);
    expect(url.searchParams.get("To")).toBe("+14155550123");
    expect([...url.searchParams.keys()].some((name) => name.startsWith("DateSent"))).toBe(false);
  });

  it("never as a text that another row of ours accounts for", async () => {
    answer = list([listed]);
    expect(await twilio().find({ ...query, takenIds: ["SM7"] })).toEqual({ kind: "absent" });
    answer = list([listed, { ...listed, sid: "SM8" }]);
    expect(await twilio().find({ ...query, takenIds: ["SM7"] })).toMatchObject({ kind: "found", gatewayId: "SM8" });
  });

  it("found behind a trial account's notice", async () => {
    answer = list([{ ...listed, body: `Sent from your Twilio trial account - ${listed.body}` }]);
    expect(await twilio().find(query)).toMatchObject({ kind: "found" });
  });

  it("found on a later page", async () => {
    answer = (response, { url }) => {
      const isFirst = !url.includes("Page=1");
      list(isFirst ? [] : [listed], isFirst ? "/2010-04-01/next.json?Page=1" : null)(response);
    };
    expect(await twilio().find(query)).toMatchObject({ kind: "found", gatewayId: "SM7" });
    expect(received.map(({ url }) => url.split("?")[0])).toEqual([
      `/base/2010-04-01/Accounts/${accountSid}/Messages.json`,
      "/base/2010-04-01/next.json",
    ]);
  });

  it.each([
    ["nothing is listed", []],
    ["only another text is", [{ ...listed, body: "Hi Zoë & co" }]],
    ["only a text of an hour ago is", [{ ...listed, date_created: "Sun, 01 Mar 2026 11:00:00 +0000" }]],
    ["only a later text is", [{ ...listed, date_created: "Sun, 01 Mar 2026 12:02:00 +0000" }]],
    ["only the customer's own text is", [{ ...listed, direction: "inbound", status: "received" }]],
    ["only another person's text is", [{ ...listed, to: "+14155550199" }]],
  ])("absent when %s", async (_, messages) => {
    answer = list(messages);
    expect(await twilio().find(query)).toEqual({ kind: "absent" });
  });

  it.each<[string, Answer]>([
    ["Twilio is down", json(503, {})],
    ["the credentials are refused", json(401, { code: 20003 })],
    ["the list cannot be read", text(200, "<html>")],
    ["the list has another shape", json(200, { items: [] })],
    ["the connection breaks", (response) => response.destroy()],
    ["bodies are redacted", list([{ ...listed, body: "" }])],
    ["the pages never end", list([], "/2010-04-01/next.json")],
  ])("nothing is proved when %s", async (_, reply) => {
    answer = reply;
    expect(await twilio().find(query)).toEqual({ kind: "impossible" });
  });
});

describe("Twilio's webhooks", () => {
  const hook = (form: Record<string, string>) => ({
    url: "https://texts.example/",
    headers: new Headers(),
    rawBody: new URLSearchParams(form).toString(),
  });

  it("a receipt names the text, where it is, and what its error means", () => {
    const gateway = twilio();
    expect(
      gateway.readReceipt(hook({ MessageSid: "SM1", MessageStatus: "delivered", SmsStatus: "delivered" })),
    ).toEqual({
      gatewayId: "SM1",
      status: "delivered",
    });
    expect(gateway.readReceipt(hook({ MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30005" }))).toEqual({
      gatewayId: "SM1",
      status: "undelivered",
      errorCode: "30005",
      errorClass: "recipient_permanent",
    });
  });

  it.each([{ MessageSid: "SM1" }, { MessageStatus: "sent" }, { MessageSid: "SM1", MessageStatus: "constructor" }])(
    "%o is no receipt",
    (form) => {
      expect(twilio().readReceipt(hook(form))).toBeUndefined();
    },
  );

  it("a customer's text comes with sender, number and wording", () => {
    const form = { MessageSid: "SM2", From: "+14155550123", To: "+18445550100", Body: "Thanks 👍\nAnn", NumMedia: "0" };
    expect(twilio().readInbound(hook(form))).toEqual({
      gatewayId: "SM2",
      from: "+14155550123",
      to: "+18445550100",
      body: "Thanks 👍\nAnn",
    });
    expect(twilio().readInbound(hook({ ...form, OptOutType: "STOP" }))).toMatchObject({ optOutType: "STOP" });
    expect(twilio().readInbound(hook({ ...form, OptOutType: "LATER" }))).toMatchObject({
      body: form.Body,
      optOutType: undefined,
    });
    expect(twilio().readInbound(hook({ ...form, Body: "" }))).toMatchObject({ body: "" });
    expect(twilio().readInbound(hook({ ...form, From: "anonymous" }))).toBeUndefined();
  });
});

function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): (response: ServerResponse) => void {
  return text(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

function text(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): (response: ServerResponse) => void {
  return (response) => response.writeHead(status, headers).end(body);
}

function breakWithin(response: ServerResponse): void {
  response.writeHead(201, { "content-length": "500" }).write('{"sid"');
  setTimeout(() => response.destroy(), 20);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}
