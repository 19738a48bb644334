import type { DomainView } from "../../shared/contract/links.ts";
import { readShortDomain } from "../domain/short-domain.ts";
import { bringDomain, dropDomain } from "../domains/bring-domain.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { type DomainOfMerchant, findDomain, listDomainsOfMerchant, setPrimaryDomain } from "../tables/short-domains.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

/** `PUT /v1/domains/{host}`: brings a host, or asks again how far it is; one that serves becomes the one that texts print. */
export async function putDomain(request: RouteRequest, { env, merchant, nowMs }: ApiContext): Promise<Response> {
  const host = readShortDomain(getParam(request, "host"), new URL(env.BASE_URL).hostname);
  if (host === undefined) {
    throw new ProblemError({
      type: "/problems/invalid-domain",
      title: "This can be no short domain",
      status: 422,
      errors: [{ path: "host", message: "must be a domain of your own, such as go.acme.com" }],
    });
  }
  const domain = await bringDomain(env, { merchantId: merchant.id, host, nowMs });
  const isPrimary = domain.status === "active";
  if (isPrimary) {
    await setPrimaryDomain(env.DB, merchant.id, host);
    forgetMerchant(merchant.id);
  }
  return jsonResponse(viewDomain(domain, isPrimary ? host : merchant.shortDomain));
}

/** `GET /v1/domains` */
export async function listDomains(_: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const domains = await listDomainsOfMerchant(env.DB, merchant.id);
  return jsonResponse({ items: domains.map((domain) => viewDomain(domain, merchant.shortDomain)) });
}

/** `DELETE /v1/domains/{host}` */
export async function removeDomain(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const domain = await findDomain(env.DB, getParam(request, "host").toLowerCase());
  if (domain?.merchantId !== merchant.id) {
    throw new ProblemError({ type: "/problems/unknown-domain", title: "No such domain", status: 404 });
  }
  await dropDomain(env, domain);
  return jsonResponse({ host: domain.host });
}

function viewDomain({ host, status, records }: DomainOfMerchant, primary: string | undefined): DomainView {
  return { host, status, primary: host === primary, records };
}
