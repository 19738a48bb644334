import { describe, expect, it } from "vitest";
import { Flow, type Operators } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { openPolicy, shippedPolicy } from "../../worker/domain/default-policy.ts";
import { checkFlow } from "../../worker/domain/flow-check.ts";

const text = (body: string, more: object = {}) => ({ send: { body }, class: "relationship", ...more });
const flow = (...steps: object[]) => ({ key: "f", name: "F", trigger: { event: "order.delivered" }, steps });
const check = (source: object, policy: Policy = openPolicy) =>
  checkFlow(Flow.parse(source), { policy, shopName: "Acme" });
const problemsOf = (source: object) => check(source).problems.map(({ path }) => path);
const warningsOf = (source: object, policy?: Policy) => check(source, policy).warnings.map(({ path }) => path);

const hi = text("Hi");
const exit = { exit: true };
const always = { "customer.orderCount": { gte: 2 } };

const refused: readonly (readonly [string, object, readonly string[]])[] = [
  ["a field that no text knows", flow(text("Hi {{ customer.nickname }}")), ["steps.0.send.body"]],
  [
    "a field in the body sent to those who may get promotions",
    flow({ send: { body: "Hi", promotionalBody: "{{ offer.kode }}" }, class: "transactional" }),
    ["steps.0.send.promotionalBody"],
  ],
  ["a template that can't be read", flow(text("Hi {{ customer.firstName")), ["steps.0.send.body"]],
  ["{{ link }} in a step without a link", flow(text("See {{ link }}")), ["steps.0.send.body"]],
  ["a named link that the step has not", flow(text('See {% link "track" %}')), ["steps.0.send.body"]],
  ["a link that leads to a link", flow(text("See {{ link }}", { link: { url: "{{ link }}" } })), ["steps.0.link.url"]],
  ["a link to no web address", flow(text("See {{ link }}", { link: { url: "shop.example" } })), ["steps.0.link.url"]],
  ["a relationship text that ignores quiet hours", flow(text("Hi", { quiet: "ignore" })), ["steps.0.quiet"]],
  [
    "a promotional text that ignores quiet hours, inside a branch",
    flow({ branch: [{ if: always, steps: [hi, { ...hi, class: "promotional", quiet: "ignore" }] }] }),
    ["steps.0.branch.0.steps.1.quiet"],
  ],
  [
    "a holdout with an order's own text in it",
    { ...flow(hi, { ...hi, class: "transactional" }), holdout: 0.1 },
    ["holdout"],
  ],
  ["a step behind an exit", flow(exit, hi), ["steps.1"]],
  [
    "a step behind a branch whose every way ends",
    flow({ branch: [{ if: always, steps: [exit] }], else: [hi, exit] }, hi),
    ["steps.1"],
  ],
  [
    "a step behind a split whose every arm ends",
    flow(
      {
        split: "s",
        arms: [
          { name: "a", weight: 1, steps: [exit] },
          { name: "b", weight: 1, steps: [exit] },
        ],
      },
      hi,
    ),
    ["steps.1"],
  ],
  [
    "a step behind a wait that ends either way",
    flow({ waitFor: { event: "order.shipped", timeout: "P1D" }, then: [exit], onTimeout: [exit] }, hi),
    ["steps.1"],
  ],
  [
    "what follows a timeout where there is none",
    flow({ waitFor: { event: "order.shipped" }, then: [hi], onTimeout: [hi] }),
    ["steps.0.onTimeout"],
  ],
  [
    "an arm behind one that always holds",
    flow({
      branch: [
        { if: {}, steps: [hi] },
        { if: always, steps: [hi] },
      ],
      else: [hi],
    }),
    ["steps.0.branch.1.steps", "steps.0.else"],
  ],
  [
    "more than 100 steps, those in branches counted",
    flow(
      { branch: [{ if: always, steps: Array.from({ length: 60 }, () => hi) }] },
      ...Array.from({ length: 40 }, () => hi),
    ),
    ["steps"],
  ],
  [
    "a condition on an unknown field",
    { ...flow(hi), trigger: { event: "order.delivered", where: { "customer.orders": { gte: 2 } } } },
    ["trigger.where.customer.orders"],
  ],
  [
    "a condition on an unknown field, deep in others",
    flow(text("Hi", { if: { any: [{ "order.total": { gt: 5 } }, { not: { "order.sum": { gt: 5 } } }] } })),
    ["steps.0.if.any.1.not.order.sum"],
  ],
  [
    "a condition on what only texts know",
    flow(text("Hi", { if: { "shop.name": { eq: "A" } } })),
    ["steps.0.if.shop.name"],
  ],
  [
    "a due instant that counts from an unknown field",
    flow(text("Hi", { from: { field: "order.arrival" } })),
    ["steps.0.from.field"],
  ],
  [
    "a condition on an answer to what it never asks",
    flow({
      ask: { template: "nps", body: "How?", answers: { "1-10": [text("Hi", { if: { "answers.csat": { gte: 9 } } })] } },
      class: "relationship",
    }),
    ["steps.0.ask.answers.1-10.0.if.answers.csat"],
  ],
  [
    "an offer's code in a step without an offer",
    flow(text("Save with {{ offer.code }}", { class: "promotional" })),
    ["steps.0.send.body"],
  ],
  ["a text that expires at once", flow(text("Hi", { expires: "PT0S" })), ["steps.0.expires"]],
  [
    "a wait that ends before it began",
    flow({ waitFor: { event: "order.shipped", timeout: "-P1D" } }),
    ["steps.0.waitFor.timeout"],
  ],
];

