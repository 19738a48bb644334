import * as z from "zod";
import { clock } from "../clock.ts";
import { open, seal } from "../crypto/vault.ts";
import { type CredentialKind, findCredential, putCredential } from "../tables/credentials.ts";

/** What is sealed, by kind. */
const schemas = {
  gateway: z.strictObject({
    kind: z.literal("twilio"),
    accountSid: z.string(),
    authToken: z.string(),
    /** A number, a short code, a name, or a Messaging Service's sid. */
    sender: z.string(),
  }),
  "store:shopify": z.strictObject({
    shop: z.string(),
    webhookSecret: z.string(),
    /** The one before, while the store may still sign with it (machine time). */
    previous: z.strictObject({ secret: z.string(), untilMs: z.number() }).optional(),
    /** Of the Admin API. */
    accessToken: z.string().optional(),
  }),
  "store:woocommerce": z.strictObject({
    /** The site's host, port and folder. */
    shop: z.string(),
    webhookSecret: z.string(),
    api: z.strictObject({ consumerKey: z.string(), consumerSecret: z.string() }).optional(),
  }),
  "store:bigcommerce": z.strictObject({
    /** The store's hash. */
    shop: z.string(),
    webhookSecret: z.string(),
    accessToken: z.string().optional(),
  }),
  "store:custom": z.strictObject({ shop: z.string(), secret: z.string() }),
  "destination:webhook": z.strictObject({ url: z.string(), secret: z.string() }),
} satisfies Record<CredentialKind, z.ZodType>;

export type SecretsByKind = { readonly [Kind in CredentialKind]: z.output<(typeof schemas)[Kind]> };

/** As with a merchant's rules, no isolate believes what it read for longer (machine time). */
const MAX_AGE_MS = 1_000;
const MAX_KEPT = 2_000;

const opened = new Map<string, { readonly secrets: unknown; readonly readAtMs: number }>();
let writes = 0;

/** At most `maxAgeMs` old, for every text, receipt and webhook asks; undefined where the merchant has connected none of this kind. */
export async function openCredentials<Kind extends CredentialKind>(
  env: Pick<Env, "DB" | "SEAL_KEYS">,
  merchantId: string,
  kind: Kind,
  maxAgeMs = MAX_AGE_MS,
): Promise<SecretsByKind[Kind] | undefined> {
  const name = rowName(merchantId, kind);
  const startedAtMs = clock.machineNowMs();
  const known = opened.get(name);
  if (known !== undefined && startedAtMs - known.readAtMs < maxAgeMs) {
    return known.secrets as SecretsByKind[Kind]; // kept below, under this kind's own name
  }
  const writesBefore = writes;
  const row = await findCredential(env.DB, merchantId, kind);
  if (row === undefined) return undefined;
  const text: unknown = JSON.parse(await open(env, row.sealed, name));
  const secrets = schemas[kind].parse(text) as SecretsByKind[Kind]; // TypeScript does not follow the key through the table
  // What was read while somebody wrote may be from before.
  if (writes === writesBefore) {
    if (opened.size >= MAX_KEPT) opened.clear();
    opened.set(name, { secrets, readAtMs: startedAtMs });
  }
  return secrets;
}

/** After all state was emptied, or behind this module's back. */
export function forgetCredentials(): void {
  writes += 1;
  opened.clear();
}

/** Replaces what was there. `account` stands in the open: an account's sid, a shop's domain. */
export async function sealCredentials<Kind extends CredentialKind>(
  env: Pick<Env, "DB" | "SEAL_KEYS">,
  { merchantId, kind, account }: { readonly merchantId: string; readonly kind: Kind; readonly account: string },
  secrets: SecretsByKind[Kind],
  machineNowMs: number,
): Promise<void> {
  const sealed = await seal(env, JSON.stringify(secrets), rowName(merchantId, kind));
  await putCredential(env.DB, { merchantId, kind, account, sealed, updatedAtMs: machineNowMs });
  forgetCredentials();
}

/** The secrets that may have signed a store's webhook now; the age is that of `openCredentials`. */
export async function listWebhookSecrets(
  env: Pick<Env, "DB" | "SEAL_KEYS">,
  merchantId: string,
  store: "shopify" | "woocommerce" | "bigcommerce" | "custom",
  maxAgeMs?: number,
): Promise<readonly string[]> {
  switch (store) {
    case "shopify": {
      const known = await openCredentials(env, merchantId, "store:shopify", maxAgeMs);
      if (known === undefined) return [];
      const { webhookSecret, previous } = known;
      const isOver = previous === undefined || clock.machineNowMs() >= previous.untilMs;
      return isOver ? [webhookSecret] : [webhookSecret, previous.secret];
    }
    case "woocommerce":
    case "bigcommerce": {
      const known = await openCredentials(env, merchantId, `store:${store}`, maxAgeMs);
      return known === undefined ? [] : [known.webhookSecret];
    }
    case "custom": {
      const known = await openCredentials(env, merchantId, "store:custom", maxAgeMs);
      return known === undefined ? [] : [known.secret];
    }
  }
}

function rowName(merchantId: string, kind: CredentialKind): string {
  return `credentials/${merchantId}/${kind}`;
}
