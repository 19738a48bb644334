import { act } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  closePopup,
  createStage,
  type FakeServer,
  json,
  ORDER_PAGE,
  openPopup,
  press,
  shown,
  write,
} from "./popup-stage.tsx";

const MAYA = {
  id: "8",
  firstName: "Maya",
  lastName: "Okafor",
  phone: "+12125550142",
  localTime: "2026-11-03T14:05",
  timeZone: "America/New_York",
  optedOut: false,
  consent: { transactional: true, promotional: false },
};
const ORDER = {
  id: "1042",
  name: "#1042",
  total: { amountMinor: 12990, currency: "USD" },
  placedAt: "2026-11-01T10:00:00Z",
  items: [
    { name: "Serum", quantity: 2 },
    { name: "Mist", quantity: 1 },
    { name: "Gua sha", quantity: 1 },
    { name: "Gift card", quantity: 2 },
  ],
  parcels: [{ state: "out_for_delivery", carrier: "UPS", trackingNumber: "1Z999" }],
};
const text = (changes: object) => ({
  id: "t1",
  direction: "out",
  body: "Your order is on its way.",
  at: "2026-11-02T10:00:00Z",
  status: "delivered",
  ...changes,
});
const serve =
  (answer: object): FakeServer =>
  () =>
    json({ texts: [], ...answer });

const notFound = () => json({ type: "/problems/unknown-record", title: "No such record", status: 404 }, 404);

afterEach(closePopup);

