import * as z from "zod";
import { TimeZone } from "../../shared/contract/primitives.ts";
import { clock } from "../clock.ts";
import { isTimeZone } from "../domain/zone-offsets.ts";
import { library } from "../flows/library.ts";
import { createMerchant } from "../merchants/create-merchant.ts";
import { sealCredentials } from "../merchants/credentials.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { getSimulator } from "./simulator-env.ts";

export const BenchMerchant = z.strictObject({
  name: z.string().min(1).max(100),
  timeZone: TimeZone.refine(isTimeZone, "an IANA time zone such as America/New_York"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  flows: z.enum(["default", "none"]),
  shortDomain: z.string().min(1).max(253).optional(),
  stores: z.strictObject({ shopify: z.strictObject({ shop: z.string().min(1).max(255) }).optional() }).optional(),
});

/** A merchant with everything connected: an account at the simulated gateway, a Shopify store and a custom one. */
export async function makeBenchMerchant(env: LocalEnv, input: z.output<typeof BenchMerchant>) {
  const isDefault = input.flows === "default";
  const merchant = await createMerchant(
    env,
    {
      name: input.name,
      timeZone: input.timeZone,
      country: input.country,
      currency: input.currency,
      shortDomain: input.shortDomain,
      siteUrl: undefined,
      isBench: true,
      policy: isDefault ? "shipped" : "off",
      flows: isDefault ? library : [],
    },
    benchClock.nowMs(),
  );
  const { merchantId } = merchant;
  const account = await getSimulator(env).register(merchantId, input.name);
  const shop = input.stores?.shopify?.shop ?? `${merchantId.toLowerCase().replaceAll(/[^a-z0-9]/g, "-")}.myshopify.com`;
  const webhookSecret = randomHex(32);
  const customSecret = `whsec_${crypto.getRandomValues(new Uint8Array(24)).toBase64()}`;
  const { accountSid, authToken, sender } = account;
  const machineNowMs = clock.machineNowMs();
  const gateway = { merchantId, kind: "gateway", account: accountSid } as const;
  await sealCredentials(env, gateway, { kind: "twilio", accountSid, authToken, sender }, machineNowMs);
  const shopify = { merchantId, kind: "store:shopify", account: shop } as const;
  await sealCredentials(env, shopify, { shop, webhookSecret }, machineNowMs);
  const custom = { merchantId, kind: "store:custom", account: "custom" } as const;
  await sealCredentials(env, custom, { shop: "custom", secret: customSecret }, machineNowMs);
  const hook = (store: string): string => `${env.BASE_URL}/hooks/${store}/${merchantId}`;
  return {
    ...merchant,
    sender: account.sender,
    shortDomain: input.shortDomain ?? new URL(env.BASE_URL).host,
    stores: {
      shopify: { url: hook("shopify"), secret: webhookSecret, shop },
      custom: { url: hook("custom"), secret: customSecret, shop: "custom" },
    },
  };
}

function randomHex(length: number): string {
  return crypto.getRandomValues(new Uint8Array(length)).toHex();
}
