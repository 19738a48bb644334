import type { KeyInput, KeysView, MadeKeyView } from "../../shared/contract/devices.ts";
import { clock } from "../clock.ts";
import { hashApiKey, makeApiKey } from "../crypto/api-key.ts";
import { toIso } from "../domain/iso.ts";
import { ProblemError } from "../problem.ts";
import * as table from "../tables/api-keys.ts";
import { forgetCallers } from "./authenticate.ts";
import { needApiKey } from "./devices.ts";
import { jsonResponse } from "./json-response.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";

export async function listKeys(_: RouteRequest, { env, merchant, caller }: ApiContext): Promise<Response> {
  const current = table.nameKey(needApiKey(caller));
  const keys = await table.listApiKeys(env.DB, merchant.id);
  const view: KeysView = {
    items: keys.map(({ id, label, createdAtMs }) => ({
      id,
      label,
      createdAt: toIso(createdAtMs),
      current: id === current,
    })),
  };
  return jsonResponse(view);
}

export async function makeKey(
  _: RouteRequest,
  { env, merchant, caller }: ApiContext,
  { label }: KeyInput,
): Promise<Response> {
  needApiKey(caller);
  const apiKey = makeApiKey();
  const keyHash = await hashApiKey(apiKey);
  const createdAtMs = clock.machineNowMs();
  await table.insertApiKey(env.DB, { keyHash, merchantId: merchant.id, label, createdAtMs }).run();
  const made: MadeKeyView = {
    id: table.nameKey(keyHash),
    label,
    createdAt: toIso(createdAtMs),
    apiKey,
    connection: `${env.BASE_URL}#${apiKey}`,
  };
  return jsonResponse(made, 201);
}

/** `DELETE /v1/keys/{id}`: with the key end the devices that were paired with it. */
export async function revokeKey(request: RouteRequest, { env, merchant, caller }: ApiContext): Promise<Response> {
  needApiKey(caller);
  const id = getParam(request, "id");
  const isRevoked = await table.revokeApiKey(env.DB, { merchantId: merchant.id, id }, clock.machineNowMs());
  forgetCallers();
  if (isRevoked) return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  const isThere = (await table.listApiKeys(env.DB, merchant.id)).some((key) => key.id === id);
  if (!isThere) throw new ProblemError({ type: "/problems/unknown-key", title: "No such API key", status: 404 });
  const detail = "Make another one first (POST /v1/keys): a merchant without a key could not come back.";
  throw new ProblemError({ type: "/problems/last-key", title: "This is the last API key", status: 409, detail });
}
