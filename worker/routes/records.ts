import { RecordQuery } from "../../shared/contract/messages.ts";
import { formatDate } from "../domain/calendar.ts";
import { toIso } from "../domain/iso.ts";
import { toLocal } from "../domain/local-time.ts";
import { findFlow } from "../merchants/merchant-rules.ts";
import type { PersonView, TextView } from "../objects/customer-messages.ts";
import { ProblemError } from "../problem.ts";
import { clicksOfMessages } from "../tables/click-statistics.ts";
import { listStores } from "../tables/credentials.ts";
import { type CustomerPlace, findOwner, findPlaceOfOrder } from "../tables/customers.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, type RouteRequest, readQuery } from "./route.ts";

const MOST_TEXTS = 50;

/** `GET /v1/records`: what the composer shows for a record of the store's admin that is open in the tab. */
export async function showRecord(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { env, merchant, nowMs } = context;
  const { platform, shop, kind, id } = readQuery(request, RecordQuery);
  const stores = await listStores(env.DB, merchant.id);
  const isOurs = stores.some((store) => store.platform === platform && store.shop.toLowerCase() === shop.toLowerCase());
  if (!isOurs) {
    const how =
      platform === "shopify" ? "Connect it with PUT /v1/stores/shopify" : "Only Shopify stores can be connected yet";
    const detail = `${how}, or pair with the key of the merchant that ${shop} belongs to.`;
    throw new ProblemError({
      type: "/problems/unknown-store",
      title: "This store is not connected",
      status: 404,
      detail,
    });
  }
  const orderId = kind === "customer" ? undefined : id;
  const place =
    orderId === undefined
      ? await placeOfCustomer(env, merchant.id, id)
      : await findPlaceOfOrder(env.DB, merchant.id, orderId);
  const view = place && (await env.CUSTOMER.getByName(place.owner).view({ customerId: place.customerId, orderId }));
  if (view === undefined) {
    const detail =
      "Aftertext knows a record once its store has told of it: records from before the connection are not here.";
    throw new ProblemError({ type: "/problems/unknown-record", title: "No such record yet", status: 404, detail });
  }
  const texts = view.texts.slice(-MOST_TEXTS);
  const names = await nameFlows(context, texts);
  const clicks = await clicksOfMessages(
    env.DB,
    merchant.id,
    texts.map((text) => text.id),
  );
  return jsonResponse({
    order: view.order && describeOrder(view.order),
    customer: describeCustomer(view, nowMs),
    texts: texts.map((text) => ({
      ...describeText(text),
      flow: names.get(text.flow ?? "") ?? text.flow,
      clicks: clicks.get(text.id),
    })),
  });
}

/** A merchant knows a flow by its name. Single texts have none. */
async function nameFlows(
  { env, merchant }: ApiContext,
  texts: readonly TextView[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const names = new Map<string, string | undefined>([
    ["message", undefined],
    ["system", undefined],
  ]);
  for (const { flow: key } of texts) {
    const live = key === undefined ? undefined : merchant.flows[key];
    if (key === undefined || live === undefined || names.has(key)) continue;
    names.set(key, (await findFlow(env, merchant.id, key, live.version))?.name);
  }
  return names;
}

async function placeOfCustomer(env: Env, merchantId: string, customerId: string): Promise<CustomerPlace | undefined> {
  const owner = await findOwner(env.DB, merchantId, customerId);
  return owner === undefined ? undefined : { customerId, owner };
}

function describeOrder(order: NonNullable<PersonView["order"]>) {
  const { totalMinor, currency, placedAtMs, name, ...rest } = order;
  const total = totalMinor === undefined || currency === undefined ? undefined : { amountMinor: totalMinor, currency };
  return { ...rest, name: name ?? order.id, total, placedAt: placedAtMs === undefined ? undefined : toIso(placedAtMs) };
}

function describeCustomer({ customer, phone, optedOut, consent, timeZone }: PersonView, nowMs: number) {
  const local = toLocal(nowMs, timeZone);
  const [hour, minute] = [local.hour, local.minute].map((part) => String(part).padStart(2, "0"));
  return { ...customer, phone, optedOut, timeZone, localTime: `${formatDate(local)}T${hour}:${minute}`, consent };
}

function describeText({ atMs, untilAtMs, orderId, body, ...text }: TextView) {
  return {
    ...text,
    body: body === "" ? undefined : body,
    at: toIso(atMs),
    untilAt: untilAtMs === undefined ? undefined : toIso(untilAtMs),
    order: orderId,
  };
}