describe("an order in the tab", () => {
  it("is asked for by platform, shop, kind and id, with the key", async () => {
    const asked: string[] = [];
    const stage = createStage();
    stage.server = ({ path, key }) => {
      asked.push(`${path.href} ${key}`);
      return json({ texts: [] });
    };
    await openPopup(stage);
    expect(asked).toContain(
      "http://127.0.0.1:8787/v1/records?platform=shopify&shop=luma.myshopify.com&kind=order&id=1042 Bearer at_key",
    );
  });

  it("shows who, what was bought and where it is", async () => {
    await openPopup(createStage({ server: serve({ order: ORDER, customer: MAYA }) }));
    expect(shown("h1")).toBe("Maya Okafor");
    expect(shown(".facts")).toBe("+12125550142Tue 2:05 PM there");
    expect(shown(".consent li")).toBe("Order texts allowed | No marketing");
    expect(shown(".order")).toContain("#1042");
    expect(shown(".order")).toContain("$129.90");
    expect(shown("summary")).toContain("2 × Serum and 4 more");
    expect(shown("summary")).toContain("Out for delivery");
    expect(shown(".items li")).toBe("2 × Serum | 1 × Mist | 1 × Gua sha | 2 × Gift card");
    expect(shown(".parcel")).toBe("Out for deliveryUPS 1Z999");
    expect(shown(".conversation")).toContain("No texts yet");
  });

  it.each([
    ["by phone", { ...MAYA, firstName: "", lastName: null }, "+12125550142"],
    ["without a phone", { ...MAYA, firstName: null, lastName: null, phone: null }, "Name unknown"],
    ["not yet", undefined, "No customer yet"],
  ])("names the customer %s", async (_how, customer, name) => {
    await openPopup(createStage({ server: serve({ customer }) }));
    expect(shown("h1")).toBe(name);
  });

  it("says of an opted-out customer only that", async () => {
    await openPopup(createStage({ server: serve({ customer: { ...MAYA, optedOut: true } }) }));
    expect(shown(".consent li")).toBe("");
    expect(shown(".opted-out strong")).toBe("Opted out of all texts");
  });

  it.each([
    [{ amountMinor: 500, currency: "JPY" }, "¥500"],
    [{ amountMinor: 1234, currency: "KWD" }, "KWD\u00a01.234"],
  ])("writes a total in its currency's own units: %j", async (total, written) => {
    await openPopup(createStage({ server: serve({ order: { ...ORDER, total } }) }));
    expect(shown(".total")).toBe(written);
  });

  it("shows the texts as a conversation, oldest first, each with its side", async () => {
    const texts = [
      text({ id: "b", direction: "in", status: "received", body: "Thanks!", at: "2026-11-02T11:00:00Z" }),
      text({ id: "a" }),
    ];
    await openPopup(createStage({ server: serve({ customer: MAYA, texts }) }));
    expect(shown(".text .bubble")).toBe("Luma Skin: Your order is on its way. | Maya Okafor: Thanks!");
  });

  it.each([
    [{ status: "sending" }, "Sending…"],
    [{ status: "sent" }, "Sent"],
    [{ status: "delivered" }, "Delivered"],
    [{ status: "unknown" }, "May have been sent: the gateway did not say"],
    [{ status: "waiting" }, "Waiting"],
    [{ status: "waiting", reason: "paused" }, "Waiting: the flow is paused"],
    [{ status: "suppressed", reason: "opted_out" }, "Not sent: the customer opted out"],
    [{ status: "suppressed", rule: "cap" }, "Not sent: enough texts for now"],
    [{ status: "suppressed", reason: "moon_phase" }, "Not sent: moon phase"],
    [{ status: "suppressed", reason: "constructor" }, "Not sent: constructor"],
    [{ status: "failed", reason: "gateway_rejected" }, "Failed: the gateway rejected it"],
  ])("says where a text stands: %j", async (changes, status) => {
    await openPopup(createStage({ server: serve({ texts: [text(changes)] }) }));
    expect(shown(".status")).toBe(status);
  });

  it("says until when a text waits, and why, also before it is written", async () => {
    const untilAt = new Date(2026, 10, 3, 10, 0).toISOString(); // this browser's wall clock
    const waiting = text({
      body: undefined,
      flow: "Review request",
      status: "waiting",
      reason: "quiet_hours",
      untilAt,
    });
    await openPopup(createStage({ server: serve({ texts: [waiting] }) }));
    expect(shown(".status")).toBe("Waiting until Tue, Nov 3, 10:00 AM: quiet hours");
    expect(shown(".unwritten strong")).toBe("Review request");
    expect(shown(".bubble")).toBe("");
  });

  it("says of texts that never went how many, and which when asked", async () => {
    const never = { body: undefined, status: "suppressed", reason: "condition" };
    const texts = [
      text({ ...never, id: "a", flow: "Delay alert", at: "2026-11-01T10:00:00Z" }),
      text({ ...never, id: "b", flow: "Lost parcel", at: "2026-11-01T10:00:00Z" }),
      text({ id: "c" }),
      text({ ...never, id: "d", flow: "Part shipped", reason: "superseded", at: "2026-11-03T10:00:00Z" }),
    ];
    await openPopup(createStage({ server: serve({ texts }) }));
    expect(shown(".conversation summary")).toBe("2 texts not sent");
    expect(shown("details .unwritten li strong, .conversation details li strong")).toBe("Delay alert | Lost parcel");
    expect(shown(".conversation ol > .unwritten > .meta strong")).toBe("Part shipped");
    expect(shown(".conversation ol > .unwritten > .meta .status")).toBe("Not sent: newer news went instead");
    expect(shown(".bubble")).toBe("Luma Skin: Your order is on its way.");
  });

  it("shows the text that is written between what was said and what waits for its time", async () => {
    vi.useFakeTimers();
    const texts = [text({ id: "a" }), text({ id: "b", body: "Later", status: "waiting", at: "2026-12-02T10:00:00Z" })];
    await openPopup(createStage({ server: serve({ customer: MAYA, texts }) }));
    await write("Now");
    await act(() => vi.advanceTimersByTimeAsync(500));
    expect(shown(".conversation .bubble")).toMatch(/Your order is on its way\. \| Now \| Luma Skin: Later$/);
  });

  it("shows no clicks on a text that has no link", async () => {
    const texts = [text({ body: "All good?", clicks: { people: 0, all: 0 } })];
    await openPopup(createStage({ server: serve({ texts }) }));
    expect(shown(".clicks")).toBe("");
  });

  it.each([
    [{ people: 0, all: 0 }, "no clicks yet"],
    [{ people: 0, all: 4 }, "0 people · 4 in all"],
    [{ people: 1, all: 1 }, "1 person · 1 in all"],
    [{ people: 2, all: 3 }, "2 people · 3 in all"],
    [undefined, ""],
  ])("shows people's clicks beside all clicks: %j", async (clicks, written) => {
    const body = "On its way: https://go.luma.test/4ep9ydza";
    await openPopup(createStage({ server: serve({ texts: [text({ body, clicks })] }) }));
    expect(shown(".clicks")).toBe(written);
  });

  it("reads a changed status out while somebody looks", async () => {
    vi.useFakeTimers();
    const stage = createStage({ server: serve({ texts: [text({ status: "sent" })] }) });
    await openPopup(stage);
    stage.server = serve({ texts: [text({ status: "delivered" })] });
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(shown(".conversation [role=status]")).toBe("Delivered: Your order is on its way.");
    expect(shown(".status")).toBe("Delivered");
  });

  it("keeps the last known state, and says so, when the server goes away", async () => {
    vi.useFakeTimers();
    const stage = createStage({ server: serve({ customer: MAYA }) });
    await openPopup(stage);
    stage.server = () => json({}, 500);
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(shown("h1")).toBe("Maya Okafor");
    expect(shown("[role=alert]")).toContain("This is the last known state.");
    stage.server = serve({ customer: MAYA });
    await press("Try again");
    expect(shown("[role=alert]")).toBe("");
  });

  it("shows nothing more once the key is withdrawn, and offers to connect again", async () => {
    vi.useFakeTimers();
    const stage = createStage({ server: serve({ customer: MAYA }) });
    await openPopup(stage);
    stage.server = () => json({}, 401);
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(shown()).not.toContain("Maya");
    expect(shown("[role=alert]")).toContain("This key is not valid");
    await press("Connect");
    expect(shown("label")).toBe("Connection");
  });

  it("tells loading, a failure and the answer apart, and tries again when asked", async () => {
    const stage = createStage({ server: () => new Promise(() => undefined) });
    await openPopup(stage);
    expect(document.querySelector("main")?.getAttribute("aria-busy")).toBe("true");
    await closePopup();
    await openPopup({ ...stage, server: () => Promise.reject(new TypeError()) });
    expect(shown("[role=alert]")).toContain("No answer from 127.0.0.1:8787");
  });

  it("comes back from a failure by Try again", async () => {
    const stage = createStage();
    await openPopup(stage);
    stage.server = serve({ customer: MAYA });
    await press("Try again");
    expect(shown("h1")).toBe("Maya Okafor");
  });

  it.each([
    ["no texts", {}],
    ["a status of another time", { texts: [text({ status: "lost" })] }],
    ["a date that is none", { texts: [text({ at: "soon" })] }],
    ["money without a currency", { texts: [], order: { ...ORDER, total: { amountMinor: 1 } } }],
    ["half a cent", { texts: [], order: { ...ORDER, total: { amountMinor: 0.5, currency: "USD" } } }],
    ["fewer than no clicks", { texts: [text({ clicks: { people: -1, all: 0 } })] }],
    ["an array", []],
  ])("refuses an answer with %s", async (_what, answer) => {
    await openPopup(createStage({ server: () => json(answer) }));
    expect(shown("[role=alert]")).toContain("does not answer like Aftertext");
  });
});

