import { type RecordInput, RecordQuery, type RecordView } from "../../shared/contract/records.ts";
import { fillMergeFields } from "../../shared/merge-fields.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { formatDate } from "../domain/calendar.ts";
import { isPermitted } from "../domain/consent-reason.ts";
import { toIso } from "../domain/iso.ts";
import { toLocal } from "../domain/local-time.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { countryOfPhone, findSegmentPrice } from "../domain/segment-price.ts";
import { openStoreAccess } from "../intake/store-access.ts";
import { findDomains } from "../links/link-facts.ts";
import { findFlow } from "../merchants/merchant-rules.ts";
import type { ConnectedStore, PersonView, RecordParts, TextView } from "../objects/customer-messages.ts";
import { sampleUrl } from "../objects/preview-text.ts";
import { ProblemError } from "../problem.ts";
import { keptId } from "../stores/record-id.ts";
import { clicksOfMessages } from "../tables/click-statistics.ts";
import { listStores } from "../tables/credentials.ts";
import { findOwner, findPlaceOfOrder } from "../tables/customers.ts";
import { invalidFields } from "./events.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, type RouteRequest, readQuery } from "./route.ts";

const MOST_TEXTS = 50;

/** `GET /v1/records`: what the composer shows for a record of the store's admin that is open in the tab, or for a number. */
export async function showRecord(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { phone, platform, shop, kind, id } = readQuery(request, RecordQuery);
  const stores = await listStores(context.env.DB, context.merchant.id);
  if (phone !== undefined) return showNewest(phone, stores, context);
  if (platform === undefined || shop === undefined || kind === undefined || id === undefined) {
    throw new Error("a query without a phone names its record");
  }
  const named = { platform, shop, kind, id };
  needStore(named, stores);
  return jsonResponse(await readRecord(named, stores, context));
}

/** What is known of a record; a 404 problem that says what can be done where that is nothing. */
export async function readRecord(
  named: RecordInput,
  stores: readonly ConnectedStore[],
  context: ApiContext,
): Promise<RecordView> {
  const { env, merchant } = context;
  const isOrder = named.kind !== "customer";
  const find = async (id: string) => {
    const place = isOrder ? await findPlaceOfOrder(env.DB, merchant.id, id) : await findCustomer(id, context);
    return place && { customerId: place.customerId, orderId: isOrder ? id : undefined, owner: place.owner };
  };
  // A merchant who tells of a store's orders with POST /v1/events writes them with the store's plain numbers.
  const place = (await find(keptId(named.platform, named.id))) ?? (await find(named.id));
  const about = place && {
    customerId: place.customerId,
    orderId: place.orderId,
    stores,
    ownDomains: (await findDomains(env)).own,
  };
  const parts = place && about && (await env.CUSTOMER.getByName(place.owner).record(about));
  if (parts === undefined) throw await unknownRecord(named, context);
  // As it was asked for: a merchant's store may answer to several names.
  return describeRecord({ ...parts, place: undefined }, named, context);
}

/** A store that this key may speak of; a 404 problem otherwise. */
export function needStore({ platform, shop }: RecordInput, stores: readonly ConnectedStore[]): void {
  const isOurs = stores.some((store) => store.platform === platform && store.shop.toLowerCase() === shop.toLowerCase());
  if (isOurs) return;
  const detail = `Connect it with PUT /v1/stores/${platform}, or pair with the key of the merchant that ${shop} belongs to.`;
  throw new ProblemError({
    type: "/problems/unknown-store",
    title: "This store is not connected",
    status: 404,
    detail,
    canFetch: false,
  });
}

async function showNewest(given: string, stores: readonly ConnectedStore[], context: ApiContext): Promise<Response> {
  const { env, merchant } = context;
  // A plus sign in a query is a space unless it was encoded: forgiven, since no number begins with a space.
  const phone = parsePhoneNumber(given.replace(/^ /, "+"), merchant.country);
  if (phone === undefined)
    throw invalidFields([{ path: ["phone"], message: "is no phone number that exists; write it as +14155550123" }]);
  const owner = await personName(env, merchant.id, phone);
  const about = { customerId: undefined, orderId: undefined, stores, ownDomains: (await findDomains(env)).own };
  const parts = await env.CUSTOMER.getByName(owner).record(about);
  if (parts === undefined) {
    const detail = "No order or customer with this number is known. A text can be sent to it all the same.";
    throw new ProblemError({
      type: "/problems/unknown-record",
      title: "Nobody is known by this number",
      status: 404,
      detail,
      canFetch: false,
    });
  }
  return jsonResponse(await describeRecord(parts, undefined, context));
}

