import * as z from "zod";
import { OfferInput } from "../../shared/contract/offers.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { findMerchantRow, updateNamed } from "../tables/merchants.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

const MOST_OFFERS = 50;

export const OfferView = z.object({ key: z.string() }).and(OfferInput);
export const OffersView = z.object({ items: z.array(OfferView) });

export async function listOffers(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const current = await findMerchantRow(env.DB, merchant.id);
  return jsonResponse({ items: Object.entries(current?.offers ?? {}).map(([key, offer]) => ({ key, ...offer })) });
}

export async function replaceOffer(
  request: RouteRequest,
  { env, merchant }: ApiContext,
  offer: OfferInput,
): Promise<Response> {
  const key = getParam(request, "key");
  if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(key)) {
    throw invalidRequest([{ path: "key", message: "lower-case letters, digits, - and _" }]);
  }
  const known = (await findMerchantRow(env.DB, merchant.id))?.offers ?? {};
  const isNew = known[key] === undefined;
  if (isNew && Object.keys(known).length >= MOST_OFFERS) {
    throw invalidRequest([{ path: "key", message: `is one more than ${MOST_OFFERS}: delete another offer first` }]);
  }
  await updateNamed(env.DB, { merchantId: merchant.id, kind: "offers", key }, offer);
  forgetMerchant(merchant.id);
  return jsonResponse({ key, ...offer }, isNew ? 201 : 200);
}

export async function deleteOffer(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const key = getParam(request, "key");
  const known = (await findMerchantRow(env.DB, merchant.id))?.offers ?? {};
  if (known[key] === undefined) {
    throw new ProblemError({ type: "/problems/unknown-offer", title: "No such offer", status: 404 });
  }
  await updateNamed(env.DB, { merchantId: merchant.id, kind: "offers", key }, undefined);
  forgetMerchant(merchant.id);
  return new Response(null, { status: 204 });
}
