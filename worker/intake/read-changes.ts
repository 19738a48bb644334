import { clock } from "../clock.ts";
import { encodeText } from "../crypto/hmac.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { logError } from "../log.ts";
import { withinTimeLimit } from "../stores/store-http.ts";
import { woocommerce } from "../stores/woocommerce.ts";
import type { WooAccess } from "../stores/woocommerce-api.ts";
import { askOrders, type OrdersPage, type StoreFailure } from "../stores/woocommerce-orders.ts";
import { askFrom, moveOn, settledAfterMs } from "../stores/woocommerce-position.ts";
import { listKnown } from "../tables/store-events.ts";
import { type StorePoll, savePosition } from "../tables/store-polls.ts";
import { takeInWithRefunds } from "./ask-refunds.ts";
import { keepLetter } from "./keep-letter.ts";

/** What one pass over a store's changed orders found. */
export type Pass =
  | {
      readonly kind: "read";
      /** False where it was cut short: the next one goes on. */
      readonly isEnd: boolean;
      /** Orders placed since the store was connected that nobody told of, and should have by now. */
      readonly missed: number;
      /** Whether webhooks told of some of what changed. */
      readonly isTold: boolean;
    }
  | StoreFailure;

const mostPages = 10;
/** Orders are large, and cheap hosts slow: what failed is asked for in smaller portions. */
const perPage = 50;
const perPageAfterFailure = 10;
const askWithinMs = 15_000;

/** Machine time goes by; the events' own times are business time, as with a webhook. */
export async function readChanges(
  env: Env,
  merchant: MerchantRules,
  access: WooAccess,
  poll: StorePoll,
  isLate: () => boolean,
): Promise<Pass> {
  let { position } = poll;
  let missed = 0;
  let isTold = false;
  for (let asked = 0; asked < mostPages && !isLate(); asked += 1) {
    const question = askFrom(position, poll.failures === 0 ? perPage : perPageAfterFailure);
    const page = await withinTimeLimit((signal) => askOrders(access, question, clock.nowMs(), signal), askWithinMs);
    if (page.kind !== "page") return page;
    const taken = await takeInPage(env, merchant, poll, page, isLate);
    missed += taken.missed;
    isTold ||= taken.isTold;
    if (!taken.isWhole) break;
    const next = moveOn(position, question, page);
    if (next === undefined) return { kind: "refused", detail: UNREADABLE };
    // Only now: all of the page is durable.
    position = { ...next.position, afterMs: Math.max(next.position.afterMs, poll.sinceMs) };
    await savePosition(env.DB, poll, position);
    if (next.isEnd) return { kind: "read", isEnd: true, missed, isTold };
  }
  return { kind: "read", isEnd: false, missed, isTold };
}

const UNREADABLE =
  "The store's list of orders says neither when they changed nor how many pages there are: something in between takes it away.";

interface TakenPage {
  readonly isWhole: boolean;
  readonly missed: number;
  readonly isTold: boolean;
}

/** What the webhook of each order would have brought, under the same name: whichever comes second changes nothing. */
async function takeInPage(
  env: Env,
  merchant: MerchantRules,
  { sinceMs }: StorePoll,
  { bodies, modifiedMs, nowMs: storeNowMs }: OrdersPage,
  isLate: () => boolean,
): Promise<TakenPage> {
  const nowMs = clock.nowMs();
  const context = { receivedAtMs: nowMs, shopCountry: merchant.country, shopCurrency: merchant.currency };
  const read = bodies.map((rawBody) => woocommerce.read({ rawBody, headers: asWebhook, ...context }));
  // Of an order and its change, whatever the body: a store may write it otherwise when it is asked.
  const changes = read.filter(({ kind }) => kind !== "dead_letter").map(({ deliveryId }) => dropLast(deliveryId));
  const known = await listKnown(env.DB, merchant.id, { source: woocommerce.kind, prefixes: changes });
  const isTold = [...known.values()].some((one) => one !== topic);
  let missed = 0;
  for (const [index, delivery] of read.entries()) {
    const { deliveryId } = delivery;
    if (known.has(deliveryId)) continue;
    if (isLate()) return { isWhole: false, missed, isTold };
    const source = woocommerce.kind;
    const rawBody = encodeText(bodies[index] ?? "");
    if (delivery.kind === "dead_letter") {
      await keepLetter(env, merchant.id, { source, delivery, headers: asWebhook, rawBody, receivedAtMs: nowMs });
      continue;
    }
    const told = delivery.kind === "events" ? delivery.events : [];
    const events = told.map((event) => ({ ...event, live: event.live && nowMs - event.occurredAtMs <= newsForMs }));
    const taken = await takeInWithRefunds(env, merchant, { source, deliveryId, topic, rawBody, events }, nowMs);
    const isOverdue = storeNowMs - (modifiedMs[index] ?? storeNowMs) >= settledAfterMs;
    const isPlaced = events.some(({ type, occurredAtMs }) => type === "order.placed" && occurredAtMs >= sinceMs);
    if (!taken.isDuplicate && taken.newOrders.size > 0 && isPlaced && isOverdue) missed += 1;
    await taken.apply().catch((cause: unknown) => {
      logError("delivery not applied yet", { merchantId: merchant.id, deliveryId }, cause);
    });
  }
  return { isWhole: true, missed, isTold };
}

function dropLast(deliveryId: string): string {
  return deliveryId.slice(0, deliveryId.lastIndexOf(":"));
}

/** What was found by asking, among the deliveries. */
const topic = "poll";

/** R16: what is found later than this changes state and statistics, and starts no run. */
const newsForMs = 86_400_000;

const asWebhook = new Headers({ "x-wc-webhook-topic": "order.updated" });
