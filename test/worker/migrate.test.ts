import { describe, expect, it } from "vitest";
import { personOf, reply, scriptGateway } from "./inside.ts";
import { postShopify, shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";
import { news, openTimeline, optIn, type Timeline } from "./timeline.ts";

const PHONE = "+12125550101";

async function openRun(steps: readonly unknown[], more: Record<string, unknown> = {}): Promise<Timeline> {
  const line = await openTimeline();
  await line.flow("care", steps, more);
  await line.customer("c1", { phone: PHONE, timeZone: "America/New_York", consent: optIn });
  await line.event("order.placed o1");
  await line.texts();
  return line;
}

interface Migrated {
  readonly runs: number;
  readonly moved: number;
  readonly done: boolean;
  readonly changes: Record<string, number>;
  readonly examples: Record<string, Record<string, unknown>[]>;
}

async function migrate(line: Timeline, dryRun = false, versions = { from: 1, to: 2 }): Promise<Migrated> {
  const answer = await line.shop.api<Migrated>("POST", "/v1/flows/care/migrate", { ...versions, dryRun });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer));
  return answer.body;
}

const text = (template: string, body: string, more: Record<string, unknown> = {}) => ({
  send: { template, body },
  class: "transactional",
  ...more,
});
const none = { same: 0, otherText: 0, otherInstant: 0, ends: 0, notPlaced: 0 };
const rows = async (line: Timeline) =>
  (await line.shop.decisions("?customer=c1")).map(({ version, step, outcome, reason, rule }) =>
    [`v${version}`, step, outcome, reason, rule].filter((part) => part !== undefined).join(" "),
  );

const first = text("thanks", "Thanks");
const second = text("tips", "Tips", { after: "P5D" });

describe("publishing disturbs nobody in the middle", () => {
  it("a run keeps its version, and who enters now gets the new one", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [text("thanks", "Thank you!"), text("tips", "New tips", { after: "P1D" })]);
    await line.event("order.placed o2");
    await line.to("2026-03-10T15:00:00Z");
    expect(await line.texts()).toEqual([
      "2026-03-02T15:00Z Thanks",
      "2026-03-02T15:00Z Thank you!",
      "2026-03-03T15:00Z New tips",
      "2026-03-07T15:00Z Tips",
    ]);
  });
});

describe("before a move, a dry run says what would change for how many, and changes nothing", () => {
  it.each([
    ["nothing", [first, second], { same: 1 }],
    ["the words", [first, text("tips", "Better tips", { after: "P5D" })], { otherText: 1 }],
    ["the instant", [first, text("tips", "Tips", { after: "P6D" })], { otherInstant: 1 }],
    ["both", [first, text("tips", "Better tips", { after: "P6D" })], { otherText: 1, otherInstant: 1 }],
    ["that it ends", [first], { ends: 1 }],
    ["that nobody knows where it would stand", [text("hello", "Hello", { after: "P1D" }), { exit: true }], { ends: 1 }],
    [
      "the next text to an event",
      [first, { waitFor: { event: "order.delivered" }, then: [second] }],
      { otherText: 1, otherInstant: 1 },
    ],
  ])("%s", async (_, steps, changes) => {
    const line = await openRun([first, second]);
    await line.flow("care", steps, { rank: 1 });
    const before = await rows(line);
    const report = await migrate(line, true);
    expect(report).toMatchObject({ runs: 1, moved: 0, done: true, changes: { ...none, ...changes } });
    expect(await rows(line)).toEqual(before);
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).at(-1)).toBe("2026-03-07T15:00Z Tips");
  });

  it("names customer, order, the step and instant now and then", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [first, text("extra", "Extra", { after: "P1D" }), second]);
    const { examples } = await migrate(line, true);
    expect(examples.otherInstant).toEqual([
      {
        run: "care:o1",
        customer: "c1",
        order: "o1",
        now: { next: "text", step: "1", template: "tips", at: "2026-03-07T15:00:00.000Z" },
        then: { next: "text", step: "1", template: "extra", at: "2026-03-03T15:00:00.000Z" },
      },
    ]);
  });

  it("ten examples of a kind are enough", async () => {
    const line = await openRun([first, second]);
    for (let order = 2; order <= 12; order += 1) await line.event(`order.placed o${order}`);
    await line.texts();
    await line.flow("care", [first]);
    const report = await migrate(line, true);
    expect([report.runs, report.changes.ends, report.examples.ends?.length]).toEqual([12, 12, 10]);
  });
});

