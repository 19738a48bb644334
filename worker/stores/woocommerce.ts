import { decodeBase64, encodeText, verifyHmac } from "../crypto/hmac.ts";
import { describeIssues } from "./describe-issues.ts";
import { parseExactJson } from "./exact-json.ts";
import { fingerprint } from "./fingerprint.ts";
import { decodeSpecialChars } from "./html-text.ts";
import { parseGmtMs } from "./instant.ts";
import { keptId } from "./record-id.ts";
import { nameEvents, type StateEvent } from "./state-event.ts";
import type { Delivery, DeliveryInput, Reading, ReadingContext, SignedRequest, StoreAdapter } from "./store-adapter.ts";
import { readOrder } from "./woocommerce-order.ts";
import { accountFacts } from "./woocommerce-person.ts";
import { Customer, Order, Resource } from "./woocommerce-shapes.ts";

export const woocommerce: StoreAdapter = { kind: "woocommerce", verify, read, isPing };

/** Base64 of HMAC-SHA256 over the raw body. Source: woocommerce, WC_Webhook::generate_signature(). */
async function verify({ rawBody, headers, secrets }: SignedRequest): Promise<boolean> {
  const signature = decodeBase64(headers.get("X-WC-Webhook-Signature") ?? "");
  if (signature === undefined) return false;
  for (const secret of secrets) {
    if (await verifyHmac("SHA-256", encodeText(decodeSpecialChars(secret)), rawBody, signature)) return true;
  }
  return false;
}

/** Sent unsigned when a webhook is saved; one that is not answered with 200 stays off. Source: WC_Webhook::deliver_ping(). */
function isPing(rawBody: string): boolean {
  return /^webhook_id=\d{1,20}$/.test(rawBody);
}

function read({ rawBody, headers, ...context }: DeliveryInput): Delivery {
  const topic = (headers.get("X-WC-Webhook-Topic") ?? "").toLowerCase();
  const body = parseExactJson(rawBody);
  const delivery = { deliveryId: nameDelivery(topic, Resource.safeParse(body).data, rawBody), topic };
  if (body === undefined) return { ...delivery, kind: "dead_letter", problem: "body: not JSON" };
  if (topic === "") return { ...delivery, kind: "dead_letter", problem: "X-WC-Webhook-Topic: no topic" };
  const readTopic = READERS.get(topic);
  if (readTopic === undefined) return { ...delivery, kind: "ignored", why: "a topic that no flow uses" };
  const reading = readTopic(body, context);
  if (reading.kind !== "events") return { ...delivery, ...reading };
  // R16: a webhook is live however late it comes.
  return { ...delivery, kind: "events", events: nameEvents("woocommerce", reading.events, { live: true }) };
}

/** The store's own delivery id is one for all webhooks of a second, so what was delivered names the delivery. */
function nameDelivery(topic: string, resource: Resource | undefined, rawBody: string): string {
  const [kind = ""] = topic.split(".");
  return [kind, resource?.id, resource?.date_modified_gmt, fingerprint(rawBody)]
    .filter((part) => part !== undefined)
    .join(":");
}

type TopicReader = (body: unknown, context: ReadingContext) => Reading<StateEvent>;

const readOrderBody: TopicReader = (body, context) => {
  const order = Order.safeParse(body);
  return order.success ? readOrder(order.data, context) : { kind: "dead_letter", problem: describeIssues(order.error) };
};

/** The body holds the id alone. */
const readOrderDeleted: TopicReader = (body, { receivedAtMs }) => {
  const id = Resource.safeParse(body).data?.id;
  if (id === undefined) return { kind: "dead_letter", problem: "id: no order id" };
  const orderId = keptId("woocommerce", id);
  const event = { type: "order.deleted", occurredAtMs: receivedAtMs, test: false, orderId } as const;
  return { kind: "events", events: [{ ...event, name: `order:${id}:deleted` }] };
};

export const readCustomerBody: TopicReader = (body, context) => {
  const parsed = Customer.safeParse(body);
  if (!parsed.success) return { kind: "dead_letter", problem: describeIssues(parsed.error) };
  const { id, date_modified_gmt: modifiedAt, date_created_gmt: createdAt } = parsed.data;
  if (id === undefined) return { kind: "dead_letter", problem: "id: no customer id" };
  const factsAtMs = parseGmtMs(modifiedAt) ?? parseGmtMs(createdAt);
  const occurredAtMs = factsAtMs ?? context.receivedAtMs;
  const event: StateEvent = {
    name: `customer:${id}:${occurredAtMs}`,
    type: "customer.updated",
    occurredAtMs,
    test: false,
    customerId: keptId("woocommerce", id),
    customer: accountFacts(parsed.data, context),
    factsAtMs,
  };
  return { kind: "events", events: [event] };
};

/** What an order's topic says of it is in its body, too: the state decides. Source: WooCommerce REST v3, Webhooks, Topics. */
const READERS: ReadonlyMap<string, TopicReader> = new Map([
  ["order.created", readOrderBody],
  ["order.updated", readOrderBody],
  ["order.restored", readOrderBody],
  ["order.deleted", readOrderDeleted],
  ["customer.created", readCustomerBody],
  ["customer.updated", readCustomerBody],
]);
