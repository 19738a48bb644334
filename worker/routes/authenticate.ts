import { clock } from "../clock.ts";
import { hashApiKey } from "../crypto/api-key.ts";
import { isAccessToken, readAccessToken } from "../crypto/device-token.ts";
import type { MerchantRules } from "../domain/merchant-rules.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";
import { ProblemError } from "../problem.ts";
import { findMerchantIdOfKey } from "../tables/api-keys.ts";
import { findDevice } from "../tables/devices.ts";

/** Who asks: whoever holds an API key, or a device that was paired with one. */
export type Caller =
  | { readonly kind: "key"; readonly keyHash: string }
  | { readonly kind: "device"; readonly id: string; readonly name: string };

export interface Authenticated {
  readonly merchant: MerchantRules;
  readonly caller: Caller;
}

/** The merchant whose API key or device's token the request bears (RFC 6750, 2.1); a 401 problem otherwise. */
export async function authenticate(request: Request, env: Env): Promise<Authenticated> {
  const bearer = readBearer(request);
  if (bearer === undefined) throw unauthorized("an API key");
  const { merchantId, caller } = isAccessToken(bearer) ? await askDevice(env, bearer) : await askKey(env, bearer);
  const merchant = await findMerchant(env, merchantId);
  if (merchant === undefined) throw unauthorized("an API key");
  return { merchant, caller };
}

export function readBearer(request: Request): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

export function unauthorized(what: string): ProblemError {
  const detail = `Send ${what} as "Authorization: Bearer …".`;
  return new ProblemError({ type: "/problems/unauthorized", title: "Who asks is not known", status: 401, detail });
}

export function deviceRevoked(): ProblemError {
  const detail = "Its pairing was ended, or the API key that it was paired with is gone. Pair again with a connection.";
  return new ProblemError({
    type: "/problems/device-revoked",
    title: "This device is not paired any more",
    status: 401,
    detail,
  });
}

/** After a key or device was revoked: this isolate believes nothing that it read before. */
export function forgetCallers(): void {
  writes += 1;
  known.clear();
}

interface Known {
  readonly merchantId: string;
  readonly caller: Caller;
}

/** What was revoked works for no longer than this elsewhere (machine time). */
const MAX_AGE_MS = 1_000;
const MAX_KNOWN = 1_000;
const known = new Map<string, Known & { readonly readAtMs: number }>();
let writes = 0;

async function askKey(env: Env, apiKey: string): Promise<Known> {
  const keyHash = await hashApiKey(apiKey);
  return remember(keyHash, async () => {
    const merchantId = await findMerchantIdOfKey(env.DB, keyHash);
    if (merchantId === undefined) throw unauthorized("an API key");
    return { merchantId, caller: { kind: "key", keyHash } };
  });
}

/** A device that ended is told so first: a token that has run out would make it ask for another in vain. */
async function askDevice(env: Env, token: string): Promise<Known> {
  const claim = await readAccessToken(env, token);
  if (claim === undefined) throw unauthorized("a device's access token");
  const found = await remember(claim.deviceId, async () => {
    const device = await findDevice(env.DB, claim.deviceId);
    if (device === undefined || device.isRevoked) throw deviceRevoked();
    const { id, name, merchantId } = device;
    return { merchantId, caller: { kind: "device", id, name } };
  });
  if (clock.machineNowMs() < claim.expiresAtMs) return found;
  const detail = "Ask for another one with the device's refresh token: POST /v1/devices/token.";
  throw new ProblemError({
    type: "/problems/token-expired",
    title: "The access token has run out",
    status: 401,
    detail,
  });
}

async function remember(name: string, read: () => Promise<Known>): Promise<Known> {
  const startedAtMs = clock.machineNowMs();
  const cached = known.get(name);
  if (cached !== undefined && startedAtMs - cached.readAtMs < MAX_AGE_MS) return cached;
  known.delete(name);
  const writesBefore = writes;
  const found = await read();
  // What was read while somebody revoked may be from before.
  if (writes === writesBefore) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(name, { ...found, readAtMs: startedAtMs });
  }
  return found;
}