describe("a run that is moved", () => {
  it("goes on in the new version, and nothing that went goes again", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [text("thanks", "Thank you!"), text("tips", "New tips", { after: "P3D" })]);
    expect(await migrate(line)).toMatchObject({ runs: 1, moved: 1, done: true });
    expect(await migrate(line)).toMatchObject({ runs: 0, moved: 0, done: true });
    await line.to("2026-03-10T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks", "2026-03-05T15:00Z New tips"]);
    expect(await rows(line)).toEqual(["v1 0 sent", "v2 1 sent"]);
  });

  it("finds its texts by their templates where their places changed", async () => {
    const line = await openRun([first, second, text("bye", "Bye", { after: "P9D" })]);
    await line.to("2026-03-08T15:00:00Z");
    await line.flow("care", [
      second,
      first,
      text("late", "Late", { after: "P8D" }),
      text("bye", "Bye", { after: "P9D" }),
    ]);
    expect(await migrate(line)).toMatchObject({ moved: 1, changes: { otherText: 1, otherInstant: 1 } });
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual([
      "2026-03-02T15:00Z Thanks",
      "2026-03-07T15:00Z Tips",
      "2026-03-10T14:00Z Late",
      "2026-03-11T14:00Z Bye",
    ]);
    expect(await rows(line)).toEqual(["v1 1 sent", "v1 0 sent", "v2 2 sent", "v2 3 sent"]);
  });

  it("is not sent what the new version has before its place, nor a template that went already", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [
      text("hello", "Hello"),
      first,
      text("thanks", "Thanks once more", { after: "P1D" }),
      second,
    ]);
    await migrate(line);
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks", "2026-03-07T15:00Z Tips"]);
    expect(await rows(line)).toEqual(["v1 1 sent", "v2 2 suppressed superseded sent_before", "v2 3 sent"]);
  });

  it("gets a text whose due instant has passed at once, and its expiry counts from there", async () => {
    const line = await openRun([first, text("tips", "Tips", { after: "P30D" })]);
    await line.to("2026-03-20T15:00:00Z");
    await line.flow("care", [first, text("tips", "Tips", { after: "P5D", expires: "P1D" })]);
    await migrate(line);
    expect((await line.texts()).at(-1)).toBe("2026-03-20T15:00Z Tips");
  });

  it("ends where the new version has nothing more, and the text that was next says why it does not go", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [first]);
    await migrate(line);
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks"]);
    expect(await rows(line)).toEqual(["v1 0 sent", "v1 v1.1 suppressed superseded moved"]);
  });

  it("stays where it is when nobody knows where it would stand, and goes on there", async () => {
    const line = await openRun([first, second, { exit: true }]);
    await line.flow("care", [text("hello", "Hello"), text("more", "More", { after: "P1D" })]);
    await line.flow("care", [{ waitFor: { event: "order.delivered" }, then: [text("more", "More")] }]);
    const report = await migrate(line, false, { from: 1, to: 3 });
    expect(report).toMatchObject({ runs: 1, moved: 0, changes: { ...none, notPlaced: 1 } });
    expect(report.examples.notPlaced?.[0]).not.toHaveProperty("then");
    await line.to("2026-03-10T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks", "2026-03-07T15:00Z Tips"]);
  });

  it("stands at the text that was next where what went has no place", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [
      text("hello", "Hello"),
      text("tips", "Tips", { after: "P6D" }),
      text("bye", "Bye", { after: "P9D" }),
    ]);
    await line.flow("care", [text("hi", "Hi", { if: { "customer.orderCount": { gte: 1 } } }), { exit: true }]);
    await line.flow("care", [
      { branch: [{ if: {}, steps: [text("hello", "Hello"), text("tips", "Tips", { after: "P6D" })] }] },
    ]);
    expect(await migrate(line, false, { from: 1, to: 4 })).toMatchObject({ moved: 1, changes: { otherInstant: 1 } });
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks", "2026-03-08T14:00Z Tips"]);
    expect(await rows(line)).toEqual(["v1 v1.0 sent", "v4 0.branch.0.steps.1 sent"]);
  });

  it("that comes back to the version it left is not sent again what went there", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [second]);
    await migrate(line);
    expect(await rows(line)).toEqual(["v1 v1.0 sent", "v2 0 waiting"]);
    await migrate(line, false, { from: 2, to: 1 });
    expect(await rows(line)).toEqual(["v1 0 sent", "v1 1 waiting"]);
    await migrate(line);
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Thanks", "2026-03-07T15:00Z Tips"]);
  });

  it("is found where it waits for an event, with or without an end, before any text", async () => {
    const line = await openRun([{ waitFor: { event: "order.delivered" }, then: [text("tips", "Tips")] }]);
    await line.flow("care", [
      { waitFor: { event: "order.delivered", timeout: "P9D" }, then: [text("tips", "New tips")], onTimeout: [] },
    ]);
    expect(await migrate(line)).toMatchObject({ moved: 1, changes: { ...none, otherInstant: 1 } });
    await line.flow("care", [
      { waitFor: { event: "order.delivered", timeout: "P9D" }, then: [text("tips", "Best tips")], onTimeout: [] },
    ]);
    expect(await migrate(line, false, { from: 2, to: 3 })).toMatchObject({ moved: 1, changes: { ...none, same: 1 } });
    await line.event("order.delivered o1");
    expect(await line.texts()).toEqual(["2026-03-02T15:00Z Best tips"]);
  });

  it("keeps its open question and what was answered, and is granted points once", async () => {
    const ask = (body: string) => ({
      ask: { template: "nps", body, answers: { "1-6": [news("Sorry")], "7-10": [news("Yay")] }, points: 50 },
      class: "transactional",
    });
    const line = await openRun([ask("How was it?"), text("bye", "Bye", { from: "previous", after: "P1D" })]);
    await line.flow("care", [
      text("pre", "Pre"),
      ask("How did it go?"),
      text("bye", "Goodbye", { from: "previous", after: "P1D" }),
    ]);
    expect(await migrate(line)).toMatchObject({ moved: 1, changes: { otherText: 1 } });
    await reply(PHONE, line.shop.sender, "9");
    await line.flow("care", [ask("How did it go?"), text("bye", "Farewell", { from: "previous", after: "P1D" })]);
    await migrate(line, false, { from: 2, to: 3 });
    await line.to("2026-03-05T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["How was it?", "Yay", "Farewell"]);
  });

  it("tells other systems nothing twice", async () => {
    const tell = { tell: { destination: "webhook", event: "reward.granted" } };
    const line = await openRun([tell, first, second]);
    await line.flow("care", [text("thanks", "Thank you"), tell, text("tips", "New tips", { after: "P5D" })]);
    await migrate(line);
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["Thanks", "New tips"]);
  });

  it("a text of unknown outcome counts as gone, and goes once it is known that it did not", async () => {
    const line = await openTimeline();
    await line.flow("care", [first, second]);
    await line.customer("c1", { phone: PHONE, timeZone: "America/New_York" });
    await scriptGateway({ kind: "drop-before" });
    await line.event("order.placed o1");
    await line.texts();
    expect(await rows(line)).toEqual(["v1 0 unknown", "v1 1 waiting"]);
    await line.flow("care", [text("hello", "Hello"), first, second]);
    expect(await migrate(line)).toMatchObject({ moved: 1 });
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["Thanks", "Tips"]);
    expect(await rows(line)).toEqual(["v1 1 sent", "v2 2 sent"]);
  });

  it("takes its version along to a new number", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [first, text("tips", "New tips", { after: "P5D" })]);
    await migrate(line);
    await line.customer("c1", { phone: "+12125550102" });
    await line.to("2026-03-10T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["Thanks", "New tips"]);
    expect((await personOf(line.shop.merchantId, "+12125550102")).owner).toMatch(/^p_/);
  });

  it("is held while its flow is paused, and obeys the new version's exits", async () => {
    const line = await openRun([first, second]);
    await line.flow("care", [first, text("tips", "New tips", { after: "P5D" })], {
      exitOn: [{ event: "order.cancelled" }],
    });
    await line.shop.api("POST", "/v1/flows/care/pause");
    await migrate(line);
    await line.to("2026-03-10T15:00:00Z");
    expect(await rows(line)).toEqual(["v1 0 sent", "v2 1 waiting paused paused"]);
    await line.event("order.cancelled o1");
    await line.shop.api("POST", "/v1/flows/care/resume");
    await line.texts();
    expect(await rows(line)).toEqual(["v1 0 sent", "v2 1 suppressed exited order.cancelled"]);
  });
});

