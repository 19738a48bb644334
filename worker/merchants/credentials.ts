import * as z from "zod";
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
  }),
  "store:custom": z.strictObject({ shop: z.string(), secret: z.string() }),
} satisfies Record<CredentialKind, z.ZodType>;

type SecretsByKind = { readonly [Kind in CredentialKind]: z.output<(typeof schemas)[Kind]> };

/** Undefined where the merchant has connected none of this kind. */
export async function openCredentials<Kind extends CredentialKind>(
  env: Pick<Env, "DB" | "SEAL_KEYS">,
  merchantId: string,
  kind: Kind,
): Promise<SecretsByKind[Kind] | undefined> {
  const row = await findCredential(env.DB, merchantId, kind);
  if (row === undefined) return undefined;
  const secrets: unknown = JSON.parse(await open(env, row.sealed, rowName(merchantId, kind)));
  return schemas[kind].parse(secrets) as SecretsByKind[Kind]; // TypeScript does not follow the key through the table
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
}

/** The secrets that may have signed a webhook now. */
export function listWebhookSecrets(
  { webhookSecret, previous }: SecretsByKind["store:shopify"],
  machineNowMs: number,
): readonly string[] {
  return previous === undefined || machineNowMs >= previous.untilMs
    ? [webhookSecret]
    : [webhookSecret, previous.secret];
}

function rowName(merchantId: string, kind: CredentialKind): string {
  return `credentials/${merchantId}/${kind}`;
}
