import type { BlockedHostsInput } from "../../shared/contract/links.ts";
import { forgetShopFacts } from "../links/link-facts.ts";
import { listBlockedHosts, replaceBlockedHosts } from "../tables/blocked-hosts.ts";
import { setLinksStopped } from "../tables/merchants.ts";
import { jsonResponse } from "./json-response.ts";
import type { ApiContext, PublicContext, RouteRequest } from "./route.ts";

/** `POST /v1/links/stop`: every link of the merchant answers the page that says there is none, within two seconds everywhere. */
export function stopLinks(_: RouteRequest, context: ApiContext): Promise<Response> {
  return switchLinks(true, context);
}

/** `POST /v1/links/resume` */
export function resumeLinks(_: RouteRequest, context: ApiContext): Promise<Response> {
  return switchLinks(false, context);
}

async function switchLinks(stopped: boolean, { env, merchant }: ApiContext): Promise<Response> {
  await setLinksStopped(env.DB, merchant.id, stopped);
  forgetShopFacts(merchant.id);
  return jsonResponse({ stopped });
}

/** `GET /v1/links/blocked-hosts` */
export async function showBlockedHosts(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const [hosts, everywhere] = await Promise.all([listBlockedHosts(env.DB, merchant.id), listBlockedHosts(env.DB, "")]);
  return jsonResponse({ hosts, everywhere });
}

/** `PUT /v1/links/blocked-hosts` */
export async function putBlockedHosts(
  request: RouteRequest,
  context: ApiContext,
  { hosts }: BlockedHostsInput,
): Promise<Response> {
  await replaceBlockedHosts(context.env.DB, context.merchant.id, hosts);
  forgetShopFacts(context.merchant.id);
  return showBlockedHosts(request, context);
}

/** `PUT /admin/blocked-hosts`: for every merchant of the installation. */
export async function putBlockedHostsEverywhere(
  _: RouteRequest,
  { env }: PublicContext,
  { hosts }: BlockedHostsInput,
): Promise<Response> {
  await replaceBlockedHosts(env.DB, "", hosts);
  forgetShopFacts();
  return jsonResponse({ hosts: await listBlockedHosts(env.DB, "") });
}