async function findCustomer(id: string, { env, merchant }: ApiContext) {
  const owner = await findOwner(env.DB, merchant.id, id);
  return owner === undefined ? undefined : { customerId: id, owner };
}

async function unknownRecord(named: RecordInput, { env, merchant }: ApiContext): Promise<ProblemError> {
  const canFetch = (await openStoreAccess(env, merchant, named)) !== undefined;
  const what = { customer: "customer", draft_order: "draft", order: "order", post: "order" }[named.kind];
  const why = `The store has not told of this ${what}, as of none from before it was connected.`;
  const how = canFetch
    ? "It can be asked for it: POST /v1/records/fetch."
    : `Give Aftertext access to the store's API (PUT /v1/stores/${named.platform}), then it can be asked for it.`;
  return new ProblemError({
    type: "/problems/unknown-record",
    title: "No such record yet",
    status: 404,
    detail: `${why} ${how}`,
    canFetch,
  });
}

async function describeRecord(
  { person, place, links, fields, footerText }: RecordParts,
  named: RecordInput | undefined,
  context: ApiContext,
): Promise<RecordView> {
  const { env, merchant } = context;
  const texts = person.texts.slice(-MOST_TEXTS);
  const names = await nameFlows(context, texts);
  const ids = texts.filter(({ direction }) => direction === "out").map(({ id }) => id);
  const clicks = await clicksOfMessages(env.DB, merchant.id, ids);
  const shortUrl = sampleUrl(env, merchant.shortDomain);
  const print = (body: string) => fillMergeFields(body, fields).replace(/\{\{\s*link\s*\}\}/g, shortUrl);
  return {
    record: named ?? place,
    order: person.order && describeOrder(person.order),
    customer: describeCustomer(person, context),
    texts: texts.map((text) => ({
      ...describeText(isWritten(text) ? text : { ...text, body: print(text.body) }),
      flow: names.get(text.flow ?? "") ?? undefined,
      clicks: hasGone(text) ? (clicks.get(text.id) ?? { people: 0, all: 0 }) : undefined,
    })),
    links: [...links],
    fields: { ...fields },
    footerText,
  };
}

/** What waits, or never went, is as somebody wrote it: with its fields and its link still to be printed. */
function isWritten({ direction, status }: TextView): boolean {
  return direction === "in" || (status !== "waiting" && status !== "suppressed");
}

function hasGone({ direction, status }: TextView): boolean {
  return (
    direction === "out" && (status === "sent" || status === "delivered" || status === "failed" || status === "unknown")
  );
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
    if (key === undefined || names.has(key)) continue;
    const live = merchant.flows[key];
    names.set(key, (live && (await findFlow(env, merchant.id, key, live.version))?.name) ?? key);
  }
  return names;
}

function describeOrder(order: NonNullable<PersonView["order"]>): RecordView["order"] {
  const { totalMinor, currency, placedAtMs, cancelledAtMs, name, items, parcels, id } = order;
  const total = totalMinor === undefined || currency === undefined ? undefined : { amountMinor: totalMinor, currency };
  return {
    id,
    name: name ?? id,
    total,
    placedAt: isoOf(placedAtMs),
    cancelledAt: isoOf(cancelledAtMs),
    items: [...items],
    parcels: parcels.map(({ shippedAtMs, ...parcel }) => ({ ...parcel, shippedAt: isoOf(shippedAtMs) })),
  };
}

function describeCustomer(person: PersonView, { merchant, nowMs }: ApiContext): RecordView["customer"] {
  const { customer, phone, optedOut, consent, timeZone, language } = person;
  const local = toLocal(nowMs, timeZone);
  const [hour, minute] = [local.hour, local.minute].map((part) => String(part).padStart(2, "0"));
  return {
    ...customer,
    phone,
    optedOut,
    timeZone,
    localTime: `${formatDate(local)}T${hour}:${minute}`,
    language,
    segmentPrice: phone === undefined ? undefined : findSegmentPrice(countryOfPhone(phone), merchant),
    consent: {
      transactional: isPermitted(consent.transactional),
      promotional: isPermitted(consent.promotional),
      reasons: { transactional: consent.transactional, promotional: consent.promotional },
    },
  };
}

function describeText({ atMs, untilAtMs, orderId, body, ...text }: TextView): RecordView["texts"][number] {
  return {
    ...text,
    body: body === "" ? undefined : body,
    at: toIso(atMs),
    untilAt: isoOf(untilAtMs),
    order: orderId,
  };
}

function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : toIso(ms);
}