describe("a record that Aftertext does not have", () => {
  const serveStores =
    (shop: string): FakeServer =>
    ({ path }) =>
      path.pathname === "/v1/me"
        ? json({ merchantId: "m1", name: "Luma Skin", timeZone: "UTC", stores: [{ platform: "shopify", shop }] })
        : notFound();

  it.each([
    ["https://admin.shopify.com/store/luma/orders/9", "Aftertext does not know this order"],
    ["https://admin.shopify.com/store/luma/draft_orders/9", "Aftertext does not know this order"],
    ["https://admin.shopify.com/store/luma/customers/9", "Aftertext does not know this customer"],
  ])("is called unknown when its store is connected: %s", async (url, title) => {
    await openPopup(createStage({ tabs: new Map([[1, url]]), server: serveStores("luma.myshopify.com") }));
    expect(shown("[role=alert] h2")).toBe(title);
  });

  it("is told apart from a store that is not connected", async () => {
    await openPopup(createStage({ server: serveStores("other.myshopify.com") }));
    expect(shown("[role=alert]")).toContain("luma.myshopify.com is not a store of Luma Skin");
  });
});

describe("a tab without a record", () => {
  it("explains where Aftertext works, and leads to the simulated phones on this machine", async () => {
    const stores = [
      { platform: "shopify", shop: "luma.myshopify.com" },
      { platform: "custom", shop: "custom" },
    ];
    const server = () => json({ merchantId: "m1", name: "Luma Skin", timeZone: "UTC", stores });
    await openPopup(createStage({ tabs: new Map([[1, "https://admin.shopify.com/store/luma/products"]]), server }));
    expect(shown("h1")).toBe("Open an order in your store admin");
    expect(shown(".admins strong")).toBe("luma.myshopify.com");
    expect(document.querySelector("a")?.href).toBe("http://127.0.0.1:8787/bench/phone");
  });

  it("offers no phones where the server is a real one", async () => {
    const connection = { base: "https://texts.example.com", key: "k", merchantName: "Luma Skin" };
    await openPopup(
      createStage({ stored: new Map([["connection", connection]]), tabs: new Map([[1, "https://news.test/"]]) }),
    );
    expect(document.querySelector("a")).toBeNull();
  });

  it.each([
    ["?tab=7", ORDER_PAGE, "Maya Okafor"],
    ["?tab=8", ORDER_PAGE, "Which order?"],
    ["?tab=x", ORDER_PAGE, "Which order?"],
    ["?tab=7", undefined, "Which order?"],
    ["?tab=7", "https://news.test/", "Open an order in your store admin"],
  ])("%s names the tab, whose address may be hidden: %s", async (search, url, heading) => {
    const tabs = new Map([
      [1, "https://news.test/"],
      [7, url],
    ]);
    await openPopup(createStage({ search, tabs, server: serve({ customer: MAYA }) }));
    expect(shown("h1")).toBe(heading);
  });
});

