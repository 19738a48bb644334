import * as z from "zod";
import { encodeText } from "../crypto/hmac.ts";
import type { RefundNotice } from "../domain/store-event.ts";
import { failedAnswer, type RecordAnswer, unreadableRecord } from "./record-answer.ts";
import type { RecordRef } from "./record-id.ts";
import { nameEvents, type StateEvent } from "./state-event.ts";
import type { ReadingContext } from "./store-adapter.ts";
import { askStore, type StoreAnswer } from "./store-http.ts";
import { readCustomerBody } from "./woocommerce.ts";
import { readOrder } from "./woocommerce-order.ts";
import { readRefund } from "./woocommerce-refund.ts";
import { Order, Refund } from "./woocommerce-shapes.ts";

export interface WooAccess {
  /** The site's address, without a slash at its end. */
  readonly base: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

export async function fetchWooRecord(
  access: WooAccess,
  { kind, id }: Pick<RecordRef, "kind" | "id">,
  context: ReadingContext,
  signal: AbortSignal,
): Promise<RecordAnswer> {
  const ask = (path: string): Promise<StoreAnswer> => askWoo(access, path, signal);
  const answer = explainWoo(await ask(kind === "customer" ? `customers/${id}` : `orders/${id}`));
  if (answer.kind !== "json") return failedAnswer(answer);
  if (kind === "customer") {
    const reading = readCustomerBody(answer.body, context);
    return reading.kind === "events" ? found(reading.events) : unreadableRecord;
  }
  const order = Order.safeParse(answer.body).data;
  if (order === undefined) return unreadableRecord;
  const refunds = order.status === "refunded" || !order.refunds?.length ? undefined : await ask(`orders/${id}/refunds`);
  const read = z.array(Refund).safeParse(refunds?.kind === "json" ? refunds.body : undefined).data;
  // The list of refunds has their lines; where it cannot be had, the order's own body has at least the amounts.
  const reading = readOrder(read === undefined ? order : { ...order, refunds: [] }, context, { isAsked: true });
  if (reading.kind !== "events") return unreadableRecord;
  const own = { id, currency: order.currency ?? context.shopCurrency };
  return found([...reading.events, ...(read ?? []).flatMap((refund) => readRefund(refund, own, context) ?? [])]);
}

/** A refund as a webhook's body names it, with what the store itself knows of it: which lines came back. */
export async function fetchWooRefund(
  access: WooAccess,
  { orderId, id, told }: RefundNotice,
  context: ReadingContext,
  signal: AbortSignal,
): Promise<RecordAnswer> {
  const answer = explainWoo(await askWoo(access, `orders/${orderId}/refunds/${id}`, signal));
  if (answer.kind !== "json") return failedAnswer(answer);
  const refund = Refund.safeParse(answer.body).data;
  const own = { id: orderId, currency: told.order?.currency ?? context.shopCurrency };
  const read = refund?.id === id ? readRefund(refund, own, context) : undefined;
  if (read === undefined) return unreadableRecord;
  const { occurredAtMs, items, attributes = told.attributes } = read;
  // Told without its lines before, while there was no access, it would else be taken for told already.
  return { kind: "found", events: [{ ...told, id: `${told.id}:lines`, occurredAtMs, items, attributes }] };
}

/** REST v3 over HTTPS with Basic authentication: woocommerce.github.io/woocommerce-rest-api-docs, v3, Authentication. */
export function askWoo(access: WooAccess, path: string, signal: AbortSignal): Promise<StoreAnswer> {
  const authorization = `Basic ${encodeText(`${access.consumerKey}:${access.consumerSecret}`).toBase64()}`;
  return askStore({ url: `${access.base}/wp-json/wc/v3/${path}`, headers: { authorization } }, signal);
}

/** Where there is no such address at all, the site's is wrong. */
export function explainWoo(answer: StoreAnswer): StoreAnswer {
  return answer.kind === "missing" && !isWooError(answer.body) ? { kind: "refused", detail: NO_API } : answer;
}

const NO_API =
  "There is no WooCommerce API at the site's address. Permalinks must be pretty ones (Settings, Permalinks), and the address that of the site.";

/** WordPress says of a record that it is not there with this; a site without WooCommerce has no such route. */
function isWooError(body: unknown): boolean {
  const { code } = z.object({ code: z.string() }).safeParse(body).data ?? {};
  return code !== undefined && code !== "rest_no_route";
}

function found(events: readonly StateEvent[]): RecordAnswer {
  return { kind: "found", events: nameEvents("woocommerce", events, { live: false }) };
}
