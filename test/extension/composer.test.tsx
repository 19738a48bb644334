import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  closePopup,
  createStage,
  type FakeRequest,
  type FakeServer,
  getMessage,
  json,
  openPopup,
  press,
  type Stage,
  shown,
  write,
} from "./popup-stage.tsx";

const MAYA = {
  id: "8",
  firstName: "Maya",
  phone: "+12125550142",
  localTime: "2026-11-03T21:30",
  timeZone: "America/New_York",
  optedOut: false,
  consent: { transactional: true, promotional: true },
};
const RECORD = {
  customer: MAYA,
  order: { id: "1042", name: "#1042", items: [], parcels: [] },
  texts: [],
  links: [{ kind: "orderStatus", label: "#1042", url: "https://luma.example/orders/1042" }],
  fields: { "customer.firstName": "Maya", "order.name": "#1042" },
  footerText: "Reply STOP to opt out",
};
const ME = {
  merchantId: "m1",
  name: "Luma Skin",
  timeZone: "America/New_York",
  stores: [
    { platform: "shopify", shop: "luma.myshopify.com" },
    { platform: "woocommerce", shop: "shop.luma.example" },
  ],
  sampleShortUrl: "https://lu.ma/xxxxxxxx",
  segmentPrice: { amountMicros: 8300, currency: "USD", source: "list" },
};
const TEMPLATES = {
  items: [
    {
      ...{ key: "order-status", name: "Order status", class: "transactional", link: { kind: "orderStatus" } },
      bodies: {
        en: "Hi {{ customer.firstName }}, order {{ order.name }}: {{ link }}",
        de: "Zur Bestellung: {{ link }}",
      },
    },
    { key: "code", name: "A code", bodies: { en: "Your code is {{ offer.code }}, until {{ offer.expiresAt }}" } },
  ],
};
const TAKEN = { id: "m_1", messageId: "m_1", outcome: "waiting", status: "waiting" };

/** A Worker that knows Maya's order; `answers` stand in for its own by method and path. */
function worker(answers: Record<string, (request: FakeRequest) => Response | Promise<Response>> = {}) {
  const requests: FakeRequest[] = [];
  const server: FakeServer = (request) => {
    requests.push(request);
    const { method, path } = request;
    const own = answers[`${method} ${path.pathname}`];
    if (own !== undefined) return own(request);
    switch (path.pathname) {
      case "/v1/me":
        return json(ME);
      case "/v1/records":
        return json(RECORD);
      case "/v1/templates":
        return json(TEMPLATES);
      case "/v1/messages/preview":
        return json({ body: "As it goes", segments: 1, gate: { decision: "send" } });
      case "/v1/messages":
        return json(TAKEN, 202);
      default:
        return json({ id: "m_1", outcome: "waiting", status: "waiting" });
    }
  };
  const sent = () => requests.filter(({ method, path }) => method === "POST" && path.pathname === "/v1/messages");
  return { server, requests, sent };
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const findButton = (name: string) =>
  [...document.querySelectorAll("button")].find(
    (button) => (button.getAttribute("aria-label") ?? button.textContent) === name,
  );
const isDisabled = (name: string) => findButton(name)?.getAttribute("aria-disabled") === "true";

async function open(server: FakeServer, changes: Partial<Stage> = {}): Promise<Stage> {
  const stage = createStage({ server, ...changes });
  await openPopup(stage);
  await pass(0);
  return stage;
}

async function key(name: string, modifiers: KeyboardEventInit = {}): Promise<boolean> {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...modifiers });
  await act(async () => {
    getMessage().dispatchEvent(event);
  });
  return event.defaultPrevented;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(closePopup);

