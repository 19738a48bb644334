import { customAlphabet } from "nanoid";
import type { Flow } from "../../shared/contract/flows.ts";
import { clock } from "../clock.ts";
import { hashApiKey, makeApiKey } from "../crypto/api-key.ts";
import { canonicalJson } from "../domain/canonical-json.ts";
import { openPolicy, shippedPolicy } from "../domain/default-policy.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { countryOfZone, currencyOfCountry } from "../domain/shop-defaults.ts";
import { domainTaken } from "../domains/domain-problems.ts";
import { forgetDomains } from "../links/link-facts.ts";
import { linkDomain } from "../links/short-url.ts";
import { insertApiKey } from "../tables/api-keys.ts";
import { insertFirstVersion } from "../tables/flow-versions.ts";
import { insertMerchant } from "../tables/merchants.ts";
import { findDomain, insertDomain } from "../tables/short-domains.ts";

export interface MerchantSetup {
  readonly name: string;
  /** IANA. */
  readonly timeZone: string;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly shortDomain?: string | undefined;
  readonly siteUrl?: string | undefined;
  readonly isBench?: boolean | undefined;
  readonly policy: "shipped" | "off";
  readonly flows: readonly { readonly flow: Flow; readonly isOn: boolean }[];
}

export interface CreatedMerchant {
  readonly merchantId: string;
  /** Only its hash is kept: nobody can read it again. */
  readonly apiKey: string;
  /** What the extension's one field takes. */
  readonly connection: string;
}

/** Makes a merchant, its first API key and its flows, all or nothing. */
export async function createMerchant(
  env: Pick<Env, "DB" | "BASE_URL">,
  setup: MerchantSetup,
  nowMs: number,
): Promise<CreatedMerchant> {
  // Made here: nanoid draws from the isolate's random numbers, which exist only inside a request.
  const merchantId = `m_${customAlphabet("23456789abcdefghjkmnpqrstuvwxyz", 12)()}`;
  const apiKey = makeApiKey();
  const country = setup.country ?? countryOfZone(setup.timeZone);
  const host = setup.shortDomain === undefined ? "" : linkDomain(setup.shortDomain, env.BASE_URL);
  if (host !== "" && (await findDomain(env.DB, host)) !== undefined) throw domainTaken();
  await env.DB.batch([
    insertMerchant(env.DB, {
      id: merchantId,
      name: setup.name,
      timeZone: setup.timeZone,
      country,
      currency: setup.currency ?? currencyOfCountry(country),
      siteUrl: setup.siteUrl,
      shortDomain: setup.shortDomain,
      isBench: setup.isBench ?? false,
      policy: setup.policy === "shipped" ? shippedPolicy : openPolicy,
      flows: describeFlows(setup.flows),
      createdAtMs: nowMs,
    }),
    ...(host === "" ? [] : [insertDomain(env.DB, { host, merchantId, status: "active", createdAtMs: nowMs })]),
    insertApiKey(env.DB, {
      keyHash: await hashApiKey(apiKey),
      merchantId,
      label: "first",
      createdAtMs: clock.machineNowMs(),
    }),
    ...setup.flows.map(({ flow }) =>
      insertFirstVersion(env.DB, { merchantId, key: flow.key, body: canonicalJson(flow), createdAtMs: nowMs }),
    ),
  ]);
  forgetDomains();
  return { merchantId, apiKey, connection: `${env.BASE_URL}#${apiKey}` };
}

function describeFlows(flows: MerchantSetup["flows"]): MerchantRules["flows"] {
  const entries = flows.map(({ flow, isOn }, order) => {
    const status = isOn ? ("live" as const) : ("off" as const);
    return [flow.key, { version: 1, status, order }] as const;
  });
  return Object.fromEntries(entries);
}
