import * as z from "zod";
import { text } from "./body-fields.ts";
import { parseGmtMs } from "./instant.ts";
import { splitElements } from "./json-elements.ts";
import type { StoreAnswer } from "./store-http.ts";
import { askWoo, explainWoo, type WooAccess } from "./woocommerce-api.ts";
import type { OrdersAnswer, OrdersQuestion } from "./woocommerce-position.ts";
import { Resource } from "./woocommerce-shapes.ts";

export interface OrdersPage extends OrdersAnswer {
  readonly kind: "page";
  /** Each order's body as it is written. */
  readonly bodies: readonly string[];
}

/** Why a store could not be asked. `refused` wants something of the merchant; `detail` says what. */
export type StoreFailure = Extract<StoreAnswer, { readonly kind: "refused" | "unreachable" }>;

/**
 * The orders that changed, the earliest first. A time without a zone is compared with the GMT columns as it is; one with a zone
 * WordPress would first turn into the site's own. `modified_after` came with WooCommerce 5.8; an older one passes over it, or
 * refuses `orderby=modified`. Source: woocommerce, WC_REST_CRUD_Controller::prepare_objects_query(), pull request 30585; WordPress,
 * WP_Date_Query::build_mysql_datetime().
 */
export async function askOrders(
  access: WooAccess,
  question: OrdersQuestion,
  nowMs: number,
  signal: AbortSignal,
): Promise<OrdersPage | StoreFailure> {
  const { afterMs, beforeMs, page, perPage } = question;
  const query = new URLSearchParams({
    modified_after: gmt(afterMs),
    ...(beforeMs === undefined ? {} : { modified_before: gmt(beforeMs) }),
    dates_are_gmt: "true",
    orderby: "modified",
    order: "asc",
    per_page: String(perPage),
    page: String(page),
  });
  const answer = explainWoo(await askWoo(access, `orders?${query}`, signal));
  if (answer.kind === "refused" && answer.status === 400) return { kind: "refused", detail: TOO_OLD };
  if (answer.kind === "refused" || answer.kind === "unreachable") return answer;
  const orders = answer.kind === "json" ? z.array(z.unknown()).safeParse(answer.body).data : undefined;
  if (answer.kind !== "json" || orders === undefined) return { kind: "refused", detail: NO_LIST };
  const modifiedMs = orders.map((order) => parseGmtMs(Resource.safeParse(order).data?.date_modified_gmt));
  if (modifiedMs.some((ms) => ms !== undefined && ms <= afterMs)) return { kind: "refused", detail: TOO_OLD };
  const pages = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(answer.headers.get("X-WP-TotalPages") ?? undefined).data;
  const storeNowMs = Date.parse(answer.headers.get("Date") ?? ""); // RFC 9110, 6.6.1
  return {
    kind: "page",
    bodies: splitElements(answer.text),
    modifiedMs,
    pages,
    nowMs: Number.isNaN(storeNowMs) ? nowMs : storeNowMs,
  };
}

const TOO_OLD =
  "The store cannot be asked for what changed: that takes WooCommerce 5.8 or newer. Until it is updated, a lost webhook stays lost.";
const NO_LIST = "The store answered with something that is no list of orders.";

const Webhook = z.object({ name: text, status: text, topic: text, delivery_url: text });
export type WooWebhook = z.infer<typeof Webhook>;

/** Undefined where it does not say: the key's user may read orders and not webhooks. */
export async function askWebhooks(access: WooAccess, signal: AbortSignal): Promise<readonly WooWebhook[] | undefined> {
  const answer = await askWoo(access, "webhooks?per_page=100", signal);
  return answer.kind === "json" ? z.array(Webhook).safeParse(answer.body).data : undefined;
}

function gmt(ms: number): string {
  return new Date(ms).toISOString().slice(0, "2026-03-02T15:00:00".length);
}
