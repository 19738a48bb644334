import { describe, expect, it } from "vitest";
import { library } from "../../worker/flows/library.ts";
import { reply } from "./inside.ts";
import { openTimeline, optIn, short, type Timeline } from "./timeline.ts";

const phone = "+12125550101";
const items = [{ sku: "SERUM", quantity: 1, name: "Face serum" }];

/** What happens to an order: when, what, and what else the event says. Day 1 is Monday, 2 March, 10:00 in New York. */
type Happening = readonly [at: string, line: string, more?: Record<string, unknown>];

const placed: Happening = ["02T15:00", "order.placed o1", { items }];
const shipped: Happening = ["03T15:00", "order.shipped o1"];
const delivered: Happening = ["04T15:00", "order.delivered o1"];

/** Every flow is on, and nothing holds a text. */
async function openLibrary(): Promise<Timeline> {
  const line = await openTimeline({ flows: "default", currency: "USD" });
  await line.policy({
    footer: { optOutLine: false, firstTextLine: false },
    capDoubling: false,
    brakes: false,
    backToService: false,
  });
  for (const { key } of (await line.shop.api<{ items: { key: string }[] }>("GET", "/v1/flows")).body.items) {
    await line.shop.api("POST", `/v1/flows/${key}/resume`);
  }
  for (const key of ["upsell", "follow-up"]) {
    const offer = { kind: "percent", value: 10, code: "shared", sharedCode: "TEN", expiresAfter: "P5D" };
    await line.shop.api("PUT", `/v1/offers/${key}`, offer);
  }
  await line.shop.api("PUT", "/v1/products/SERUM", {
    title: "Face serum",
    url: "https://shop.example/serum",
    complementSku: "CREAM",
    daysPerUnit: 30,
  });
  await line.shop.api("PUT", "/v1/products/CREAM", { title: "Day cream", url: "https://shop.example/cream" });
  return line;
}

async function buyer(line: Timeline, id: string, number: string, facts: Record<string, unknown> = {}): Promise<void> {
  await line.customer(id, { phone: number, timeZone: "America/New_York", firstName: "Ada", consent: optIn, ...facts });
}

const instant = (at: string): string => (at.includes("-") ? `2026-${at}:00Z` : `2026-03-${at}:00Z`);

async function happen(line: Timeline, happenings: readonly Happening[]): Promise<void> {
  for (const [at, what, more] of happenings) {
    await line.to(instant(at));
    await line.event(what, more);
  }
}

/** `template outcome instant`, or its reason, of every text of one flow to one customer. */
async function rowsOf(
  line: Timeline,
  flow: string,
  customer = "c1",
  isWanted: (order: string | undefined) => boolean = () => true,
): Promise<readonly string[]> {
  const rows = await line.shop.decisions(`?flow=${flow}&customer=${customer}`);
  return rows
    .filter(({ order }) => isWanted(order))
    .map(({ template, outcome, reason, at }) =>
      [template, outcome === "suppressed" ? reason : outcome, short(at).slice(5)].join(" "),
    );
}

function isNews(key: string): boolean {
  const [first] = library.find(({ flow }) => flow.key === key)?.flow.steps ?? [];
  return first !== undefined && "class" in first && first.class === "transactional";
}

const later = (at: string): Happening => [at, "order.placed o2", { items }];

