import type * as z from "zod";
import { hasRefunds, type Occasion, readOrder } from "./bigcommerce-order.ts";
import { accountFacts } from "./bigcommerce-person.ts";
import { Customers, Order, Products, Refunds, Shipments, ShippingAddresses } from "./bigcommerce-shapes.ts";
import { parseInstantMs } from "./instant.ts";
import { failedAnswer, type RecordAnswer, unreadableRecord } from "./record-answer.ts";
import { keptId, type RecordRef } from "./record-id.ts";
import { nameEvents, type StateEvent } from "./state-event.ts";
import type { ReadingContext } from "./store-adapter.ts";
import { askStore, type StoreAnswer } from "./store-http.ts";

export interface BigCommerceAccess {
  /** The API's address up to the store's hash. */
  readonly base: string;
  readonly accessToken: string;
}

/** What is asked for, and why: a webhook's notice makes news of it. */
export interface BigCommerceQuestion extends Occasion {
  readonly kind: RecordRef["kind"];
  readonly id: string;
  readonly isRefund?: boolean | undefined;
  readonly live: boolean;
}

/** Orders v2, customers v3: docs.bigcommerce.com, REST Management. */
export async function fetchBigCommerceRecord(
  access: BigCommerceAccess,
  question: BigCommerceQuestion,
  context: ReadingContext,
  signal: AbortSignal,
): Promise<RecordAnswer> {
  const ask: Ask = (path) => {
    return askStore({ url: `${access.base}/${path}`, headers: { "x-auth-token": access.accessToken } }, signal);
  };
  const asked =
    question.kind === "customer"
      ? await askCustomer(ask, question.id, context)
      : await askOrder(ask, question, context);
  return asked.kind === "events" ? { kind: "found", events: nameEvents("bigcommerce", asked.events, question) } : asked;
}

type Ask = (path: string) => Promise<StoreAnswer>;
type Asked = { readonly kind: "events"; readonly events: readonly StateEvent[] } | RecordAnswer;

async function askOrder(ask: Ask, question: BigCommerceQuestion, context: ReadingContext): Promise<Asked> {
  const path = `v2/orders/${question.id}`;
  const answer = await ask(path);
  if (answer.kind !== "json") return failedAnswer(answer);
  const order = Order.safeParse(answer.body).data;
  if (order === undefined) return unreadableRecord;
  const wantsRefunds = question.isRefund === true || hasRefunds(order);
  const [products, shippingAddresses, shipments, refunds] = await Promise.all([
    askPages(ask, `${path}/products`, Products),
    askPages(ask, `${path}/shipping_addresses`, ShippingAddresses),
    askPages(ask, `${path}/shipments`, Shipments),
    wantsRefunds ? ask(`v3/orders/${question.id}/payment_actions/refunds`) : undefined,
  ]);
  if (products.kind !== "items") return products;
  if (shippingAddresses.kind !== "items") return shippingAddresses;
  if (shipments.kind !== "items") return shipments;
  if (refunds?.kind === "unreachable") return refunds;
  // A token that may not read transactions leaves the items of a refund unknown; the status still tells of the whole.
  const listed = Refunds.safeParse(refunds?.kind === "json" ? refunds.body : undefined).data?.data ?? [];
  const bundle = {
    order,
    products: products.items,
    shippingAddresses: shippingAddresses.items,
    shipments: shipments.items,
    refunds: listed,
  };
  return { kind: "events", events: readOrder(bundle, context, question) };
}

/** The most that v2 gives at once. Source: docs.bigcommerce.com, REST Management, Orders, `limit`. */
const PAGE = 250;
const MOST_PAGES = 8;

type Listed<Item> = { readonly kind: "items"; readonly items: readonly Item[] } | RecordAnswer;

async function askPages<Item>(ask: Ask, path: string, schema: z.ZodType<Item[]>): Promise<Listed<Item>> {
  const items: Item[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await ask(`${path}?limit=${PAGE}&page=${page}`);
    // An order without shipments answers 204 or, before its first one, 404.
    if (answer.kind === "empty" || answer.kind === "missing") break;
    if (answer.kind !== "json") return answer;
    const part = schema.safeParse(answer.body).data;
    if (part === undefined) return unreadableRecord;
    items.push(...part);
    if (part.length < PAGE) break;
  }
  return { kind: "items", items };
}

async function askCustomer(ask: Ask, id: string, context: ReadingContext): Promise<Asked> {
  const answer = await ask(`v3/customers?id:in=${id}&include=addresses`);
  if (answer.kind !== "json") return failedAnswer(answer);
  const customers = Customers.safeParse(answer.body).data?.data;
  if (customers === undefined) return unreadableRecord;
  const customer = customers.find((one) => one.id === id);
  if (customer === undefined) return { kind: "no_such_record" };
  const factsAtMs = parseInstantMs(customer.date_modified) ?? parseInstantMs(customer.date_created);
  const occurredAtMs = factsAtMs ?? context.receivedAtMs;
  return {
    kind: "events",
    events: [
      {
        name: `customer:${id}:${occurredAtMs}`,
        type: "customer.updated",
        occurredAtMs,
        test: false,
        customerId: keptId("bigcommerce", id),
        customer: accountFacts(customer, context),
        factsAtMs,
      },
    ],
  };
}
