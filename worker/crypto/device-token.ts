import { keyedHash } from "./keyed-hash.ts";
import { isSameSecret } from "./same-secret.ts";

/** How long an access token is good for (machine time). */
export const ACCESS_MS = 15 * 60_000;

type HashKey = Pick<Env, "HASH_KEY">;

export interface AccessClaim {
  readonly deviceId: string;
  readonly expiresAtMs: number;
}

/**
 * Names its device and its end, and bears our own mark over both: nothing of it is kept, and what has run out is told from what
 * never was good. Whether the device still is one is asked at each use.
 */
export async function makeAccessToken(env: HashKey, { deviceId, expiresAtMs }: AccessClaim): Promise<string> {
  const claim = `${deviceId}.${expiresAtMs.toString(36)}`;
  return `${ACCESS_PREFIX}${claim}.${await keyedHash(env, "device-access", claim)}`;
}

/** Undefined for anything that we have not made. */
export async function readAccessToken(env: HashKey, token: string): Promise<AccessClaim | undefined> {
  const [, claim, deviceId, expires = "", mark] = /^atd_((d_[\w-]+)\.([0-9a-z]+))\.([\w-]{43})$/.exec(token) ?? [];
  if (claim === undefined || deviceId === undefined || mark === undefined) return undefined;
  const isOurs = await isSameSecret(mark, await keyedHash(env, "device-access", claim));
  return isOurs ? { deviceId, expiresAtMs: Number.parseInt(expires, 36) } : undefined;
}

export function isAccessToken(bearer: string): boolean {
  return bearer.startsWith(ACCESS_PREFIX);
}

/** 256 bits, the first of a device. */
export function makeRefreshToken(): string {
  const random = crypto.getRandomValues(new Uint8Array(32));
  return `${REFRESH_PREFIX}${random.toBase64({ alphabet: "base64url", omitPadding: true })}`;
}

/**
 * The token that follows another, the same each time: who asks again, because the answer was lost or from a second window, is
 * given the very same one, though none is kept. Without the token before and our key nobody can tell it.
 */
export async function succeedRefreshToken(env: HashKey, token: string): Promise<string> {
  return `${REFRESH_PREFIX}${await keyedHash(env, "device-refresh-successor", token)}`;
}

export function hashRefreshToken(env: HashKey, token: string): Promise<string> {
  return keyedHash(env, "device-refresh", token);
}

const ACCESS_PREFIX = "atd_";
const REFRESH_PREFIX = "atr_";