describe("what the merchant should know", () => {
  const goneAt = {
    id: "n1",
    kind: "dead_link",
    subject: "https://luma.example/serum",
    detail: "…",
    at: "2026-11-02T10:00:00Z",
  };
  const ME = { merchantId: "m1", name: "Luma Skin", timeZone: "America/New_York", stores: [] };
  const tell =
    (...notices: readonly object[]): FakeServer =>
    ({ path }) =>
      json(path.pathname === "/v1/me" ? { ...ME, notices } : { texts: [] });

  it("is one line that opens what it is about", async () => {
    await openPopup(createStage({ server: tell(goneAt) }));
    await press("1 notice");
    expect(shown("dialog h3")).toBe("A link leads nowhere");
    expect(document.querySelector<HTMLAnchorElement>("dialog a")?.href).toBe("https://luma.example/serum");
    expect(shown("dialog li")).toContain("Texts that lead to this page wait until it is back.");
  });

  it("is no line while there is nothing, or with a Worker that does not say", async () => {
    await openPopup(createStage({ server: tell() }));
    expect(shown(".shop-notices")).toBe("");
    await closePopup();
    await openPopup(createStage({ server: ({ path }) => json(path.pathname === "/v1/me" ? ME : { texts: [] }) }));
    expect(shown(".shop-notices")).toBe("");
    expect(shown("footer")).toContain("Luma Skin");
  });

  it("of a kind that this extension does not know speaks for itself", async () => {
    await openPopup(
      createStage({ server: tell(goneAt, { ...goneAt, id: "n2", kind: "sender_held", detail: "Held." }) }),
    );
    await press("2 notices");
    expect(shown("dialog li:last-child")).toContain("sender held");
    expect(shown("dialog li:last-child")).toContain("Held.");
  });
});