const cases: readonly (readonly [
  flow: string,
  what: string,
  happenings: readonly Happening[],
  expected: readonly string[],
])[] = [
  ["order-confirmation", "at once", [placed], ["order_confirmation sent 03-02T15:00Z"]],
  [
    "order-confirmation",
    "not for what is on its way already",
    [
      ["02T15:00", "order.shipped o1"],
      ["02T15:00", "order.placed o1", { items, occurredAt: "2026-03-02T14:30:00Z" }],
    ],
    ["order_confirmation superseded 03-02T15:00Z"],
  ],
  ["thank-you", "20 hours after the confirmation", [placed], ["thank_you sent 03-03T11:00Z"]],
  [
    "thank-you",
    "not for a cancelled order",
    [placed, ["02T20:00", "order.cancelled o1"]],
    ["thank_you exited 03-02T20:00Z"],
  ],
  ["reassurance", "36 hours after the order", [placed], ["reassurance sent 03-04T03:00Z"]],
  [
    "reassurance",
    "not for a refunded order",
    [placed, ["03T15:00", "order.refunded o1"]],
    ["reassurance exited 03-03T15:00Z"],
  ],
  ["follow-up-offer", "a week after the order", [placed], ["follow_up_offer sent 03-09T14:00Z"]],
  [
    "follow-up-offer",
    "not to somebody who ordered again",
    [placed, later("06T15:00")],
    ["follow_up_offer exited 03-06T15:00Z"],
  ],
  ["shipping-update", "at once", [placed, shipped], ["shipping_update sent 03-03T15:00Z"]],
  [
    "part-shipped",
    "each parcel but the one that completes the order",
    [
      ["02T15:00", "order.placed o1", { items: [...items, { sku: "CREAM", quantity: 2 }] }],
      ["03T15:00", "fulfillment.shipped o1", { parcel: { id: "p1" }, items }],
      ["03T17:00", "fulfillment.shipped o1", { parcel: { id: "p2" }, items: [{ sku: "CREAM", quantity: 1 }] }],
      ["04T15:00", "fulfillment.shipped o1", { parcel: { id: "p3" }, items: [{ sku: "CREAM", quantity: 1 }] }],
    ],
    ["part_shipped sent 03-03T15:00Z", "part_shipped sent 03-03T17:00Z", "part_shipped superseded 03-04T15:00Z"],
  ],
  [
    "out-for-delivery",
    "once, though the carrier scans twice",
    [
      placed,
      ["04T12:00", "fulfillment.out_for_delivery o1", { parcel: { id: "p1" } }],
      ["04T12:30", "fulfillment.out_for_delivery o1", { parcel: { id: "p1" } }],
    ],
    ["out_for_delivery sent 03-04T12:00Z"],
  ],
  [
    "ready-for-pickup",
    "at once",
    [placed, ["04T12:00", "order.ready_for_pickup o1"]],
    ["ready_for_pickup sent 03-04T12:00Z"],
  ],
  [
    "delay-warning",
    "when nothing shipped in three days",
    [placed],
    ["delay_warning condition 03-02T15:00Z", "delay_warning sent 03-05T15:00Z"],
  ],
  [
    "delay-warning",
    "three days after the last scan, once",
    [placed, ["04T15:00", "order.shipped o1"], ["06T15:00", "order.shipped o1"]],
    ["delay_warning condition 03-02T15:00Z", "delay_warning sent 03-09T14:00Z"],
  ],
  [
    "delay-warning",
    "when the carrier moves the day, and then no more",
    [
      ["02T15:00", "order.placed o1", { items, eta: "2026-03-06" }],
      shipped,
      ["04T15:00", "order.updated o1", { eta: "2026-03-11" }],
    ],
    ["delay_warning sent 03-04T15:00Z", "delay_warning condition 03-04T15:00Z"],
  ],
  [
    "delay-warning",
    "not for a day that is over, and not to who has it",
    [
      ["02T15:00", "order.placed o1", { items, eta: "2026-03-03" }],
      ["04T15:00", "order.updated o1", { eta: "2026-03-11" }],
      ["05T12:00", "order.delivered o1"],
    ],
    ["delay_warning condition 03-02T15:00Z", "delay_warning exited 03-05T12:00Z"],
  ],
  [
    "delay-alert",
    "a day after it was expected",
    [["02T15:00", "order.placed o1", { items, eta: "2026-03-06" }], shipped],
    ["delay_alert sent 03-07T05:00Z"],
  ],
  [
    "delay-alert",
    "not to who has it",
    [["02T15:00", "order.placed o1", { items, eta: "2026-03-06" }], shipped, ["06T20:00", "order.delivered o1"]],
    ["delay_alert exited 03-06T20:00Z"],
  ],
  [
    "lost-parcel",
    "five days after it was expected",
    [["02T15:00", "order.placed o1", { items, eta: "2026-03-06" }], shipped],
    ["lost_parcel condition 03-02T15:00Z", "lost_parcel sent 03-11T04:00Z"],
  ],
  [
    "lost-parcel",
    "when the carrier says so, and then no more",
    [
      ["02T15:00", "order.placed o1", { items, eta: "2026-03-06" }],
      ["05T15:00", "order.lost o1"],
    ],
    ["lost_parcel sent 03-05T15:00Z", "lost_parcel condition 03-05T15:00Z"],
  ],
  [
    "lost-parcel",
    "of an order that nobody told of before",
    [["05T15:00", "order.lost o1"]],
    ["lost_parcel sent 03-05T15:00Z", "lost_parcel condition 03-05T15:00Z"],
  ],
  [
    "failed-attempt",
    "at once",
    [placed, ["05T15:00", "order.attempt_failed o1"]],
    ["failed_attempt sent 03-05T15:00Z"],
  ],
  [
    "damaged",
    "from the carrier, or from a ticket that says so, once",
    [
      placed,
      delivered,
      ["05T15:00", "support.opened o1", { reason: "Arrived damaged" }],
      ["05T16:00", "order.damaged o1"],
    ],
    ["damaged sent 03-05T15:00Z"],
  ],
  [
    "damaged",
    "not from any other ticket",
    [placed, delivered, ["05T15:00", "support.opened o1", { reason: "Wrong size" }]],
    [],
  ],
  ["delivery-confirmation", "at once", [placed, delivered], ["delivery_confirmation sent 03-04T15:00Z"]],
  ["cancelled", "at once", [placed, ["03T15:00", "order.cancelled o1"]], ["cancelled sent 03-03T15:00Z"]],
  [
    "refunded",
    "each time",
    [placed, ["05T15:00", "order.refunded o1", { items: [] }], ["06T15:00", "order.refunded o1", { items: [] }]],
    ["refunded sent 03-05T15:00Z", "refunded sent 03-06T15:00Z"],
  ],
  [
    "refunded",
    "not beside the word that the order is cancelled",
    [placed, ["05T15:00", "order.cancelled o1"], ["05T15:00", "order.refunded o1"]],
    ["refunded superseded 03-05T15:00Z"],
  ],
  [
    "return-opened",
    "at once",
    [placed, delivered, ["06T15:00", "return.opened o1"]],
    ["return_opened sent 03-06T15:00Z"],
  ],
  [
    "renewal-upcoming",
    "three days before, or at once where nobody says when",
    [
      ["02T15:00", "subscription.renewing -", { attributes: { renewsAt: "2026-03-12T15:00:00Z" } }],
      ["03T15:00", "subscription.renewing -"],
    ],
    ["renewal_upcoming sent 03-03T15:00Z", "renewal_upcoming sent 03-09T15:00Z"],
  ],
  [
    "onboarding",
    "a day after delivery and on the third, unless they have a ticket by then",
    [placed, delivered, ["06T15:00", "support.opened o1"]],
    ["setup_guide sent 03-05T15:00Z", "need_help exited 03-06T15:00Z"],
  ],
  ["satisfaction", "two days after delivery", [placed, delivered], ["satisfaction sent 03-06T15:00Z"]],
  ["review-request", "six days after delivery", [placed, delivered], ["review_request sent 03-10T14:00Z"]],
  ...(["review.posted", "order.refunded", "support.opened"] as const).map(
    (type) =>
      [
        "review-request",
        `not after ${type}`,
        [placed, delivered, ["06T15:00", `${type} o1`]],
        ["review_request exited 03-06T15:00Z"],
      ] as const,
  ),
  ["check-in", "a week after delivery", [placed, delivered], ["check_in sent 03-11T14:00Z"]],
  ...(["order.refunded o1", "support.opened o1", "order.placed o2"] as const).map(
    (line) =>
      [
        "check-in",
        `not after ${line}`,
        [placed, delivered, ["06T15:00", line]],
        ["check_in exited 03-06T15:00Z"],
      ] as const,
  ),
  ["loyalty", "to a first order", [placed], ["loyalty_first sent 03-09T14:00Z"]],
  ["milestone", "not for a second order", [placed], []],
  ["anniversary", "a year later, at eleven", [placed], ["anniversary sent 03-02T16:00Z"]],
  ["early-access", "not to somebody new", [placed], []],
  ["prize-draw", "two weeks after the order", [placed], ["prize_draw sent 03-16T14:00Z"]],
  ["referral", "not where nobody said that they like it", [placed, delivered], ["referral condition 03-04T15:00Z"]],
  ["replenishment", "before they run out", [placed], ["replenishment sent 03-28T03:00Z"]],
  [
    "replenishment",
    "not to somebody who bought it again, or subscribed",
    [placed, ["20T15:00", "subscription.started -"]],
    ["replenishment exited 03-20T15:00Z"],
  ],
  [
    "win-back",
    "30 and 90 days after the last order, at its time of day",
    [placed],
    ["win_back_soft sent 04-01T14:00Z", "win_back_last sent 05-31T14:00Z"],
  ],
  [
    "win-back",
    "not to somebody who came back",
    [placed, ["04-10T15:00", "order.placed o2", { items }]],
    ["win_back_soft sent 04-01T14:00Z", "win_back_last exited 04-10T15:00Z"],
  ],
  [
    "three-stages",
    "thanks, a review from a first order, and two ways back",
    [placed, delivered],
    [
      "thank_you sent 03-03T11:00Z",
      "review_request sent 03-10T14:00Z",
      "win_back_soft sent 04-01T14:00Z",
      "win_back_last sent 05-31T14:00Z",
    ],
  ],
];