describe("the message", () => {
  it("can be typed before any answer has come, and is kept when the answers come", async () => {
    let answer = () => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await open(async ({ path }) => {
      await slow;
      return path.pathname === "/v1/me" ? json(ME) : json(RECORD);
    });
    expect(document.activeElement).toBe(getMessage());
    expect(getMessage().getAttribute("aria-label")).toBe("Message");
    await write("Hi there");
    expect(shown("h1")).toBe("");
    answer();
    await pass(10);
    expect(shown("h1")).toBe("Maya");
    expect(getMessage().value).toBe("Hi there");
  });

  it("is filled from a template with what is known, and with the template's own link", async () => {
    const { server } = worker();
    await open(server);
    await press("Templates");
    await pass(0);
    expect(shown("[role=option] strong")).toBe("Order status | A code");
    await act(async () => document.querySelector<HTMLElement>("[role=option]")?.click());
    expect(getMessage().value).toBe("Hi Maya, order #1042: {{ link }}");
    expect(shown(".mark.link")).toBe("{{ link }}");
  });

  it.each([
    ["older than the extension", () => json({ type: "/problems/unknown-path" }, 404), "one of the two is too old"],
    ["in trouble", () => json({}, 500), "Aftertext has a problem"],
  ])("say why there are none where the Worker is %s", async (_how, templates, why) => {
    const { server } = worker({ "GET /v1/templates": templates });
    await open(server);
    await act(async () => findButton("Templates")?.click());
    expect(shown("dialog [role=status]")).toContain(why);
  });

  it("speaks the customer's language in templates where it can", async () => {
    const { server } = worker({
      "GET /v1/records": () => json({ ...RECORD, customer: { ...MAYA, language: "de-AT" } }),
    });
    await open(server);
    await press("Templates");
    await pass(0);
    expect(shown("[role=option] span")).toBe(
      "Zur Bestellung: [link] | Your code is {{ offer.code }}, until {{ offer.expiresAt }}",
    );
  });

  it("goes from blank to blank by Tab and leaves behind the last; Escape and Tab leave at once", async () => {
    const { server } = worker();
    await open(server);
    await write("{{ offer.code }} and {{ offer.value }}.");
    getMessage().setSelectionRange(0, 0);
    const selected = () => getMessage().value.slice(getMessage().selectionStart, getMessage().selectionEnd);
    expect(await key("Tab")).toBe(true);
    expect(selected()).toBe("{{ offer.code }}");
    expect(await key("Tab")).toBe(true);
    expect(selected()).toBe("{{ offer.value }}");
    expect(await key("Tab", { shiftKey: true })).toBe(true);
    expect(selected()).toBe("{{ offer.code }}");
    expect(await key("Escape")).toBe(true);
    expect(await key("Tab")).toBe(false);
    await write("No blank in here");
    expect(await key("Tab")).toBe(false);
    expect(await key("Escape"), "closes the popup, as ever").toBe(false);
  });

  it("does not go while a blank is left; pressing Send leads there", async () => {
    const { server, sent } = worker();
    await open(server);
    await write("Your code: {{ offer.code }}");
    expect(shown(".gate")).toBe("1 blank to fill");
    await press("Send");
    expect(sent()).toEqual([]);
    expect(getMessage().selectionStart).toBe("Your code: ".length);
  });

  it("may use a field whose value the Worker knows", async () => {
    const { server, sent } = worker();
    await open(server);
    await write("Hi {{ customer.firstName }}");
    await press("Send");
    expect(sent()).toHaveLength(1);
  });

  it.each([
    ["shop.example/sale?x=1", "https://shop.example/sale?x=1"],
    [" https://shop.example/a ", "https://shop.example/a"],
    ["javascript:alert(1)", undefined],
    ["https://me:secret@shop.example/", undefined],
    ["not an address", undefined],
    ["sale", undefined],
    ["ftp://shop.example/", undefined],
  ])("takes any address of the web as its link: %s", async (typed, url) => {
    const { server, sent } = worker();
    await open(server);
    await write("Look:");
    await press("Add link");
    const field = document.querySelector<HTMLInputElement>("input[type=url]");
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    await act(async () => {
      setValue?.call(field, typed);
      field?.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await press("Add");
    await pass(20);
    if (url === undefined) {
      expect(shown("dialog [role=alert]")).toContain("no address of the web");
      return;
    }
    expect(getMessage().value).toBe("Look: {{ link }}");
    await press("Send");
    expect(sent()[0]?.body).toMatchObject({ body: "Look: {{ link }}", link: { url } });
  });
});

describe("the meter", () => {
  it("counts the link at its real length, the footer of a promotion, and says the price", async () => {
    const { server } = worker({ "POST /v1/messages/preview": () => new Promise(() => undefined) });
    await open(server);
    await write("20% off: {{ link }}");
    // "20% off: " + 22 of the short link + line break + 21 of the footer
    expect(shown(".meter")).toBe(`1 segment${160 - 9 - 22 - 1 - 21} leftabout $0.0083GSM-7`);
    await pass(100);
    expect(shown(".preview .bubble")).toBe("20% off: https://lu.ma/xxxxxxxx\nReply STOP to opt out");
  });

  it("brings a text into one segment by one click where that can be done", async () => {
    const { server } = worker({ "POST /v1/messages/preview": () => new Promise(() => undefined) });
    await open(server);
    await write(`Zoë wird Łukasz grüßen${" und noch mehr".repeat(6)}`);
    await pass(500);
    await act(() => vi.waitFor(() => expect(findButton("Fit into one segment")).toBeDefined()));
    await press("Fit into one segment");
    expect(getMessage().value).toContain("Zoe wird Lukasz");
    expect(shown(".meter")).toContain("1 segment");
  });

  it("counts a blank at the most that it can come to", async () => {
    const { server } = worker();
    await open(server);
    await write("{{ offer.code }}");
    expect(shown(".meter")).toContain("up to 1 segment");
  });

  it("names the character that costs, and repairs text from Word by one click", async () => {
    const { server } = worker({ "POST /v1/messages/preview": () => new Promise(() => undefined) });
    await open(server);
    await write(`“Your order” is here – come and get it…${" really".repeat(8)}`);
    expect(shown(".meter")).toContain("UCS-2");
    await pass(500);
    await act(() => vi.waitFor(() => expect(findButton("Replace")).toBeDefined()));
    expect(shown(".advice")).toContain("2 segments instead of 1 because of “ ” – …");
    await press("Replace");
    expect(getMessage().value).toBe(`"Your order" is here - come and get it...${" really".repeat(8)}`);
  });

  it("takes 10,000 characters without cutting, says how many are too many, and sends none of them", async () => {
    const { server, sent } = worker();
    await open(server);
    await write("x".repeat(10_000));
    expect(getMessage().value).toHaveLength(10_000);
    expect(shown(".advice")).toBe("8,400 characters too many. A text has at most 1,600.");
    await press("Send");
    expect(sent()).toEqual([]);
  });

  it("does not scold a text for being in Arabic", async () => {
    const { server } = worker();
    await open(server);
    await write("مرحبا، طلبك في الطريق إليك");
    expect(getMessage().dir).toBe("auto");
    expect(shown(".advice")).toBe("");
    expect(shown(".mark")).toBe("");
  });
});

describe("the kind of text", () => {
  const kind = () => document.querySelector<HTMLSelectElement>(".kind select")?.value;

  it("is suggested by the words, with the word that made it so", async () => {
    const { server } = worker();
    await open(server);
    await write("Your parcel is here");
    expect(kind()).toBe("transactional");
    expect(shown("#kind-reason")).toBe("It speaks of the order alone");
    await write("Your parcel is here, and 20 % off the next");
    expect(kind()).toBe("promotional");
    expect(shown("#kind-reason")).toBe("“20 % off” makes this promotional");
  });

  it("stays as chosen by hand, whatever is written then", async () => {
    const { server, sent } = worker();
    await open(server);
    await write("Your parcel is here");
    const select = document.querySelector<HTMLSelectElement>(".kind select");
    await act(async () => {
      if (select !== null) select.value = "relationship";
      select?.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await write("20 % off");
    expect(kind()).toBe("relationship");
    expect(shown("#kind-reason")).toBe("Chosen by you");
    await press("Send");
    expect(sent()[0]?.body).toMatchObject({ class: "relationship" });
  });
});

describe("what the gate says before the click", () => {
  const previewOf = (gate: object) => () => json({ body: "…", segments: 1, gate });

  it("is asked for 300 ms after the typing stops, once", async () => {
    const { server, requests } = worker();
    await open(server);
    await write("H");
    await pass(200);
    await write("Hi");
    await pass(299);
    const asked = () => requests.filter(({ path }) => path.pathname === "/v1/messages/preview");
    expect(asked()).toHaveLength(0);
    await pass(1);
    expect(asked().map(({ body }) => body)).toEqual([
      { to: "+12125550142", body: "Hi", class: "transactional", orderId: "1042", customerId: "8" },
    ]);
    expect(shown(".gate")).toBe("Can go now");
    await pass(100);
    expect(shown(".preview .bubble")).toBe("As it goes");
  });

  it("shows quiet hours by the customer's clock, and schedules for their end by one click", async () => {
    const at = "2026-11-04T15:00:00Z";
    const gate = { decision: "hold", rule: "quiet_hours", untilAt: at, advice: { kind: "schedule", at } };
    const { server, sent } = worker({ "POST /v1/messages/preview": previewOf(gate) });
    await open(server);
    await write("Hi");
    await pass(300);
    expect(shown(".gate")).toMatch(/^Closed there until Wed 10:00\sAM$/);
    const [button] = [...document.querySelectorAll(".ways button")];
    expect(button?.textContent).toMatch(/^Schedule for Wed 10:00\sAM$/);
    await press(button?.textContent ?? "");
    expect(sent()[0]?.body).toMatchObject({ sendAt: "2026-11-04T15:00:00.000Z" });
  });

  it.each([
    [{ decision: "suppress", reason: "no_consent", advice: { kind: "ask_consent" } }, "Ask for an opt-in"],
    [{ decision: "suppress", reason: "unreachable", advice: { kind: "check_number" } }, "can’t be reached"],
    [{ decision: "suppress", reason: "opted_out", advice: { kind: "wait_for_start" } }, "texting START"],
    [{ decision: "suppress", reason: "moon_phase", advice: { kind: "none" } }, "Can’t go: moon phase"],
    [{ decision: "hold", rule: "stopped", advice: { kind: "resume_sending" } }, "All texts of this shop are stopped"],
  ])("says why a text cannot go, and does not send it: %j", async (gate, words) => {
    const { server, sent } = worker({ "POST /v1/messages/preview": previewOf(gate) });
    await open(server);
    await write("Hi");
    await pass(300);
    expect(shown(".gate")).toContain(words);
    expect(isDisabled("Send")).toBe(true);
    await press("Send");
    expect(sent()).toEqual([]);
  });

  it("offers to send as a text about the order where that is permitted", async () => {
    const advice = { kind: "change_class", class: "transactional" };
    const { server } = worker({
      "POST /v1/messages/preview": previewOf({ decision: "suppress", reason: "no_consent", advice }),
    });
    await open(server);
    await write("Thank you, Maya");
    await pass(300);
    await press("Send as “About the order”");
    expect(document.querySelector<HTMLSelectElement>(".kind select")?.value).toBe("transactional");
  });

  it("says what the Worker finds wrong with the wording", async () => {
    const errors = [{ path: "body", message: "unknown filter: shout" }];
    const { server } = worker({
      "POST /v1/messages/preview": () => json({ type: "/problems/invalid-request", errors }, 422),
    });
    await open(server);
    await write("{{ customer.firstName | shout }}");
    await pass(300);
    expect(shown(".gate")).toBe("The wording can’t go: unknown filter: shout");
  });

  it.each([
    ["opted out", { ...MAYA, optedOut: true }, "This customer texted STOP"],
    ["without a phone", { ...MAYA, phone: undefined }, "No mobile number is known"],
  ])("a customer %s gets nothing, and it says why", async (_how, customer, words) => {
    const { server, sent } = worker({ "GET /v1/records": () => json({ ...RECORD, customer }) });
    await open(server);
    await write("Hi");
    expect(shown(".gate")).toContain(words);
    expect(isDisabled("Send")).toBe(true);
    await press("Send");
    expect(sent()).toEqual([]);
  });

  it("says why texts of a kind may go or not", async () => {
    const reasons = { promotional: { code: "no_opt_in", words: "…" } };
    const consent = { transactional: true, promotional: false, reasons };
    const { server } = worker({ "GET /v1/records": () => json({ ...RECORD, customer: { ...MAYA, consent } }) });
    await open(server);
    await press("No marketing");
    expect(shown(".why")).toBe("No opt-in is recorded. Ask for one at checkout or on a form.");
  });
});

describe("sending", () => {
  it.each([
    ["the button", () => press("Send")],
    ["Ctrl+Enter", () => key("Enter", { ctrlKey: true })],
    ["Cmd+Enter", () => key("Enter", { metaKey: true })],
  ])("goes by %s, with time to undo, and empties the field", async (_how, send) => {
    const { server, sent } = worker();
    const stage = await open(server);
    await write("Hi Maya");
    await pass(200);
    await send();
    await pass(0);
    expect(sent().map(({ body }) => body)).toEqual([
      {
        ...{ to: "+12125550142", body: "Hi Maya", class: "transactional", orderId: "1042", customerId: "8" },
        undoSeconds: 5,
      },
    ]);
    expect(sent()[0]?.idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
    expect(getMessage().value).toBe("");
    await pass(100);
    expect([...stage.stored.keys()]).toEqual(["connection"]);
    expect(shown(".countdown")).toBe("Sending in 5 s");
    await pass(2000);
    expect(shown(".countdown")).toBe("Sending in 3 s");
  });

  it("shows what becomes of it: sent, delivered, and people beside all clicks", async () => {
    let status: object = { status: "waiting" };
    const { server } = worker({ "GET /v1/messages/m_1": () => json({ id: "m_1", outcome: "sent", ...status }) });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    await pass(6000);
    status = { status: "sent" };
    await pass(1000);
    expect(shown(".sent-bar [role=status]")).toBe("Sent");
    status = { status: "delivered", clicks: { people: 2, all: 5 } };
    await pass(1000);
    expect(shown(".sent-bar")).toContain("Delivered2 people · 5 in all");
  });

  it("is undone by the button, which puts the text back as a new one", async () => {
    const { server, sent, requests } = worker();
    await open(server);
    await write("Hi Maya");
    await press("Send");
    await press("Undo");
    expect(requests.filter(({ method }) => method === "DELETE").map(({ path }) => path.pathname)).toEqual([
      "/v1/messages/m_1",
    ]);
    expect(getMessage().value).toBe("Hi Maya");
    expect(shown(".sent-bar [role=status]")).toBe("Not sent. The text is back in the field.");
    await press("Send");
    const [first, second] = sent();
    expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  it("says so when it is too late to undo", async () => {
    const { server } = worker({
      "DELETE /v1/messages/m_1": () => json({ type: "/problems/message-handed-over" }, 409),
    });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    await press("Undo");
    expect(shown(".sent-bar [role=status]")).toBe("Too late: the text has gone.");
    expect(getMessage().value).toBe("");
  });

  it("leaves a text in the field that the gate did not let go in the end", async () => {
    const { server } = worker({
      "POST /v1/messages": () =>
        json({ ...TAKEN, status: "suppressed", outcome: "suppressed", reason: "opted_out" }, 202),
    });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    expect(getMessage().value).toBe("Hi Maya");
    expect(shown(".sent-bar")).toContain("Not sent: the customer opted out");
  });

  it("gives the words back when a text for later is taken back in the conversation", async () => {
    const waiting = { id: "m_7", direction: "out", status: "waiting", at: "2026-11-05T15:00:00Z" };
    let texts: object[] = [{ ...waiting, body: "See you: https://lu.ma/xxxxxxxx" }];
    const { server } = worker({
      "GET /v1/records": () => json({ ...RECORD, texts }),
      "DELETE /v1/messages/m_7": () => {
        texts = [];
        return json({ outcome: "suppressed" });
      },
    });
    await open(server);
    await press("Take back");
    await pass(0);
    expect(getMessage().value).toBe("See you: {{ link }}");
    expect(shown(".gate")).toBe("Say where the link leads");
    expect(shown("[role=status]")).toContain("Not sent. The text is back in the field.");
    expect(shown(".bubble")).not.toContain("Luma Skin:");
  });

  it("waits for the time that was chosen", async () => {
    vi.setSystemTime(new Date("2026-11-04T02:31:00Z")); // a minute after the Worker's answer
    const { server, sent } = worker();
    await open(server);
    await write("Hi Maya");
    await act(async () => findButton("Send later")?.click());
    expect(shown("dialog .hint")).toContain("there");
    await press("Schedule");
    expect(sent()[0]?.body).toMatchObject({ sendAt: "2026-11-04T03:31:00.000Z" });
  });

  it("goes by the Worker's clock where this machine's is another", async () => {
    vi.setSystemTime(new Date("2026-12-24T12:00:00Z"));
    const { server, sent } = worker();
    await open(server);
    await write("Hi Maya");
    await act(async () => findButton("Send later")?.click());
    await press("Schedule");
    expect(sent()[0]?.body).toMatchObject({ sendAt: "2026-11-04T03:30:00.000Z" }); // 21:30 in New York, and one hour
  });

  it("may be what a text needs that cannot go now; its sheet says what the gate will say then", async () => {
    const later = { decision: "suppress", reason: "no_consent", advice: { kind: "none" } };
    let gate: object = later;
    const { server, sent } = worker({
      "POST /v1/messages/preview": ({ body }) => {
        const isLater = JSON.stringify(body).includes("sendAt");
        return json({ body: "Hi", segments: 1, gate: isLater ? gate : { decision: "suppress", reason: "reserved" } });
      },
    });
    await open(server);
    await write("Hi Maya");
    await pass(300);
    expect(isDisabled("Send")).toBe(true);
    expect(shown(".gate")).toBe("Can’t go: a more important text is due soon, and the limit leaves room for only one");
    await act(async () => findButton("Send later")?.click());
    await pass(300);
    expect(shown("dialog .gate-then")).toContain("No consent to this kind of text.");
    await press("Schedule");
    expect(sent()).toHaveLength(0);
    gate = { decision: "send" };
    await press("In one hour");
    await pass(20_000);
    expect(shown("dialog .gate-then")).toBe("");
    await press("Schedule");
    expect(sent()).toHaveLength(1);
  });
});

describe("a send that ends in nothing known", () => {
  const html = () => new Response("<html>Bad gateway</html>", { headers: { "content-type": "text/html" } });

  it.each([
    ["a server error", () => json({}, 503)],
    ["HTML where JSON was meant", html],
    ["a broken network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("says that it is not known, and tries again by the same key with the same words: %s", async (_how, fail) => {
    let isWell = false;
    const { server, sent } = worker({ "POST /v1/messages": () => (isWell ? json(TAKEN, 202) : fail()) });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    expect(shown("[role=alert]")).toContain("We don’t know yet whether it went");
    expect(getMessage().value).toBe("Hi Maya");
    isWell = true;
    await press("Try again");
    const [first, second] = sent();
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.body).toEqual(first?.body);
    expect(shown("[role=alert]")).toBe("");
    expect(getMessage().value).toBe("");
  });

  it("is still known when the popup was closed in the middle, and goes on by the same key", async () => {
    let answer: (request: FakeRequest) => Response | Promise<Response> = () => new Promise(() => undefined);
    const { server, sent } = worker({ "POST /v1/messages": (request) => answer(request) });
    const stage = await open(server);
    await write("Hi Maya");
    await press("Send");
    await closePopup();
    vi.useFakeTimers();
    answer = () => json(TAKEN, 202);
    await open(server, { stored: stage.stored });
    expect(getMessage().value).toBe("Hi Maya");
    expect(shown("[role=alert]")).toContain("We don’t know yet whether it went");
    await press("Try again");
    const [first, second] = sent();
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    expect(second?.body).toEqual(first?.body);
  });

  it("never becomes a second text because of other words: the first one counts, until it is said otherwise", async () => {
    let answer: () => Response = () => json({}, 503);
    const { server, sent } = worker({ "POST /v1/messages": () => answer() });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    await write("Hi Maya!");
    answer = () => json({ type: "/problems/idempotency-key-reused" }, 422);
    await press("Send");
    expect(sent()[1]?.idempotencyKey).toBe(sent()[0]?.idempotencyKey);
    expect(shown("[role=alert]")).toContain("The earlier version has gone already");
    await press("Make it a second text");
    answer = () => json(TAKEN, 202);
    await press("Send");
    expect(sent()[2]?.idempotencyKey).not.toBe(sent()[0]?.idempotencyKey);
  });

  it("is told apart from a refusal, after which the text can be mended and sent by the same key", async () => {
    let answer: () => Response = () =>
      json({ type: "/problems/invalid-request", errors: [{ path: "body", message: "no" }] }, 422);
    const { server, sent } = worker({ "POST /v1/messages": () => answer() });
    await open(server);
    await write("Hi Maya");
    await press("Send");
    expect(shown("[role=alert]")).not.toContain("We don’t know");
    answer = () => json(TAKEN, 202);
    await write("Hi Maya!");
    await press("Send");
    expect(sent()[1]?.idempotencyKey).toBe(sent()[0]?.idempotencyKey);
    expect(getMessage().value).toBe("");
  });
});

describe("around the record", () => {
  it("names every shop that the key may use, and which one the tab is of", async () => {
    const { server } = worker();
    await open(server);
    expect(shown("footer")).toContain("luma.myshopify.com");
    await act(async () => document.querySelector<HTMLElement>(".whose")?.click());
    expect(shown(".stores li")).toBe("luma.myshopify.com Shopify | shop.luma.example WooCommerce");
    expect(shown(".stores [aria-current=true]")).toContain("luma.myshopify.com");
  });

  it("fetches a record from its store that Aftertext does not know yet", async () => {
    const { server } = worker({
      "GET /v1/records": () => json({ type: "/problems/unknown-record", canFetch: true }, 404),
      "POST /v1/records/fetch": ({ body }) => {
        expect(body).toEqual({ platform: "shopify", shop: "luma.myshopify.com", kind: "order", id: "1042" });
        return json(RECORD);
      },
    });
    await open(server);
    await press("Fetch it from Shopify");
    expect(shown("h1")).toBe("Maya");
  });

  it.each([
    ["store-refused", 502, "The store refused Aftertext"],
    ["store-unreachable", 502, "The store does not answer"],
    ["no-such-record", 404, "The store has no such record"],
    ["no-store-access", 409, "Aftertext may not ask this store"],
  ])("says why a store did not give a record: %s", async (type, status, title) => {
    const { server } = worker({
      "GET /v1/records": () => json({ type: "/problems/unknown-record", canFetch: true }, 404),
      "POST /v1/records/fetch": () => json({ type: `/problems/${type}` }, status),
    });
    await open(server);
    await press("Fetch it from Shopify");
    expect(shown("[role=alert] h2")).toBe(title);
  });

  it("writes to a number that was selected somewhere", async () => {
    const { server, sent } = worker({
      "GET /v1/records": ({ path }) => {
        expect(path.searchParams.get("phone")).toBe("+12125550142");
        return json({ type: "/problems/unknown-record", canFetch: false }, 404);
      },
    });
    await open(server, { search: "?phone=%2B12125550142" });
    expect(shown("h1")).toBe("+12125550142");
    await write("Hi");
    await press("Send");
    expect(sent()[0]?.body).toMatchObject({ to: "+12125550142", body: "Hi" });
  });

  it("says that a number is missing once something is written to nobody", async () => {
    const { server, sent } = worker();
    await open(server, { tabs: new Map([[1, "https://news.example/"]]) });
    expect(shown(".gate")).toBe("");
    await write("Hi");
    await pass(300);
    expect(shown(".gate")).toBe("Enter the phone number first.");
    await press("Send");
    expect(sent()).toHaveLength(0);
  });

  it("understands a Worker that is older than itself", async () => {
    const { server, sent } = worker({
      "GET /v1/me": () => json({ merchantId: "m1", name: "Luma Skin", timeZone: "UTC", stores: [] }),
      "GET /v1/records": () => json({ customer: { ...MAYA, localTime: undefined }, texts: [] }),
      "POST /v1/messages/preview": () => json({ body: "Hi", segments: 1 }),
      "POST /v1/messages": () => json({ messageId: "m_9", outcome: "waiting" }, 202),
      "GET /v1/messages/m_9": () => json({ type: "/problems/unknown-path" }, 404),
    });
    await open(server);
    await write("Hi");
    await pass(300);
    await press("Send");
    expect(sent()).toHaveLength(1);
    await pass(3000);
    expect(shown(".countdown")).toBe("Sending in 2 s");
  });

  it("says that it is offline, and keeps the text", async () => {
    const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const connection = { base: "https://texts.example.com", merchantName: "Luma Skin" };
    const stage = await open(() => Promise.reject(new TypeError()), { stored: new Map([["connection", connection]]) });
    await write("Hi Maya");
    await pass(100);
    expect(shown(".dock [role=status]")).toContain("You are offline. The text is kept");
    expect(stage.stored.get("draft:shopify|luma.myshopify.com|order|1042")).toMatchObject({ body: "Hi Maya" });
    onLine.mockRestore();
  });
});
