import * as z from "zod";
import { HttpUrl, TimeZone } from "../../shared/contract/primitives.ts";
import { clock } from "../clock.ts";
import { isTimeZone } from "../domain/zone-offsets.ts";
import { library } from "../flows/library.ts";
import { pollEveryMs } from "../intake/poll-store.ts";
import { createMerchant } from "../merchants/create-merchant.ts";
import { sealCredentials } from "../merchants/credentials.ts";
import { floorSecond } from "../stores/woocommerce-position.ts";
import { startPoll } from "../tables/store-polls.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { getSimulator } from "./simulator-env.ts";

const Shop = z.strictObject({ shop: z.string().min(1).max(255) });

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
  /** Where a short domain's root leads; the given Shopify shop where it is not said. */
  siteUrl: HttpUrl.optional(),
  stores: z
    .strictObject({ shopify: Shop.optional(), woocommerce: Shop.optional(), bigcommerce: Shop.optional() })
    .optional(),
});

/** A merchant with everything connected: an account at the simulated gateway, and a store of every kind with its API. */
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
      siteUrl: input.siteUrl ?? siteOfShop(input.stores?.shopify?.shop),
      isBench: true,
      policy: isDefault ? "shipped" : "off",
      flows: isDefault ? library : [],
    },
    benchClock.nowMs(),
  );
  const { merchantId } = merchant;
  const account = await getSimulator(env).register(merchantId, input.name);
  const { accountSid, authToken, sender } = account;
  const gateway = { merchantId, kind: "gateway", account: accountSid } as const;
  await sealCredentials(env, gateway, { kind: "twilio", accountSid, authToken, sender }, clock.machineNowMs());
  return {
    ...merchant,
    sender: account.sender,
    shortDomain: input.shortDomain ?? new URL(env.BASE_URL).host,
    stores: await connectStores(env, merchantId, input.stores),
  };
}

function siteOfShop(shop: string | undefined): string | undefined {
  return shop === undefined ? undefined : `https://${shop}/`;
}

async function connectStores(env: LocalEnv, merchantId: string, given: z.output<typeof BenchMerchant>["stores"]) {
  const machineNowMs = clock.machineNowMs();
  const name = merchantId.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const hook = (store: string): string => `${env.BASE_URL}/hooks/${store}/${merchantId}`;
  const shops = {
    shopify: given?.shopify?.shop ?? `${name}.myshopify.com`,
    woocommerce: given?.woocommerce?.shop ?? `${name}.woo.test`,
    bigcommerce: given?.bigcommerce?.shop ?? name,
  };
  const webhookSecrets = { shopify: randomHex(32), woocommerce: randomHex(32), bigcommerce: randomHex(32) };
  const accessToken = randomHex(20);
  for (const store of ["shopify", "bigcommerce"] as const) {
    const place = { merchantId, kind: `store:${store}`, account: shops[store] } as const;
    const secrets = { shop: shops[store], webhookSecret: webhookSecrets[store], accessToken };
    await sealCredentials(env, place, secrets, machineNowMs);
  }
  const api = { consumerKey: `ck_${randomHex(20)}`, consumerSecret: `cs_${randomHex(20)}` };
  const site = { merchantId, kind: "store:woocommerce", account: shops.woocommerce } as const;
  const woo = { shop: shops.woocommerce, webhookSecret: webhookSecrets.woocommerce, api };
  await sealCredentials(env, site, woo, machineNowMs);
  const sinceMs = floorSecond(benchClock.nowMs());
  await startPoll(env.DB, {
    merchantId,
    shop: shops.woocommerce,
    sinceMs,
    nextMachineMs: machineNowMs + pollEveryMs,
  });
  const customSecret = `whsec_${crypto.getRandomValues(new Uint8Array(24)).toBase64()}`;
  const custom = { merchantId, kind: "store:custom", account: "custom" } as const;
  await sealCredentials(env, custom, { shop: "custom", secret: customSecret }, machineNowMs);
  return {
    shopify: { url: hook("shopify"), secret: webhookSecrets.shopify, shop: shops.shopify },
    woocommerce: { url: hook("woocommerce"), secret: webhookSecrets.woocommerce, shop: shops.woocommerce },
    bigcommerce: { url: hook("bigcommerce"), secret: webhookSecrets.bigcommerce, shop: shops.bigcommerce },
    custom: { url: hook("custom"), secret: customSecret, shop: "custom" },
  };
}

function randomHex(length: number): string {
  return crypto.getRandomValues(new Uint8Array(length)).toHex();
}
