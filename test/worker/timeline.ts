import { advance, moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const NOW = "2026-03-02T15:00:00Z"; // Monday 10:00 in New York

/** A shop whose clock stands, and what happened in it in lines that a merchant could read. */
export interface Timeline {
  readonly shop: Shop;
  flow(key: string, steps: readonly unknown[], more?: Record<string, unknown>): Promise<void>;
  policy(changes: Record<string, unknown>): Promise<void>;
  customer(id: string, facts: Record<string, unknown>): Promise<void>;
  /** `order.placed o1 c1`, with whatever else the event says. */
  event(line: string, more?: Record<string, unknown>): Promise<void>;
  to(instant: string): Promise<void>;
  /** `instant body`, in the order of sending. */
  texts(): Promise<string[]>;
  /** `flow order step outcome reason instant`, of everything that did not go. */
  others(): Promise<string[]>;
}

const OPEN_POLICY = { quietHours: null, caps: [], stateLaw: false, pace: null };

export async function openTimeline(setup: Record<string, unknown> = {}, now = NOW): Promise<Timeline> {
  await resetBench(now);
  const shop = await openShop(setup);
  let events = 0;
  const expectOk = async (answer: Promise<{ status: number; body: unknown }>): Promise<void> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  };
  return {
    shop,
    flow: (key, steps, more = {}) =>
      expectOk(shop.api("PUT", `/v1/flows/${key}`, { name: key, trigger: { event: "order.placed" }, steps, ...more })),
    policy: (changes) => expectOk(shop.api("PUT", "/v1/policy", { ...OPEN_POLICY, ...changes })),
    customer: (id, facts) => expectOk(shop.api("PUT", `/v1/customers/${id}`, facts)),
    event: async (line, more = {}) => {
      const [type, order, customer] = line.split(" ");
      events += 1;
      await expectOk(
        shop.event({
          id: `e${events}`,
          type,
          customer: customer ?? "c1",
          ...(order !== undefined && order !== "-" && { order }),
          ...more,
        }),
      );
    },
    to: async (instant) => {
      await moveTo(instant);
    },
    texts: async () => {
      await advance();
      return (await shop.texts()).map(({ at, body }) => `${short(at)} ${body}`);
    },
    others: async () => {
      await advance();
      const rows = await shop.decisions();
      return rows
        .filter(({ outcome }) => outcome !== "sent")
        .map(({ flow, order, step, outcome, reason, at }) =>
          [flow, order ?? "-", step, outcome, reason ?? "-", short(at)].join(" "),
        );
    },
  };
}

export function short(at: string): string {
  return at.replace(/:00\.000Z$/, "Z").replace(".000Z", "Z");
}

export const news = (body: string, more: Record<string, unknown> = {}) => ({
  send: { body },
  class: "transactional",
  ...more,
});
export const offer = (body: string, more: Record<string, unknown> = {}) => ({
  send: { body },
  class: "promotional",
  ...more,
});
export const optIn = { promotional: true, source: "checkout" };
