import { type IRequest, Router } from "itty-router";
import * as z from "zod";
import { openCredentials } from "../merchants/credentials.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";
import { readBigCommerce } from "./store-api-bigcommerce.ts";

const platforms = ["shopify", "woocommerce", "bigcommerce"] as const;
type Platform = (typeof platforms)[number];

export const StoreRecord = z.strictObject({
  platform: z.enum(platforms),
  shop: z.string().min(1).max(255),
  kind: z.enum(["order", "draft_order", "customer"]),
  id: z.string().regex(/^\d{1,20}$/),
  /** As the vendor's own API would show it; a BigCommerce order with its lists inside. */
  body: z.record(z.string(), z.json()),
});

export const StoreState = z.strictObject({
  platform: z.enum(platforms),
  shop: z.string().min(1).max(255),
  state: z.enum(["up", "down"]),
});

/** What a store's API shows from now on. */
export async function keepStoreRecord(env: LocalEnv, record: z.output<typeof StoreRecord>) {
  await getBenchState(env).keep(recordName(record), record.body);
  const { platform, shop, kind, id } = record;
  return { platform, shop, kind, id };
}

/** An API that is down answers 503 to everything. */
export async function setStoreState(env: LocalEnv, { platform, shop, state }: z.output<typeof StoreState>) {
  await getBenchState(env).keep(stateName(platform, shop), state);
  return { platform, shop, state };
}

/** The stores' own read addresses, below `/bench/store-api/<platform>/<shop>`. Undefined for any other address. */
export async function answerStoreApi(request: Request, env: LocalEnv): Promise<Response | undefined> {
  const [, , , platform, shop] = new URL(request.url).pathname.split("/");
  const known = z.enum(platforms).safeParse(platform).data;
  if (known === undefined || shop === undefined) return undefined;
  const store = { platform: known, shop: decodeURIComponent(shop) };
  if ((await getBenchState(env).find(stateName(store.platform, store.shop))) === "down") {
    return new Response("Service Unavailable", { status: 503 });
  }
  if (!(await isAuthentic(request, env, store))) return Response.json(unauthenticated[known], { status: 401 });
  const find = async (kind: string, id: string | undefined): Promise<Body | undefined> => {
    return Body.safeParse(await getBenchState(env).find(recordName({ ...store, kind, id: id ?? "" }))).data;
  };
  return routers[known].fetch(request, find);
}

const Body = z.record(z.string(), z.unknown());
export type Body = z.infer<typeof Body>;
export type FindRecord = (kind: string, id: string | undefined) => Promise<Body | undefined>;

const shopify = Router<IRequest, [FindRecord]>({ base: "/bench/store-api/shopify/:shop/admin/api/:version" })
  .get("/orders/:id.json", async ({ params }, find) => wrap("order", await find("order", params.id)))
  .get("/draft_orders/:id.json", async ({ params }, find) => wrap("draft_order", await find("draft_order", params.id)))
  .get("/customers/:id.json", async ({ params }, find) => wrap("customer", await find("customer", params.id)));

function wrap(key: string, body: Body | undefined): Response {
  return body === undefined ? Response.json({ errors: "Not Found" }, { status: 404 }) : Response.json({ [key]: body });
}

const woocommerce = Router<IRequest, [FindRecord]>({ base: "/bench/store-api/woocommerce/:shop/wp-json/wc/v3" })
  .get("/orders/:id", async ({ params }, find) => {
    const body = await find("order", params.id);
    return body === undefined ? wooError("woocommerce_rest_shop_order_invalid_id", "Invalid ID.") : Response.json(body);
  })
  .get("/orders/:id/refunds", async ({ params }, find) => {
    const body = await find("order", params.id);
    return Response.json(body?.refunds ?? []);
  })
  .get("/customers/:id", async ({ params }, find) => {
    const body = await find("customer", params.id);
    return body === undefined ? wooError("woocommerce_rest_invalid_id", "Invalid resource ID.") : Response.json(body);
  });

function wooError(code: string, message: string): Response {
  return Response.json({ code, message, data: { status: 404 } }, { status: 404 });
}

const routers = { shopify, woocommerce, bigcommerce: readBigCommerce } as const;

const unauthenticated = {
  shopify: { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
  woocommerce: {
    code: "woocommerce_rest_cannot_view",
    message: "Sorry, you cannot view this resource.",
    data: { status: 401 },
  },
  bigcommerce: { status: 401, title: "X-Auth-Client and X-Auth-Token headers are required" },
} as const;

/** With what any merchant who has connected this shop has for it. */
async function isAuthentic(
  { headers }: Request,
  env: LocalEnv,
  { platform, shop }: { readonly platform: Platform; readonly shop: string },
): Promise<boolean> {
  const { results } = await env.DB.prepare(
    "SELECT merchant_id FROM credentials WHERE kind = ?1 AND account = ?2 COLLATE NOCASE",
  )
    .bind(`store:${platform}`, shop)
    .all<{ merchant_id: string }>();
  for (const { merchant_id: merchantId } of results) {
    if (await isOpenedBy(headers, env, merchantId, platform)) return true;
  }
  return false;
}

async function isOpenedBy(headers: Headers, env: LocalEnv, merchantId: string, platform: Platform): Promise<boolean> {
  if (platform === "woocommerce") {
    const api = (await openCredentials(env, merchantId, "store:woocommerce"))?.api;
    return (
      api !== undefined && headers.get("authorization") === `Basic ${btoa(`${api.consumerKey}:${api.consumerSecret}`)}`
    );
  }
  const token = (await openCredentials(env, merchantId, `store:${platform}`))?.accessToken;
  return (
    token !== undefined && headers.get(platform === "shopify" ? "x-shopify-access-token" : "x-auth-token") === token
  );
}

function recordName({
  platform,
  shop,
  kind,
  id,
}: Omit<z.output<typeof StoreRecord>, "body" | "kind"> & { readonly kind: string }) {
  return `store-record:${platform}:${shop.toLowerCase()}:${kind}:${id}`;
}

function stateName(platform: string, shop: string): string {
  return `store-state:${platform}:${shop.toLowerCase()}`;
}
