import { chooseRenewal, dropAccessToken, findAccessToken, keepAccessToken } from "./access-token.ts";
import { markConnectionEnded } from "./connection.ts";
import { nameDevice } from "./device-name.ts";
import { dropSecret, findSecret, keepSecret, type Secret } from "./secret-store.ts";
import { isProblem, type Renew, type Renewal } from "./session.ts";
import { findShape, instantMs, object, text } from "./shape.ts";

/** Gets the next access token, for whoever asks; never two at once, since a refresh token works once. For the background worker. */
export const renewAccess: Renew = (rejected) => inSessionLock(() => renewAlone(rejected));

/** One at a time in all of the extension: pages, side panels and the worker share the origin that the lock belongs to. */
export function inSessionLock<T>(act: () => Promise<T>): Promise<T> {
  return navigator.locks.request("session", act);
}

/** Turns an API key into a device of its own; from then on the key is not needed. */
export function registerDevice(base: string, apiKey: string): Promise<Response> {
  return post(base, "/v1/devices", { name: nameDevice(navigator.userAgent) }, apiKey);
}

/** Keeps what a new device, or a renewed one, was given. */
export async function keepTokens(base: string, answer: unknown): Promise<boolean> {
  const tokens = findShape(tokensShape, answer);
  if (tokens === undefined) return false;
  // In this order: the refresh token it came from is used up.
  await keepSecret({ kind: "refreshToken", base, value: tokens.refreshToken });
  const renewAtMs = chooseRenewal(tokens.accessExpiresAt, Date.now());
  await keepAccessToken({ base, token: tokens.accessToken, renewAtMs });
  return true;
}

/** For a Worker older than devices: the key itself goes with each request. Each hour it is asked whether it knows devices now. */
export async function keepApiKey(base: string, apiKey: string): Promise<void> {
  await keepSecret({ kind: "apiKey", base, value: apiKey });
  await keepAccessToken({ base, token: apiKey, renewAtMs: Date.now() + ASK_AGAIN_MS });
}

/** Whether the server has no such address: then it is older than devices. */
export function isOlderThanDevices({ status }: Response): boolean {
  return status === 404 || status === 405;
}

const ASK_AGAIN_MS = 3_600_000;
const TIMEOUT_MS = 10_000;
const tokensShape = object({ accessToken: text, accessExpiresAt: instantMs, refreshToken: text });

async function renewAlone(rejected: string | undefined): Promise<Renewal> {
  const current = await findAccessToken(Date.now());
  if (current !== undefined && current.token !== rejected) return { kind: "renewed" }; // another window was faster
  const secret = await findSecret();
  if (secret === undefined) return { kind: "ended" };
  const response = await exchange(secret);
  if (response === undefined) return { kind: "unreachable" };
  if (response.ok) {
    const answer: unknown = await response.json().catch(() => undefined);
    if (await keepTokens(secret.base, answer)) return { kind: "renewed" };
    return { kind: "failed", status: 502, contentType: "" };
  }
  if (secret.kind === "apiKey" && isOlderThanDevices(response) && rejected !== secret.value) {
    await keepApiKey(secret.base, secret.value);
    return { kind: "renewed" };
  }
  const isRefused = response.status === 401 && isProblem(response);
  if (isRefused || (secret.kind === "apiKey" && isOlderThanDevices(response))) return end();
  return { kind: "failed", status: response.status, contentType: response.headers.get("content-type") ?? "" };
}

async function exchange({ kind, base, value }: Secret): Promise<Response | undefined> {
  const ask = () =>
    kind === "refreshToken" ? post(base, "/v1/devices/token", { refreshToken: value }) : registerDevice(base, value);
  try {
    return await ask();
  } catch {
    // An answer lost on the way has used the refresh token up; for a minute the server gives the same successor once more.
    return kind === "refreshToken" && navigator.onLine ? ask().catch(() => undefined) : undefined;
  }
}

async function end(): Promise<Renewal> {
  await dropSecret();
  await dropAccessToken();
  await markConnectionEnded();
  return { kind: "ended" };
}

function post(base: string, path: string, body: object, bearer?: string): Promise<Response> {
  return fetch(new URL(path, base), {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify(body),
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}
