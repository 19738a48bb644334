import { type IRequest, Router } from "itty-router";
import type { Body, FindRecord } from "./store-api.ts";

/** Orders v2 and customers v3: docs.bigcommerce.com, REST Management. */
export const readBigCommerce = Router<IRequest, [FindRecord]>({ base: "/bench/store-api/bigcommerce/:shop" })
  .get("/v2/orders/:id", async ({ params }, find) => {
    const body = await find("order", params.id);
    if (body === undefined) return missing();
    const { products, shipping_addresses, shipments, refunds, ...order } = body;
    const link = (name: string) => ({ resource: `/orders/${params.id}/${name}` });
    return Response.json({ ...order, products: link("products"), shipping_addresses: link("shipping_addresses") });
  })
  .get("/v2/orders/:id/:list", async ({ params, query }, find) => {
    const body = await find("order", params.id);
    if (body === undefined) return missing();
    const all = listOf(body, params.list ?? "");
    const limit = Number(query.limit ?? 50);
    const page = all.slice((Number(query.page ?? 1) - 1) * limit).slice(0, limit);
    // An empty list of v2 has no body.
    return page.length === 0 ? new Response(null, { status: 204 }) : Response.json(page);
  })
  .get("/v3/orders/:id/payment_actions/refunds", async ({ params }, find) => {
    const body = await find("order", params.id);
    return Response.json({ data: body === undefined ? [] : listOf(body, "refunds"), meta: {} });
  })
  .get("/v3/customers", async ({ query }, find) => {
    const ids = String(query["id:in"] ?? "").split(",");
    const found = await Promise.all(ids.map((id) => find("customer", id)));
    return Response.json({ data: found.filter((body) => body !== undefined), meta: {} });
  });

function listOf(body: Body, name: string): readonly unknown[] {
  const list = body[name];
  return Array.isArray(list) ? list : [];
}

function missing(): Response {
  return Response.json([{ status: 404, message: "The requested resource was not found." }], { status: 404 });
}
