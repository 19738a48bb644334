import * as z from "zod";
import { decodeBase64 } from "../crypto/hmac.ts";

const secret = z.string().min(8).max(512);

export const ShopifyInput = z.strictObject({
  shop: z
    .string()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, "the shop's own address, such as acme.myshopify.com"),
  webhookSecret: secret,
  /** Good for another hour; left out, the one that is replaced is. */
  previousSecret: secret.optional(),
  /** Of the Admin API, to read orders, draft orders and customers. Left out, a known one stays; null forgets it. */
  accessToken: secret.nullish(),
});

export const WooCommerceInput = z
  .strictObject({
    /** The site's address as its admin has it, with its folder. */
    shop: z
      .string()
      .max(255)
      .transform(readSite)
      .pipe(z.string({ error: "the site's address, such as acme.com or acme.com/shop" })),
    webhookSecret: secret,
    /** Of the REST API, with the right to read. Left out, known ones stay; null forgets them. */
    consumerKey: z
      .string()
      .regex(/^ck_\w{8,128}$/, "a consumer key: ck_ and letters and digits")
      .nullish(),
    consumerSecret: z
      .string()
      .regex(/^cs_\w{8,128}$/, "a consumer secret: cs_ and letters and digits")
      .nullish(),
  })
  .refine(
    ({ consumerKey, consumerSecret }) =>
      typeof consumerKey === typeof consumerSecret && (consumerKey === null) === (consumerSecret === null),
    {
      path: ["consumerSecret"],
      message: "consumerKey and consumerSecret come together",
    },
  );

export const BigCommerceInput = z.strictObject({
  /** The store's hash, alone or as its admin's address. */
  shop: z
    .string()
    .max(255)
    .transform(readStoreHash)
    .pipe(z.string({ error: "the store's hash, such as abc123 of store-abc123.mybigcommerce.com" })),
  /** The app's client secret, or what the webhooks bear as X-Aftertext-Secret. */
  webhookSecret: secret,
  /** Needed: a webhook names a record and leaves the rest to be asked for. Left out, a known one stays. */
  accessToken: secret.optional(),
});

/** Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md, "Signing secret": 24 to 64 bytes. */
export const StandardSecret = z.string().refine(isStandardSecret, "whsec_ and the base64 of 24 to 64 bytes");

export const CustomStoreInput = z.strictObject({
  secret: StandardSecret,
  shop: z.string().min(1).max(100).optional(),
});

/** Host, port and folder, as the address of an admin page names the shop (shared/admin-page.ts). */
function readSite(text: string): string | undefined {
  const address = text.trim();
  const url = /^https?:\/\//i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(url)) return undefined;
  const { username, password, search, hash, host, pathname } = new URL(url);
  if (username !== "" || password !== "" || search !== "" || hash !== "") return undefined;
  const folder = pathname.replace(/\/wp-(?:admin|json)(?:\/.*)?$/, "").replace(/\/+$/, "");
  return host === "" ? undefined : host + folder;
}

function readStoreHash(text: string): string | undefined {
  const address = text.trim().toLowerCase();
  return /^(?:(?:https:\/\/)?store-|stores\/)?([a-z0-9]{3,40})(?:\.mybigcommerce\.com(?:\/.*)?)?$/.exec(address)?.[1];
}

function isStandardSecret(text: string): boolean {
  const bytes = text.startsWith("whsec_") ? decodeBase64(text.slice("whsec_".length)) : undefined;
  return bytes !== undefined && bytes.length >= 24 && bytes.length <= 64;
}