describe("a flow is refused for", () => {
  it.each(refused)("%s", (_, source, paths) => {
    expect(problemsOf(source)).toEqual(paths);
  });
});

const accepted: readonly (readonly [string, object])[] = [
  ["100 steps", flow(...Array.from({ length: 100 }, () => hi))],
  ["an order's own text that ignores quiet hours", flow({ ...hi, class: "transactional", quiet: "ignore" })],
  ["a holdout on relationship texts", { ...flow(hi), holdout: 0.5 }],
  ["no holdout, said so", { ...flow({ ...hi, class: "transactional" }), holdout: 0 }],
  ["a step behind a branch that some leave", flow({ branch: [{ if: always, steps: [exit] }] }, hi)],
  [
    "a step behind a wait that some leave",
    flow({ waitFor: { event: "order.shipped", timeout: "P1D" }, then: [exit] }, hi),
  ],
  [
    "an event's own fields and a merchant's attributes",
    flow(text("Hi", { if: { "event.tier": { eq: "gold" }, "customer.attributes.vip": { exists: true } } })),
  ],
  ["a condition on whether there is a parcel", flow(text("Hi", { if: { parcel: { exists: true } } }))],
  [
    "names in capitals, and everybody held out",
    {
      ...flow({
        split: "Tone",
        arms: [
          { name: "A", weight: 1, steps: [{ ...hi, send: { template: "Review_A", body: "Hi" } }] },
          { name: "B", weight: 1, steps: [] },
        ],
      }),
      holdout: 1,
    },
  ],
  ["a due instant that counts from the order's date", flow(text("Hi", { from: { field: "eta" }, after: "-P3D" }))],
  [
    "a due instant that counts from an attribute",
    flow(text("Hi", { from: { field: "customer.attributes.birthday" } })),
  ],
];

describe("a flow is accepted with", () => {
  it.each(accepted)("%s", (_, source) => {
    expect(problemsOf(source)).toEqual([]);
  });
});

