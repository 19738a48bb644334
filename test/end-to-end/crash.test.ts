import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Aftertext, startAftertext } from "./server.ts";

const Merchant = z.object({ merchantId: z.string(), apiKey: z.string(), sender: z.string() });
const Moved = z.object({ now: z.string(), target: z.string(), ran: z.number(), done: z.boolean() });
const Texts = z.array(z.object({ id: z.string(), to: z.string(), body: z.string(), at: z.string() }));
const Tally = z.object({ calls: z.number(), accepted: z.number(), distinctRefs: z.number(), duplicates: z.number() });
const Decisions = z.array(z.object({ order: z.string().optional(), outcome: z.string(), at: z.string() }));

const START = "2026-03-02T15:00:00.000Z";
let aftertext: Aftertext;
let merchant: z.output<typeof Merchant>;

/** SIGKILL to all of it at once, and a new start on the same state and port. */
async function killAndRestart(): Promise<void> {
  const { port, state } = aftertext;
  await aftertext.killGroup();
  aftertext = await startAftertext({ port, state });
}

beforeAll(async () => {
  aftertext = await startAftertext();
  await aftertext.bench("/reset", { now: START });
  const setup = { name: "Harbor Goods", timeZone: "America/New_York", flows: "none" };
  merchant = Merchant.parse(await aftertext.bench("/merchants", setup));
  const steps = [{ send: { body: "Thanks for {{ order.name }}" }, class: "transactional", quiet: "ignore" }];
  const flow = { name: "Thanks", trigger: { event: "order.placed" }, steps };
  const published = await aftertext.api(merchant.apiKey, "PUT", "/v1/flows/thanks", flow);
  expect(published.status).toBe(201);
  const reminder = [{ send: { body: "Reminder" }, class: "transactional", quiet: "ignore", after: "P2D" }];
  await aftertext.api(merchant.apiKey, "PUT", "/v1/flows/reminder", {
    name: "Reminder",
    trigger: { event: "order.paid" },
    steps: reminder,
  });
});

afterAll(async () => {
  await aftertext?.stop();
});

let orders = 0;
/** Posts an order of somebody new; resolves with its id, and whether it was acknowledged. */
async function postOrder(type = "order.placed") {
  orders += 1;
  const id = `o${orders}`;
  const phone = `+1212555${String(1000 + orders)}`;
  const event = { id: `e-${id}`, type, customer: { id: `c${orders}`, phone }, order: { id, name: `#${id}` } };
  const answer = await aftertext.api(merchant.apiKey, "POST", "/v1/events", event).catch(() => undefined);
  return { id, phone, event, isAcknowledged: answer?.status === 202 };
}

async function move(body: Record<string, string>): Promise<z.output<typeof Moved>> {
  const moved = Moved.parse(await aftertext.bench("/clock", body));
  expect(moved.done).toBe(true);
  return moved;
}
const readTexts = async (phone: string) =>
  Texts.parse(await aftertext.bench(`/messages?to=${encodeURIComponent(phone)}`));
const readTally = async () => Tally.parse(await aftertext.bench("/gateway"));
const readOutcome = async (id: string) => {
  const answer = await aftertext.api(merchant.apiKey, "GET", `/v1/decisions?order=${id}`);
  return Decisions.parse(answer.body).map(({ outcome }) => outcome);
};
const script = (...steps: readonly Record<string, unknown>[]) => aftertext.bench("/gateway", { script: steps });

