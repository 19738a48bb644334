import { encodeText } from "../crypto/hmac.ts";
import { isSameSecret } from "../crypto/same-secret.ts";
import { Webhook } from "./bigcommerce-shapes.ts";
import { parseExactJson } from "./exact-json.ts";
import { fingerprint } from "./fingerprint.ts";
import { keptId } from "./record-id.ts";
import { verifyStandardSignature, verifyStandardWebhook } from "./standard-webhooks.ts";
import { nameEvents, type StateEvent } from "./state-event.ts";
import type { Delivery, DeliveryInput, SignedRequest, StoreAdapter } from "./store-adapter.ts";

export const bigcommerce: StoreAdapter = { kind: "bigcommerce", verify, read };

/** A header that a merchant may give a webhook of theirs, from before BigCommerce signed. */
const SECRET_HEADER = "X-Aftertext-Secret";

/**
 * A Standard Webhooks signature, made with the bytes of the app's client secret as it is written. Webhooks from before that bear
 * a header of ours with the secret itself. Source: bigcommerce/docs, docs/integrations/webhooks/https-webhook-overview, Security.
 */
async function verify(request: SignedRequest): Promise<boolean> {
  const { headers, secrets } = request;
  if (headers.get("webhook-signature") !== null) {
    const asWritten = await verifyStandardSignature(request, secrets.map(encodeText));
    return asWritten || verifyStandardWebhook(request);
  }
  const given = headers.get(SECRET_HEADER) ?? "";
  for (const secret of secrets) if (given !== "" && (await isSameSecret(given, secret))) return true;
  return false;
}

/** A webhook names a record; what became of it has to be asked for. */
function read({ rawBody, receivedAtMs }: DeliveryInput): Delivery {
  const body = parseExactJson(rawBody);
  const webhook = Webhook.safeParse(body).data;
  // A webhook of one channel of the store tells the same.
  const topic = (webhook?.scope ?? "").replace(/^store\/channel\/\d+\//, "store/");
  const delivery = { deliveryId: webhook?.hash ?? fingerprint(rawBody), topic };
  if (body === undefined) return { ...delivery, kind: "dead_letter", problem: "body: not JSON" };
  if (webhook === undefined || topic === "") return { ...delivery, kind: "dead_letter", problem: "scope: no scope" };
  const atMs = webhook.created_at === undefined ? receivedAtMs : webhook.created_at * 1000;
  if (topic === "store/app/uninstalled") return { ...delivery, kind: "uninstalled", atMs };
  const kind = NOTICES.get(topic);
  if (kind === undefined) return { ...delivery, kind: "ignored", why: "a scope that no flow uses" };
  const { data } = webhook;
  const isShipment = topic.startsWith("store/shipment/");
  const id = isShipment ? (data?.orderId ?? data?.order_id) : (data?.id ?? data?.order_id);
  if (id === undefined) return { ...delivery, kind: "dead_letter", problem: `data: no ${kind} id` };
  const ending = readEnding(topic, id, isShipment ? data?.id : undefined, atMs);
  if (ending !== undefined) {
    return { ...delivery, kind: "events", events: nameEvents("bigcommerce", [ending], { live: true }) };
  }
  const statusBefore = data?.status?.previous_status_id;
  const notice = { kind, id, atMs, statusBefore, isRefund: topic === "store/order/refund/created", live: true };
  return { ...delivery, kind: "notice", notice };
}

/** What was taken away cannot be asked for. An archived order is BigCommerce's deleted one: `is_deleted` is true from then on. */
function readEnding(topic: string, id: string, shipmentId: string | undefined, atMs: number): StateEvent | undefined {
  const shared = { occurredAtMs: atMs, test: false, orderId: keptId("bigcommerce", id) } as const;
  if (topic === "store/order/archived") return { ...shared, name: `order:${id}:deleted`, type: "order.deleted" };
  if (topic !== "store/shipment/deleted" || shipmentId === undefined) return undefined;
  return {
    ...shared,
    name: `order:${id}:shipment:${shipmentId}:voided`,
    type: "fulfillment.voided",
    parcel: { id: keptId("bigcommerce", shipmentId) },
  };
}

/** Scopes that tell of a purchase. Source: bigcommerce/docs, docs/integrations/webhooks/events. */
const NOTICES: ReadonlyMap<string, "order" | "customer"> = new Map([
  ["store/order/created", "order"],
  ["store/order/updated", "order"],
  ["store/order/statusUpdated", "order"],
  ["store/order/archived", "order"],
  ["store/order/refund/created", "order"],
  ["store/shipment/created", "order"],
  ["store/shipment/updated", "order"],
  ["store/shipment/deleted", "order"],
  ["store/customer/created", "customer"],
  ["store/customer/updated", "customer"],
]);