describe("a flow is warned of", () => {
  it("a field that may be empty, once it has no default", () => {
    expect(warningsOf(flow(text("Hi {{ customer.firstName }}")))).toEqual(["steps.0.send.body"]);
    expect(warningsOf(flow(text("Hi {{ customer.firstName | default: 'there' }}")))).toEqual([]);
  });

  it("a field that may be empty in a link's address", () => {
    const source = flow(text("See {{ link }}", { link: { url: "{{ item.reviewUrl }}" } }));
    expect(warningsOf(source)).toEqual(["steps.0.link.url"]);
  });

  it("words of offer in an order's own text, naming them, and not in a promotional one", () => {
    const body = "Shipped! Enjoy 20% off your next order";
    const { warnings } = check(flow({ ...text(body), class: "transactional" }));
    expect(warnings).toEqual([{ path: "steps.0.send.body", message: expect.stringContaining("20% off") }]);
    expect(warningsOf(flow({ ...text(body), class: "promotional" }))).toEqual([]);
  });

  it("a second segment: at 161 characters, and at 139 where an opt-out line of 22 follows", () => {
    expect(warningsOf(flow(text("x".repeat(160))))).toEqual([]);
    expect(warningsOf(flow(text("x".repeat(161))))).toEqual(["steps.0.send.body"]);
    const withFooter = { ...openPolicy, footer: { optOutLine: true, firstTextLine: false } };
    expect(warningsOf(flow(text("x".repeat(138))), withFooter)).toEqual([]);
    expect(warningsOf(flow(text("x".repeat(139))), withFooter)).toEqual(["steps.0.send.body"]);
    const own = { ...text("x".repeat(160)), class: "transactional" };
    expect(warningsOf(flow(own), withFooter)).toEqual([]);
  });

  it("a first text that the line about brand, cost and help takes into a second segment, once a flow", () => {
    const policy = { ...openPolicy, footer: { optOutLine: true, firstTextLine: true } };
    const { warnings } = check(flow(text("x".repeat(60)), text("y".repeat(120)), text("z".repeat(120))), policy);
    expect(warnings).toEqual([
      { path: "steps.1.send.body", message: expect.stringContaining("the first text to a number") },
    ]);
    expect(warningsOf(flow(text("x".repeat(60))), policy)).toEqual([]);
    expect(warningsOf(flow({ ...text("x".repeat(120)), class: "transactional" }), policy)).toEqual([]);
  });

  it("a second segment once the link is printed", () => {
    const link = { link: { url: "https://shop.example/" } };
    expect(warningsOf(flow(text(`${"x".repeat(116)}{{ link }}`, link)))).toEqual([]);
    expect(warningsOf(flow(text(`${"x".repeat(117)}{{ link }}`, link)))).toEqual(["steps.0.send.body"]);
  });

  it("an expiry shorter than the longest closed stretch, Saturday 20:00 to Sunday 12:00", () => {
    expect(warningsOf(flow(text("Hi", { expires: "PT16H" })), shippedPolicy)).toEqual([]);
    expect(warningsOf(flow(text("Hi", { expires: "PT15H59M59S" })), shippedPolicy)).toEqual(["steps.0.expires"]);
    expect(warningsOf(flow(text("Hi", { expires: "PT1H", quiet: "drop" })), shippedPolicy)).toEqual([]);
  });

  it("an expiry that a closed date outlasts: Christmas Day 2026 between two nights has 38 hours", () => {
    const policy = { ...openPolicy, quietHours: { from: "20:00", to: "10:00", dates: ["2026-12-25"] } };
    expect(warningsOf(flow(text("Hi", { expires: "PT38H" })), policy)).toEqual([]);
    expect(warningsOf(flow(text("Hi", { expires: "PT37H" })), policy)).toEqual(["steps.0.expires"]);
  });

  it("any expiry where no day is ever open", () => {
    const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
    const policy = { ...openPolicy, quietHours: { from: "20:00", to: "08:00", days: [...days] } };
    expect(warningsOf(flow(text("Hi", { expires: "P90D" })), policy)).toEqual(["steps.0.expires"]);
  });
});

const question = { ask: { template: "nps", body: "How was it?", answers: { "1-10": [] } }, class: "relationship" };
const told = { tell: { destination: "webhook", event: "reward.granted" } };
const within = (source: object, shop: object) => {
  const { problems, warnings } = checkFlow(Flow.parse(source), { policy: openPolicy, shopName: "Acme", ...shop });
  return { problems, warnings };
};

describe("what a flow counts on", () => {
  it.each([
    ["+12125550100", []],
    ["55512", []],
    [`MG${"0a".repeat(16)}`, []],
    ["ACME", ["steps.0.ask"]],
    ["MGMT", ["steps.0.ask"]],
  ])("is a sender that can be replied to, where it asks: %s", (sender, paths) => {
    expect(within(flow(question), { sender }).problems.map(({ path }) => path)).toEqual(paths);
    expect(within(flow(hi), { sender }).problems).toEqual([]);
  });

  it("is a webhook that is connected, where it tells", () => {
    const warnings = [{ path: "steps.0.tell.destination", message: expect.stringContaining("no webhook") }];
    expect(within(flow(told), { hasWebhook: false })).toEqual({ problems: [], warnings });
    expect(within(flow(told), { hasWebhook: true })).toEqual({ problems: [], warnings: [] });
  });

  it("is an offer and a segment that are there", () => {
    const source = flow(
      text("Save {{ offer.value | default: 'more' }}", { class: "promotional", offer: "spring" }),
      text("Hi", { if: { not: { "customer.segments": { contains: "vip" } } } }),
    );
    const paths = (findings: readonly { path: string }[]) => findings.map(({ path }) => path);
    const bare = within(source, { offers: [], segments: [] });
    expect(paths(bare.warnings)).toEqual(["steps.0.offer"]);
    expect(paths(bare.problems)).toEqual(["steps.1.if.not.customer.segments"]);
    expect(within(source, { offers: ["spring"], segments: ["vip"] })).toEqual({ problems: [], warnings: [] });
  });

  it("is a segment that is there, by whichever operator; one that was deleted is a warning where it was named before", () => {
    const asks = (test: Operators) => flow(text("Hi", { if: { any: [{ "customer.segments": test }] } }));
    const path = "steps.0.if.any.0.customer.segments";
    expect(within(asks({ in: ["vip", "new"] }), { segments: ["vip"] }).problems).toEqual([
      { path, message: "There is no segment new: PUT /v1/segments/new makes one" },
    ]);
    const kept = within(asks({ contains: "vip" }), { segments: [], live: Flow.parse(asks({ nin: ["vip"] })) });
    expect([kept.problems, kept.warnings.map((one) => one.path)]).toEqual([[], [path]]);
  });
});

