import { dropAccessToken } from "./access-token.ts";
import { type Answer, ask, readAnswer } from "./api.ts";
import { type Connection, findConnection, findLegacyKey, forgetConnection, storeConnection } from "./connection.ts";
import { devicesAnswer } from "./devices-answer.ts";
import { merchantAnswer } from "./merchant-answer.ts";
import { inSessionLock, isOlderThanDevices, keepApiKey, keepTokens, registerDevice } from "./renewal.ts";
import { dropSecret, keepSecret } from "./secret-store.ts";
import { authorizedFetch } from "./session.ts";
import type { Shape } from "./shape.ts";

/** Makes this browser a device of the merchant whose API key this is. The key is used twice and kept nowhere. */
export async function pair(base: string, apiKey: string, signal: AbortSignal): Promise<Answer<Connection>> {
  const init: RequestInit = {
    headers: { accept: "application/json", authorization: `Bearer ${apiKey}` },
    credentials: "omit",
    cache: "no-store",
    redirect: "error", // the key belongs to this origin and to no other
  };
  const me = (timely: AbortSignal) => fetch(new URL("/v1/me", base), { ...init, signal: timely });
  const merchant = await readAnswer(me, merchantAnswer, signal);
  if (merchant.kind === "failed") return merchant;
  return inSessionLock(async () => {
    const registering = registerDevice(base, apiKey);
    const device = await readAnswer(() => registering, anything, signal);
    const isOlder = await registering.then(isOlderThanDevices, () => false);
    if (isOlder) await keepApiKey(base, apiKey);
    else if (device.kind === "failed") return device;
    else if (!(await keepTokens(base, device.value))) return { kind: "failed", failure: { kind: "foreign" } };
    const connection = { base, merchantName: merchant.value.name };
    await storeConnection(connection);
    return { kind: "answered", value: connection };
  });
}

/** Ends the pairing here, and at the server if it can be reached: nobody should have to wonder whose device that is. */
export async function unpair(): Promise<void> {
  await revokeOwnDevice().catch(() => undefined); // unreachable: it can still be revoked from elsewhere
  await inSessionLock(async () => {
    await dropSecret();
    await dropAccessToken();
    await forgetConnection();
  });
}

/** Version 0.1.0 kept the API key beside the connection; it becomes a device with the next request. */
export async function adoptLegacyKey(): Promise<void> {
  await inSessionLock(async () => {
    const legacy = await findLegacyKey();
    if (legacy === undefined) return;
    await keepSecret({ kind: "apiKey", base: legacy.base, value: legacy.key });
    await storeConnection(legacy); // without the key
  });
}

const GOODBYE_MS = 3_000;
const anything: Shape<unknown> = (value) => value;

async function revokeOwnDevice(): Promise<void> {
  const connection = await findConnection();
  if (connection === undefined) return;
  const devices = await ask(connection, "/v1/devices", devicesAnswer, AbortSignal.timeout(GOODBYE_MS));
  const own = devices.kind === "answered" ? devices.value.items.find(({ current }) => current) : undefined;
  if (own === undefined) return;
  const init = { method: "DELETE", signal: AbortSignal.timeout(GOODBYE_MS) };
  await authorizedFetch(`/v1/devices/${encodeURIComponent(own.id)}`, init);
}
