import { type IRequest, Router } from "itty-router";
import * as z from "zod";
import { benchClock } from "./local-clock.ts";
import type { Body, FindRecord } from "./store-api.ts";

export type ListRecords = (kind: string) => Promise<readonly (readonly [id: string, body: Body])[]>;

/** Orders, their refunds, customers and webhooks of REST v3: woocommerce.github.io/woocommerce-rest-api-docs. */
export const readWooCommerce = Router<IRequest, [FindRecord, ListRecords]>({
  base: "/bench/store-api/woocommerce/:shop/wp-json/wc/v3",
})
  .get("/orders", async ({ query }, _, list) => {
    const asked = OrdersQuery.safeParse(query).data;
    return asked === undefined ? invalidParam() : listOrders(asked, await list("order"));
  })
  .get("/orders/:id", async ({ params }, find) => {
    const body = await find("order", params.id);
    if (body === undefined) return wooError("woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
    return json(writeOrder(params.id ?? "", body));
  })
  .get("/orders/:id/refunds", async ({ params }, find) => {
    const refunds = readRefunds(await find("order", params.id));
    return Response.json(refunds.map(({ total: _, ...refund }) => refund));
  })
  .get("/orders/:id/refunds/:refund", async ({ params }, find) => {
    const refunds = readRefunds(await find("order", params.id));
    const found = refunds.find(({ id }) => String(id) === params.refund);
    if (found === undefined)
      return wooError("woocommerce_rest_shop_order_refund_invalid_id", "Invalid order refund ID.");
    const { total: _, ...refund } = found;
    return Response.json(refund);
  })
  .get("/customers/:id", async ({ params }, find) => {
    const body = await find("customer", params.id);
    return body === undefined ? wooError("woocommerce_rest_invalid_id", "Invalid resource ID.") : Response.json(body);
  })
  .get("/webhooks", async (_request, _find, list) => {
    return Response.json((await list("webhook")).map(([id, body]) => ({ ...body, id: Number(id) })));
  });

const localTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);

/** Of WC_REST_CRUD_Controller::get_collection_params() what is asked for; a site in any zone but GMT needs `dates_are_gmt`. */
const OrdersQuery = z.object({
  modified_after: localTime.optional(),
  modified_before: localTime.optional(),
  dates_are_gmt: z.literal("true"),
  orderby: z.literal("modified"),
  order: z.enum(["asc", "desc"]).default("desc"),
  per_page: z.coerce.number().int().min(1).max(100).default(10),
  page: z.coerce.number().int().min(1).default(1),
});

function listOrders(
  { modified_after: after, modified_before: before, order, per_page: perPage, page }: z.output<typeof OrdersQuery>,
  records: Awaited<ReturnType<ListRecords>>,
): Response {
  const found = records
    .map(([id, body]) => ({ id, body, modified: String(body.date_modified_gmt ?? "") }))
    .filter(({ modified }) => (after === undefined || modified > after) && (before === undefined || modified < before))
    .filter(({ body }) => body.status !== "trash")
    .sort((a, b) => a.modified.localeCompare(b.modified) || (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  if (order === "desc") found.reverse();
  const shown = found.slice((page - 1) * perPage, page * perPage);
  return json(`[${shown.map(({ id, body }) => writeOrder(id, body)).join(",")}]`, {
    "X-WP-Total": String(found.length),
    "X-WP-TotalPages": String(Math.ceil(found.length / perPage)),
    Date: new Date(benchClock.nowMs()).toUTCString(),
  });
}

/** As text: an id may be longer than a JavaScript number holds. Of a refund an order's own body has no more than this. */
function writeOrder(id: string, body: Body): string {
  const refunds = readRefunds(body).map(({ id: refundId, reason = "", total, amount }) => ({
    id: refundId,
    reason,
    total: total ?? `-${String(amount)}`,
  }));
  const { id: _, ...rest } = body;
  if (rest.refunds !== undefined) rest.refunds = refunds;
  return `{"id":${id},${JSON.stringify(rest).slice(1)}`;
}

function readRefunds(body: Body | undefined): readonly Body[] {
  return z.array(z.record(z.string(), z.unknown())).safeParse(body?.refunds).data ?? [];
}

function json(text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(text, { headers: { "content-type": "application/json; charset=UTF-8", ...headers } });
}

function invalidParam(): Response {
  return Response.json(
    { code: "rest_invalid_param", message: "Invalid parameter(s)", data: { status: 400 } },
    { status: 400 },
  );
}

function wooError(code: string, message: string): Response {
  return Response.json({ code, message, data: { status: 404 } }, { status: 404 });
}
