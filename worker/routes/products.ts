import * as z from "zod";
import { ProductInput } from "../../shared/contract/products.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { findProducts, putProduct } from "../tables/products.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

export const ProductView = ProductInput.extend({ sku: z.string() });

export async function showProduct(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const sku = getParam(request, "sku");
  const product = (await findProducts(env.DB, merchant.id, [sku])).get(sku);
  if (product === undefined) {
    throw new ProblemError({ type: "/problems/unknown-product", title: "No such product", status: 404 });
  }
  return jsonResponse({ sku, ...product });
}

export async function replaceProduct(
  request: RouteRequest,
  { env, merchant }: ApiContext,
  product: ProductInput,
): Promise<Response> {
  const sku = getParam(request, "sku");
  if (sku.length > 128) throw invalidRequest([{ path: "sku", message: "must have at most 128 characters" }]);
  const isNew = await putProduct(env.DB, merchant.id, sku, product);
  forgetMerchant(merchant.id);
  return jsonResponse({ sku, ...product }, isNew ? 201 : 200);
}
