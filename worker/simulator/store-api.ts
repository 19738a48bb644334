import { type IRequest, Router } from "itty-router";
import * as z from "zod";
import { openCredentials } from "../merchants/credentials.ts";
import { parseGmtMs } from "../stores/instant.ts";
import { getBenchState, type LocalEnv } from "./local-env.ts";
import { planPoll } from "./planned-polls.ts";
import { readBigCommerce } from "./store-api-bigcommerce.ts";
import { readWooCommerce } from "./store-api-woocommerce.ts";

const platforms = ["shopify", "woocommerce", "bigcommerce"] as const;
type Platform = (typeof platforms)[number];

export const StoreRecord = z.strictObject({
  platform: z.enum(platforms),
  shop: z.string().min(1).max(255),
  /** A webhook is WooCommerce's own record of it, with its `status` and `delivery_url`. */
  kind: z.enum(["order", "draft_order", "customer", "webhook"]),
  id: z.string().regex(/^\d{1,20}$/),
  /** As the vendor's own API would show it; a BigCommerce order with its lists inside. */
  body: z.record(z.string(), z.json()),
});

export const StoreState = z.strictObject({
  platform: z.enum(platforms),
  shop: z.string().min(1).max(255),
  state: z.enum(["up", "down", "refusing"]),
});

/** What a store's API shows from now on. */
export async function keepStoreRecord(env: LocalEnv, record: z.output<typeof StoreRecord>) {
  await getBenchState(env).keep(recordName(record), record.body);
  const { platform, shop, kind, id, body } = record;
  if (platform === "woocommerce") {
    const modified = body.date_modified_gmt;
    await planPoll(env, shop, typeof modified === "string" ? parseGmtMs(modified) : undefined);
  }
  return { platform, shop, kind, id };
}

/** An API that is down answers 503 to everything; one that refuses, 401. */
export async function setStoreState(env: LocalEnv, { platform, shop, state }: z.output<typeof StoreState>) {
  await getBenchState(env).keep(stateName(platform, shop), state);
  if (platform === "woocommerce") await planPoll(env, shop);
  return { platform, shop, state };
}

/** The stores' own read addresses, below `/bench/store-api/<platform>/<shop>`. Undefined for any other address. */
export async function answerStoreApi(request: Request, env: LocalEnv): Promise<Response | undefined> {
  const [, , , platform, shop] = new URL(request.url).pathname.split("/");
  const known = z.enum(platforms).safeParse(platform).data;
  if (known === undefined || shop === undefined) return undefined;
  const store = { platform: known, shop: decodeURIComponent(shop) };
  const state = await getBenchState(env).find(stateName(store.platform, store.shop));
  if (state === "down") return new Response("Service Unavailable", { status: 503 });
  if (state === "refusing" || !(await isAuthentic(request, env, store)))
    return Response.json(unauthenticated[known], { status: 401 });
  const find = async (kind: string, id: string | undefined): Promise<Body | undefined> => {
    return Body.safeParse(await getBenchState(env).find(recordName({ ...store, kind, id: id ?? "" }))).data;
  };
  if (known !== "woocommerce") return routers[known].fetch(request, find);
  const list = async (kind: string) => {
    const kept = await getBenchState(env).list(recordName({ ...store, kind, id: "" }));
    return kept.map(({ name, json }) => [name.slice(name.lastIndexOf(":") + 1), Body.parse(JSON.parse(json))] as const);
  };
  return readWooCommerce.fetch(request, find, list);
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

const routers = { shopify, bigcommerce: readBigCommerce } as const;

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