describe("a flow of the library, each alone", { timeout: 60_000 }, () => {
  it("goes when it should, and leaves when it should", { timeout: 120_000 }, async () => {
    const line = await openLibrary();
    // Each case is a customer of its own, all in one shop and on one clock.
    const happenings = cases.flatMap(([, , own], index) =>
      own.map(([at, what, more]) => ({ at, what: `${what.replace(/ (o\d)/, ` $1-${index}`)} c${index}`, more })),
    );
    for (const [index, [flow]] of cases.entries()) {
      // Whoever is here for the news of an order need get nothing else.
      const promotional = !isNews(flow);
      await buyer(line, `c${index}`, `+1212555${1000 + index}`, { consent: { promotional, source: "checkout" } });
    }
    for (const { at, what, more } of happenings.sort((one, other) => (instant(one.at) < instant(other.at) ? -1 : 1))) {
      await line.to(instant(at));
      await line.event(what, more);
    }
    await line.to("2027-03-10T15:00:00Z");
    const came: Record<string, readonly string[]> = {};
    for (const [index, [flow, what]] of cases.entries()) {
      came[`${flow} ${what}`] = await rowsOf(line, flow, `c${index}`, (order) => order?.startsWith("o2") !== true);
    }
    expect(came).toEqual(Object.fromEntries(cases.map(([flow, what, , expected]) => [`${flow} ${what}`, expected])));
  });

  it("takes its way by who somebody is", async () => {
    const line = await openLibrary();
    const people = [{ priorOrders: 2 }, { priorOrders: 4 }, { tags: ["vip"] }];
    for (const [index, facts] of people.entries()) {
      await buyer(line, `c${index}`, `+1212555${1000 + index}`, facts);
      await line.event(`order.placed o${index} c${index}`, { items });
    }
    await line.to("2026-03-25T15:00:00Z");
    const all = (flow: string) => Promise.all([0, 1, 2].map((index) => rowsOf(line, flow, `c${index}`)));
    expect(await all("loyalty")).toEqual([
      ["loyalty_repeat sent 03-09T14:00Z"],
      ["loyalty_vip sent 03-09T14:00Z"],
      ["loyalty_vip sent 03-09T14:00Z"],
    ]);
    expect(await all("milestone")).toEqual([["milestone sent 03-04T15:00Z"], ["milestone sent 03-04T15:00Z"], []]);
    expect(await all("early-access")).toEqual([
      ["early_access sent 03-23T14:00Z"],
      ["early_access sent 03-23T14:00Z"],
      [],
    ]);
    expect((await rowsOf(line, "three-stages", "c0")).slice(0, 2)).toEqual([
      "thank_you sent 03-03T11:00Z",
      "loyalty_repeat sent 03-09T14:00Z",
    ]);
  });
});

