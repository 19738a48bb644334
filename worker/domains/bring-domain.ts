import { clock } from "../clock.ts";
import { forgetDomains } from "../links/link-facts.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { claimDomain, type DomainOfMerchant, deleteDomain, findDomain, updateDomain } from "../tables/short-domains.ts";
import { type HostnamesEnv, openHostnames } from "./custom-hostnames.ts";
import { domainTaken } from "./domain-problems.ts";

type DomainEnv = HostnamesEnv & Pick<Env, "DB">;

/** Makes a host a merchant's, or asks how far it is; no host is ever two merchants'. */
export async function bringDomain(
  env: DomainEnv,
  { merchantId, host, nowMs }: { readonly merchantId: string; readonly host: string; readonly nowMs: number },
): Promise<DomainOfMerchant> {
  const hostnames = openHostnames(env);
  await claimDomain(env.DB, { host, merchantId, status: "pending", createdAtMs: nowMs });
  const claimed = await findDomain(env.DB, host);
  if (claimed?.merchantId !== merchantId) throw domainTaken();
  return claimed.status === "active" ? claimed : checkDomain(env, claimed, hostnames);
}

/** Asks how far a pending domain is, and lets it serve once it may. */
export async function checkDomain(
  env: DomainEnv,
  domain: DomainOfMerchant,
  hostnames = openHostnames(env),
): Promise<DomainOfMerchant> {
  const { host, merchantId, hostnameId } = domain;
  const state =
    (hostnameId === undefined ? undefined : await hostnames.look(hostnameId)) ?? (await hostnames.add(host));
  const news: DomainOfMerchant = {
    ...domain,
    status: state.isActive ? "active" : "pending",
    hostnameId: state.id,
    records: [...state.records],
  };
  await updateDomain(env.DB, { ...news, checkedMachineMs: clock.machineNowMs() });
  forgetMerchant(merchantId);
  forgetDomains();
  return news;
}

/** The host serves nobody any more; its links are kept, and nobody else's domain shows them. */
export async function dropDomain(
  env: DomainEnv,
  { host, merchantId, hostnameId }: Pick<DomainOfMerchant, "host" | "merchantId" | "hostnameId">,
): Promise<void> {
  if (hostnameId !== undefined) await openHostnames(env).remove(hostnameId);
  await deleteDomain(env.DB, merchantId, host);
  forgetMerchant(merchantId);
  forgetDomains();
}