describe("a run that has no number to go to yet", () => {
  async function openRoom(steps: readonly unknown[], more: Record<string, unknown> = {}): Promise<Timeline> {
    const line = await openTimeline();
    await line.flow("care", steps, more);
    await line.event("order.placed o1");
    await line.texts();
    return line;
  }
  const giveNumber = (line: Timeline) => line.customer("c1", { phone: PHONE, timeZone: "America/New_York" });
  const newSecond = text("tips", "New tips", { after: "P6D" });

  it("is counted, and is moved with the others", async () => {
    const line = await openRoom([first, second]);
    await line.flow("care", [text("thanks", "Thank you!"), newSecond]);
    expect(await migrate(line, true)).toMatchObject({ runs: 1, moved: 0, changes: { ...none, otherText: 1 } });
    expect(await rows(line)).toEqual(["v1 0 suppressed no_phone"]);
    expect(await migrate(line)).toMatchObject({ runs: 1, moved: 1, changes: { ...none, otherText: 1 } });
    expect(await rows(line)).toEqual(["v2 0 suppressed no_phone"]);
    expect(await migrate(line)).toMatchObject({ runs: 0 });
    await giveNumber(line);
    await line.to("2026-03-20T15:00:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["Thank you!", "New tips"]);
  });

  it("is moved where it waits for an event, and where the customer is not known either", async () => {
    const wait = (body: string) => ({
      waitFor: { event: "order.delivered", timeout: "P9D" },
      then: [text("tips", body, { from: "previous" })],
      onTimeout: [],
    });
    const line = await openTimeline();
    await line.flow("care", [wait("Tips")], {
      per: "customer",
      reentry: "never",
      trigger: { event: "fulfillment.shipped" },
    });
    const ID = "9107236455812349907";
    await postShopify(line.shop, "fulfillments/create", shopifyFulfillment(ID));
    await line.flow("care", [wait("New tips")], {
      per: "customer",
      reentry: "never",
      trigger: { event: "fulfillment.shipped" },
    });
    expect(await migrate(line)).toMatchObject({ runs: 1, moved: 1, changes: { ...none, same: 1 } });
    await postShopify(line.shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
    await line.event(`order.delivered ${ID} 7000000000000000001`);
    await line.to("2026-03-02T15:01:00Z");
    expect((await line.texts()).map((one) => one.slice(18))).toEqual(["New tips"]);
  });

  it("ends where the new version has nothing for it, and says so", async () => {
    const line = await openRoom([second]);
    await line.flow("care", [text("hello", "Hello", { if: { "customer.orderCount": { gte: 5 } } })]);
    expect(await migrate(line)).toMatchObject({ moved: 1, changes: { ...none, ends: 1 } });
    await giveNumber(line);
    await line.to("2026-03-20T15:00:00Z");
    expect(await line.texts()).toEqual([]);
  });

  it("is counted by a rollback, and listed with what it waits for", async () => {
    const line = await openRoom([first]);
    await line.flow("care", [second]);
    await line.event("order.placed o2 c2");
    const rolledBack = await line.shop.api("POST", "/v1/flows/care/rollback", { to: 1 });
    expect(rolledBack.body).toMatchObject({ staying: [{ version: 2, runs: 1 }] });
    expect((await line.shop.api("GET", "/v1/flows/care/versions/2/runs")).body).toMatchObject({
      items: [{ run: "care:o2", state: "awaits_number", next: { next: "text", template: "tips" }, sent: 0 }],
    });
  });
});

describe("a move is refused", () => {
  it("to or from a version that is not there, to itself, and of a flow that is not there", async () => {
    const line = await openRun([first]);
    const ask = (body: unknown, key = "care") => line.shop.api("POST", `/v1/flows/${key}/migrate`, body);
    expect(await ask({ from: 1, to: 9 })).toMatchObject({ status: 422, body: { errors: [{ path: "to" }] } });
    expect(await ask({ from: 7, to: 1 })).toMatchObject({ status: 422, body: { errors: [{ path: "from" }] } });
    expect(await ask({ from: 1, to: 1 })).toMatchObject({ status: 422, body: { errors: [{ path: "to" }] } });
    expect(await ask({ from: 1, to: 2 }, "other")).toMatchObject({ status: 404 });
  });
});
