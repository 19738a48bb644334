import { customAlphabet } from "nanoid";
import type {
  DeviceInput,
  DevicesView,
  PairedView,
  RefreshedView,
  RefreshInput,
} from "../../shared/contract/devices.ts";
import { clock } from "../clock.ts";
import {
  ACCESS_MS,
  hashRefreshToken,
  makeAccessToken,
  makeRefreshToken,
  succeedRefreshToken,
} from "../crypto/device-token.ts";
import { toIso } from "../domain/iso.ts";
import { ProblemError } from "../problem.ts";
import * as table from "../tables/devices.ts";
import { type Caller, deviceRevoked, forgetCallers } from "./authenticate.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type PublicContext, type RouteRequest } from "./route.ts";

/** `POST /v1/devices`: from now on this browser asks with tokens of its own, and keeps no API key. */
export async function pairDevice(
  _: RouteRequest,
  { env, merchant, caller }: ApiContext,
  { name }: DeviceInput,
): Promise<Response> {
  const keyHash = needApiKey(caller);
  // Made here: nanoid draws from the isolate's random numbers, which exist only inside a request.
  const id = `d_${customAlphabet("23456789abcdefghjkmnpqrstuvwxyz", 16)()}`;
  const refreshToken = makeRefreshToken();
  const refreshHash = await hashRefreshToken(env, refreshToken);
  const machineNowMs = clock.machineNowMs();
  await table.insertDevice(env.DB, { id, merchantId: merchant.id, keyHash, name, refreshHash }, machineNowMs);
  const paired: PairedView = { device: { id, name }, ...(await renew(env, id, refreshToken, machineNowMs)) };
  return jsonResponse(paired, 201);
}

/** An answer may be lost on its way, and two windows may ask at once: for so long the token before is answered once more. */
const GRACE_MS = 60_000;

/** `POST /v1/devices/token`. A token that was used before is a stolen one's mark: then neither party keeps its access. */
export async function refreshAccess(
  _: RouteRequest,
  { env }: PublicContext,
  { refreshToken }: RefreshInput,
): Promise<Response> {
  const successor = await succeedRefreshToken(env, refreshToken);
  const [tokenHash, successorHash] = await Promise.all([
    hashRefreshToken(env, refreshToken),
    hashRefreshToken(env, successor),
  ]);
  const machineNowMs = clock.machineNowMs();
  const exchanged = await table.exchangeToken(env.DB, { tokenHash, successorHash }, machineNowMs);
  if (exchanged === undefined) throw unknownToken();
  const { device, isFirst, usedAtMs, isSuccessorUsed } = exchanged;
  if (device.isRevoked) throw deviceRevoked();
  const isGoodStill = isFirst || (!isSuccessorUsed && machineNowMs - usedAtMs < GRACE_MS);
  if (!isGoodStill) {
    await table.revokeDevice(env.DB, device, machineNowMs);
    forgetCallers();
    throw deviceRevoked();
  }
  return jsonResponse(await renew(env, device.id, successor, machineNowMs));
}

export async function listDevices(_: RouteRequest, { env, merchant, caller }: ApiContext): Promise<Response> {
  const devices = await table.listDevices(env.DB, merchant.id);
  const view: DevicesView = {
    items: devices.map(({ id, name, createdAtMs, usedAtMs }) => ({
      id,
      name,
      createdAt: toIso(createdAtMs),
      lastUsedAt: toIso(usedAtMs),
      current: caller.kind === "device" && caller.id === id,
    })),
  };
  return jsonResponse(view);
}

export async function revokeDevice(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const id = getParam(request, "id");
  const isFound = await table.revokeDevice(env.DB, { merchantId: merchant.id, id }, clock.machineNowMs());
  forgetCallers();
  if (!isFound) throw new ProblemError({ type: "/problems/unknown-device", title: "No such device", status: 404 });
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

/** The hash of the key that the caller bears; a device may not make more of its kind, or outlive its key. */
export function needApiKey(caller: Caller): string {
  if (caller.kind === "key") return caller.keyHash;
  const detail = "A device's token cannot do this: send an API key of the merchant.";
  throw new ProblemError({ type: "/problems/api-key-needed", title: "This takes an API key", status: 403, detail });
}

async function renew(env: Env, deviceId: string, refreshToken: string, machineNowMs: number): Promise<RefreshedView> {
  const expiresAtMs = machineNowMs + ACCESS_MS;
  const accessToken = await makeAccessToken(env, { deviceId, expiresAtMs });
  return { accessToken, accessExpiresAt: toIso(expiresAtMs), refreshToken };
}

function unknownToken(): ProblemError {
  const detail = "This refresh token was never given to a device, or so long ago that nobody knows. Pair again.";
  return new ProblemError({
    type: "/problems/unauthorized",
    title: "Who asks is not known",
    status: 401,
    detail,
  });
}