describe("what the confirmation carries", { timeout: 60_000 }, () => {
  const related = async (changes: Record<string, unknown>, facts: Record<string, unknown> = {}): Promise<Timeline> => {
    const line = await openLibrary();
    await buyer(line, "c1", phone, facts);
    await line.policy({
      footer: { optOutLine: false, firstTextLine: false },
      capDoubling: false,
      brakes: false,
      backToService: false,
      ...changes,
    });
    await happen(line, [placed]);
    await line.to(instant("02T16:00"));
    return line;
  };
  const cut = (texts: readonly string[]): readonly string[] => texts.map((text) => text.replace(/ ?http\S+/g, " LINK"));

  it("one thing that goes with the order, where an offer may go now; then there is no second", async () => {
    const line = await related({});
    expect(cut(await line.texts())).toEqual([
      "2026-03-02T15:00Z Acme: Thanks, Ada! Order o1 is confirmed. Goes well with it: Day cream LINK",
    ]);
    expect(await rowsOf(line, "upsell")).toEqual(["upsell condition 03-02T15:00Z"]);
  });

  it("nothing but the news where none may go now; the offer follows when it may", async () => {
    const line = await related({ quietHours: { from: "09:00", to: "10:15" } });
    expect(cut(await line.texts())).toEqual([
      "2026-03-02T15:00Z Acme: Thanks, Ada! Order o1 is confirmed. We'll text you when it ships.",
      "2026-03-02T15:30Z Acme: Goes with your order: Day cream. 10% off with TEN until Mar 7: LINK",
    ]);
  });

  it("nothing but the news to somebody who asked for no offers", async () => {
    const line = await related({}, { consent: { promotional: false, source: "checkout" } });
    expect(cut(await line.texts())).toEqual([
      "2026-03-02T15:00Z Acme: Thanks, Ada! Order o1 is confirmed. We'll text you when it ships.",
    ]);
  });
});

