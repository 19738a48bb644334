import { SearchQuery, type SearchView } from "../../shared/contract/record-search.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { toIso } from "../domain/iso.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import { findDomains } from "../links/link-facts.ts";
import type { RecordParts } from "../objects/customer-messages.ts";
import { listStores } from "../tables/credentials.ts";
import { findOrdersByName } from "../tables/order-names.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, type RouteRequest, readQuery } from "./route.ts";

const MOST_FOUND = 5; // what the suggestions of an address bar have room for

/** `GET /v1/records/search`: which records somebody means who types a number. Nothing found is an empty list. */
export async function searchRecords(request: RouteRequest, context: ApiContext): Promise<Response> {
  const { q } = readQuery(request, SearchQuery);
  const found = await Promise.all([...(await findByName(q, context)), ...(await findByPhone(q, context))]);
  const items = found.flatMap((parts) => (parts === undefined ? [] : describe(parts)));
  return jsonResponse({ items } satisfies SearchView);
}

interface Found {
  readonly owner: string;
  readonly customerId: string | undefined;
  readonly orderId: string | undefined;
}

async function findByName(q: string, context: ApiContext): Promise<readonly Promise<RecordParts | undefined>[]> {
  const bare = q.replace(/^#/, "");
  const names = new Set([bare, bare.toUpperCase(), `#${bare}`, `#${bare.toUpperCase()}`]);
  const orders = await findOrdersByName(context.env.DB, context.merchant.id, [...names], MOST_FOUND);
  return readAll(orders, context);
}

async function findByPhone(q: string, context: ApiContext): Promise<readonly Promise<RecordParts | undefined>[]> {
  const { env, merchant } = context;
  // Only what is written as one: an order's number must not be taken for the phone of a stranger.
  const phone = /^\+/.test(q) ? parsePhoneNumber(q, merchant.country) : undefined;
  if (phone === undefined) return [];
  const owner = await personName(env, merchant.id, phone);
  return readAll([{ owner, customerId: undefined, orderId: undefined }], context);
}

async function readAll(
  all: readonly Found[],
  { env, merchant }: ApiContext,
): Promise<readonly Promise<RecordParts | undefined>[]> {
  if (all.length === 0) return [];
  const [stores, { own: ownDomains }] = await Promise.all([listStores(env.DB, merchant.id), findDomains(env)]);
  return all.map(({ owner, customerId, orderId }) =>
    env.CUSTOMER.getByName(owner).record({ customerId, orderId, stores, ownDomains }),
  );
}

function describe({ person, place }: RecordParts): SearchView["items"] {
  if (place === undefined) return []; // an order of a custom store: no admin page that a composer could be about
  const { firstName, lastName } = person.customer;
  const customerName = [firstName, lastName].filter((part) => part !== undefined && part !== "").join(" ");
  const { name, placedAtMs } = place.kind === "order" ? (person.order ?? {}) : {};
  return [
    {
      record: place,
      ...(name === undefined ? {} : { name }),
      ...(customerName === "" ? {} : { customerName }),
      ...(placedAtMs === undefined ? {} : { at: toIso(placedAtMs) }),
    },
  ];
}
