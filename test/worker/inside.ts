import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { personName } from "../../worker/crypto/keyed-hash.ts";
import { call } from "./shop.ts";

/** The object of one number of a merchant, and its name. */
export async function personOf(merchantId: string, phone: string) {
  const owner = await personName(env, merchantId, phone);
  return { owner, object: env.CUSTOMER.getByName(owner) };
}

/** What the due index says of an owner. */
export async function indexOf(owner: string): Promise<{ due_at_ms: number; is_held: number } | null> {
  return env.DB.prepare("SELECT due_at_ms, is_held FROM due WHERE owner = ?1").bind(owner).first();
}

export async function deleteAllAlarms(): Promise<number> {
  let deleted = 0;
  for (const id of await listDurableObjectIds(env.CUSTOMER)) {
    await runInDurableObject(env.CUSTOMER.get(id), async (_, state) => {
      if ((await state.storage.getAlarm()) !== null) deleted += 1;
      await state.storage.deleteAlarm();
    });
  }
  return deleted;
}

/** What the next sends meet at the gateway, one step each. */
export async function scriptGateway(...script: readonly Record<string, unknown>[]): Promise<void> {
  const scripted = await call("POST", "/bench/gateway", { body: { script } });
  if (scripted.status !== 200) throw new Error(`no script: ${JSON.stringify(scripted)}`);
}

export interface Tally {
  readonly calls: number;
  readonly accepted: number;
  readonly distinctRefs: number;
  readonly duplicates: number;
}

export async function readTally(): Promise<Tally> {
  return (await call<Tally>("GET", "/bench/gateway")).body;
}

export async function reply(from: string, to: string, body: string, id?: string): Promise<void> {
  const answer = await call<{ status: number }>("POST", "/bench/replies", { body: { from, to, body, id } });
  if (answer.body.status !== 200) throw new Error(`the reply was not taken: ${JSON.stringify(answer)}`);
}

/** A flow of one transactional text, at once unless told otherwise. */
export function oneText(body: string, step: Record<string, unknown> = {}, flow: Record<string, unknown> = {}) {
  return {
    name: "One text",
    trigger: { event: "order.placed" },
    steps: [{ send: { body }, class: "transactional", quiet: "ignore", ...step }],
    ...flow,
  };
}