describe("questions", { timeout: 60_000 }, () => {
  it.each([
    ["4", "Thank you for being honest, Ada.", "condition"],
    ["8", "Thank you, Ada. Good to hear.", "sent"],
    ["10", "Thank you, Ada, that makes our day. Would you tell others", "sent"],
  ])("%s of ten is answered with %j, and a review request is then %s", async (answer, expected, review) => {
    const line = await openLibrary();
    await buyer(line, "c1", phone);
    await happen(line, [placed, delivered]);
    await line.to(instant("06T16:00"));
    const asked = await line.texts();
    await reply(phone, line.shop.sender, answer);
    expect((await line.texts()).slice(asked.length).join()).toContain(expected);
    await line.to(instant("20T15:00"));
    expect((await rowsOf(line, "review-request")).join()).toContain(review);
    expect((await rowsOf(line, "referral")).join()).toContain(answer === "10" ? "sent" : "condition");
  });

  it.each([
    ["07T16:00", "1", "What can we help with?"],
    ["16T16:00", "1", "Here are our tips: http"],
    ["16T16:00", "2", "A person will text you some."],
  ])("on %s a %s is answered with %j", async (at, answer, expected) => {
    const line = await openLibrary();
    await buyer(line, "c1", phone);
    await happen(line, [placed, delivered]);
    await line.to(instant(at));
    const asked = await line.texts();
    await reply(phone, line.shop.sender, answer);
    expect((await line.texts()).slice(asked.length).join()).toContain(expected);
  });
});

describe("with every flow on and the hours and caps that a shop starts with", { timeout: 60_000 }, () => {
  it.each([
    ["as it comes", {}],
    ["expected on the day that the shop said", { eta: "2026-03-06" }],
  ])("an order %s gets its news, its review request and its check-in on their days", async (_, more) => {
    const line = await openLibrary();
    await line.policy(SHIPPED);
    await buyer(line, "c1", phone);
    await happen(line, [
      ["02T15:00", "order.placed o1", { items, ...more }],
      ["03T15:00", "order.shipped o1"],
      ["05T15:00", "order.out_for_delivery o1"],
      ["05T19:00", "order.delivered o1"],
    ]);
    await line.to("2026-03-18T15:00:00Z");
    const texts = (await line.texts()).map((text) => text.replace(/ ?http\S+/g, " LINK").split("\n")[0]);
    expect(texts).toEqual([
      "2026-03-02T15:00Z Acme: Thanks, Ada! Order o1 is confirmed. We'll text you when it ships.",
      "2026-03-03T15:00Z Acme: Good news! Order o1 is on its way.",
      "2026-03-05T15:00Z Acme: Order o1 is out for delivery.",
      "2026-03-05T19:00Z Acme: Order o1 has been delivered. Anything not right? Just reply to this text.",
      "2026-03-11T18:00Z Hi Ada, how do you like Face serum? A short review helps others: LINK",
      "2026-03-12T18:00Z Hi Ada, how is everything? Day cream goes well with your order: LINK",
    ]);
    const gaveWay = (await line.shop.decisions("?customer=c1")).filter(({ reason }) => reason === "reserved");
    expect(new Set(gaveWay.map(({ flow }) => flow))).toEqual(
      new Set([
        "thank-you",
        "reassurance",
        "upsell",
        "follow-up-offer",
        "onboarding",
        "satisfaction",
        "loyalty",
        "three-stages",
      ]),
    );
  });

  it("what gave way may go where the parcel is not expected within the cap's two weeks", async () => {
    const line = await openLibrary();
    await line.policy(SHIPPED);
    await buyer(line, "c1", phone);
    await happen(line, [["02T15:00", "order.placed o1", { items, eta: "2026-03-20" }]]);
    expect((await line.texts()).join()).toContain("Goes well with it: Day cream");
  });
});

const SHIPPED = {
  quietHours: { from: "20:00", to: "10:00", byDay: { SU: { from: "20:00", to: "12:00" } } },
  caps: [
    { classes: ["promotional"], max: 1, windowSeconds: 86_400, onCap: "defer" },
    { classes: ["relationship", "promotional"], max: 2, windowSeconds: 1_209_600, onCap: "defer" },
  ],
  stateLaw: true,
  capDoubling: true,
  brakes: true,
  backToService: true,
  footer: { optOutLine: true, firstTextLine: true },
};