async function waitForCalls(calls: number): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while ((await readTally()).calls < calls) {
    if (Date.now() > deadlineMs) throw new Error("the gateway was not called");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function firstOf(answers: readonly Promise<unknown>[], count: number): Promise<void> {
  let answered = 0;
  await new Promise<void>((resolve) => {
    if (count === 0) resolve();
    for (const answer of answers) {
      void answer.then(() => {
        answered += 1;
        if (answered === count) resolve();
      });
    }
  });
}

describe("SIGKILL to everything", () => {
  it("behind the acknowledgement: the order's text goes once after the start", async () => {
    const order = await postOrder();
    await killAndRestart(); // whatever was done of it by then
    expect(order.isAcknowledged).toBe(true);
    await move({ advance: "PT5M" }); // the kill may have come while the gateway had it: then it is looked up
    expect(await readTexts(order.phone)).toHaveLength(1);
    expect(await readOutcome(order.id)).toEqual(["sent"]);
  });

  it("while the gateway holds the request and takes nothing: unknown, then looked up, then sent once", async () => {
    const { calls } = await readTally();
    await script({ kind: "hang" });
    const order = await postOrder();
    await waitForCalls(calls + 1);
    await killAndRestart();
    await move({ advance: "PT0S" });
    expect(await readOutcome(order.id)).toEqual(["unknown"]);
    expect(await readTexts(order.phone)).toEqual([]);
    await move({ advance: "PT4M59S" });
    expect(await readTexts(order.phone)).toEqual([]);
    await move({ advance: "PT1S" });
    expect(await readTexts(order.phone)).toHaveLength(1);
    expect(await readOutcome(order.id)).toEqual(["sent"]);
  });

  it("after the gateway took the text and its answer was lost: found, and not sent again", async () => {
    const { calls } = await readTally();
    await script({ kind: "drop-after", status: "queued" });
    const order = await postOrder();
    await waitForCalls(calls + 1);
    await killAndRestart();
    await move({ advance: "PT0S" });
    expect(await readOutcome(order.id)).toEqual(["unknown"]);
    await move({ advance: "PT1M" });
    expect(await readOutcome(order.id)).toEqual(["sent"]);
    await move({ advance: "PT1H" });
    expect(await readTexts(order.phone)).toHaveLength(1);
    expect((await readTally()).calls).toBe(calls + 1);
  });

  it("right after the gateway's answer, whatever of it was written down: one text, and a row that says so", async () => {
    const { calls } = await readTally();
    const order = await postOrder();
    await waitForCalls(calls + 1);
    await killAndRestart();
    await move({ advance: "PT1H" });
    expect(await readTexts(order.phone)).toHaveLength(1);
    expect(await readOutcome(order.id)).toEqual(["sent"]);
  });

  it("on the way to an instant: the clock stands where it stood, and what waits goes at its own instant", async () => {
    const order = await postOrder("order.paid");
    const { now } = await move({ advance: "P1D" });
    await killAndRestart();
    expect(await aftertext.bench("/clock")).toEqual({ now, standing: true });
    expect(await readTexts(order.phone)).toEqual([]);
    await move({ advance: "P2D" });
    const [text] = await readTexts(order.phone);
    expect(text?.at).toBe(new Date(Date.parse(now) + 86_400_000).toISOString());
  });

  it("five times among thirty orders posted at once: each acknowledged order has one text, and no text went twice", async () => {
    const before = await readTally();
    const posted: Awaited<ReturnType<typeof postOrder>>[] = [];
    for (let round = 0; round < 5; round += 1) {
      const posting = Array.from({ length: 6 }, () => postOrder());
      // Somewhere between the first connection and the last answer: with none, one, two … of them answered.
      await firstOf(posting, round);
      await killAndRestart();
      posted.push(...(await Promise.all(posting)));
    }
    await move({ advance: "PT2H" });
    const missing: string[] = [];
    for (const { id, phone, isAcknowledged } of posted) {
      const texts = await readTexts(phone);
      expect(texts.length).toBeLessThanOrEqual(1);
      if (isAcknowledged && texts.length === 0) missing.push(id);
    }
    expect(missing).toEqual([]);
    expect(posted.some(({ isAcknowledged }) => isAcknowledged)).toBe(true);
    // Whoever got no answer asks again, under the same id, and still nobody gets a second text.
    for (const { event } of posted) await aftertext.api(merchant.apiKey, "POST", "/v1/events", event);
    await move({ advance: "PT2H" });
    for (const { phone } of posted) expect(await readTexts(phone)).toHaveLength(1);
    const after = await readTally();
    expect(after.duplicates).toBe(before.duplicates);
    expect(after.accepted - before.accepted).toBe(posted.length);
  }, 120_000);
});