describe("what is likely a slip of the pen", () => {
  const arm = (name: string) => ({ name, weight: 1, steps: [hi] });
  const linked = (body: string, more: object = {}) => text(body, { link: { url: "https://acme.com/" }, ...more });

  it("two arms of one name are refused: reports could not tell them apart", () => {
    expect(problemsOf(flow({ split: "s", arms: [arm("a"), arm("b"), arm("a")] }))).toEqual(["steps.0.arms.2.name"]);
  });

  it.each([
    ["a wait that lies in the past", flow(text("Hi", { after: "-P1D" })), ["steps.0.after"]],
    ["none before a date", flow(text("Hi", { after: "-P1D", from: { field: "eta" } })), []],
    ["re-entry of an order", { ...flow(hi), reentry: "restart" }, ["reentry"]],
    ["none of a customer", { ...flow(hi), per: "customer", reentry: { after: "P1D" } }, []],
    ["none that is refused anyway", { ...flow(hi), reentry: "never" }, []],
    ["a link that no body prints", flow(linked("Hi")), ["steps.0.link"]],
    [
      "none that the promotional body prints",
      flow(linked("Hi", { send: { body: "Hi", promotionalBody: "{{ link }}" } })),
      [],
    ],
    ["a misspelt date", flow(text("Hi", { from: { field: "etaa" } })), ["steps.0.from.field"]],
    ["no date that an attribute may bring", flow(text("Hi", { from: { field: "renewsAt" } })), []],
    [
      "a number in quotes",
      flow(text("Hi", { if: { "customer.orderCount": { gt: "2" } } })),
      ["steps.0.if.customer.orderCount.gt"],
    ],
    [
      "one of several",
      flow(text("Hi", { if: { any: [{ "order.total": { in: [1, "2"] } }] } })),
      ["steps.0.if.any.0.order.total.in"],
    ],
    [
      "a yes in quotes",
      flow(text("Hi", { if: { not: { "items.perishable": { eq: "true" } } } })),
      ["steps.0.if.not.items.perishable.eq"],
    ],
    [
      "no text, list or attribute",
      flow(
        text("Hi", {
          if: { "order.name": { eq: "1" }, "customer.attributes.x": { gt: "2" }, "customer.points": { ne: null } },
        }),
      ),
      [],
    ],
  ])("warns of %s", (_, source, paths) => {
    expect(warningsOf(source)).toEqual(paths);
  });

  it("an address that no link may lead to is refused, since its text could never go", () => {
    const targetRules = { ownDomains: new Set(["127.0.0.1:8787"]), blockedHosts: new Set(["rival.example"]) };
    const messagesOf = (url: string) =>
      within(flow(linked("{{ link }}", { link: { url } })), { targetRules }).problems.map(
        ({ path, message }) => `${path} ${message}`,
      );
    expect(messagesOf("http://10.0.0.1/x")).toEqual(["steps.0.link.url must be a public address"]);
    expect(messagesOf("https://shop.rival.example/")).toEqual([expect.stringContaining("blocked host")]);
    expect(messagesOf("acme.com")).toEqual(["steps.0.link.url must begin with http:// or https://"]);
    for (const url of [
      "https://acme.com/",
      "http://127.0.0.1:8787/docs/page",
      "http://10.0.0.1/{{ order.id | default: '' }}",
    ])
      expect(messagesOf(url)).toEqual([]);
  });
});
