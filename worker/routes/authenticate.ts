import { clock } from "../clock.ts";
import { hashApiKey } from "../crypto/api-key.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { findMerchantIdOfKey } from "../tables/api-keys.ts";

/** The merchant whose API key the request bears (RFC 6750, 2.1); a 401 problem otherwise, whatever is wrong with it. */
export async function authenticate(request: Request, env: Env): Promise<MerchantRules> {
  const apiKey = readBearer(request);
  const merchantId = apiKey === undefined ? undefined : await findMerchantId(env, apiKey);
  const merchant = merchantId === undefined ? undefined : await findMerchant(env, merchantId);
  if (merchant === undefined) throw unauthorized("an API key");
  return merchant;
}

export function readBearer(request: Request): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

export function unauthorized(what: string): ProblemError {
  const detail = `Send ${what} as "Authorization: Bearer …".`;
  return new ProblemError({ type: "/problems/unauthorized", title: "Who asks is not known", status: 401, detail });
}

/** A revoked key works for no longer than this elsewhere (machine time). */
const MAX_AGE_MS = 1_000;
const MAX_KEYS = 1_000;
const known = new Map<string, { readonly merchantId: string; readonly readAtMs: number }>();

async function findMerchantId(env: Env, apiKey: string): Promise<string | undefined> {
  const keyHash = await hashApiKey(apiKey);
  const startedAtMs = clock.machineNowMs();
  const cached = known.get(keyHash);
  if (cached !== undefined && startedAtMs - cached.readAtMs < MAX_AGE_MS) return cached.merchantId;
  const merchantId = await findMerchantIdOfKey(env.DB, keyHash);
  if (known.size >= MAX_KEYS) known.clear();
  if (merchantId === undefined) known.delete(keyHash);
  else known.set(keyHash, { merchantId, readAtMs: startedAtMs });
  return merchantId;
}
