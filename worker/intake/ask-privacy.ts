import { clock } from "../clock.ts";
import { personName } from "../crypto/keyed-hash.ts";
import { logError } from "../log.ts";
import type { PrivacyRequest } from "../stores/store-adapter.ts";
import { findErasure, insertErasure, listErasures } from "../tables/erasures.ts";
import { noticeWrite } from "../tables/notices.ts";
import { listCustomersOf, listGuestsOf } from "../tables/people.ts";
import { workErasure } from "./erase-people.ts";

/** A store's word on somebody's privacy, durable when this returns; what is to be erased is erased from then on. */
export async function takePrivacyRequest(
  env: Env,
  merchantId: string,
  {
    source,
    deliveryId,
    request,
  }: { readonly source: string; readonly deliveryId: string; readonly request: PrivacyRequest },
  nowMs: number,
): Promise<void> {
  const id = `${source}:${deliveryId}`;
  switch (request.kind) {
    case "export_customer": {
      const detail = `Somebody asks what is known of them: GET /v1/customers/${encodeURIComponent(request.customerId)}/export`;
      const notice = { merchantId, kind: "data_request", subject: request.customerId, detail, atMs: nowMs } as const;
      await noticeWrite(env.DB, notice).run();
      return;
    }
    case "erase_store":
      return insertErasure(env.DB, merchantId, { id, subject: { kind: "store", store: source }, askedAtMs: nowMs });
    case "erase_customer": {
      const { customerId, phone, orderIds } = request;
      const guest = phone === undefined ? [] : [`guest:${await personName(env, merchantId, phone)}`];
      const guests = await listGuestsOf(env.DB, merchantId, orderIds);
      const customers = [...new Set([...(customerId === undefined ? [] : [customerId]), ...guest, ...guests])];
      const subject = { kind: "people", customers, orders: orderIds, owners: [] } as const;
      return insertErasure(env.DB, merchantId, { id, subject, askedAtMs: nowMs });
    }
  }
}

/** Everybody who has a number now, with all that was ever sent to it. */
export async function eraseNumber(
  env: Env,
  merchantId: string,
  owner: string,
  id: string,
  nowMs: number,
): Promise<void> {
  const customers = await listCustomersOf(env.DB, merchantId, owner);
  const subject = { kind: "people", customers, orders: [], owners: [owner] } as const;
  await insertErasure(env.DB, merchantId, { id, subject, askedAtMs: nowMs });
}

/** True = done. What is left is cron's. */
export async function workErasureNow(env: Env, merchantId: string, id: string, withinMs: number): Promise<boolean> {
  const erasure = await findErasure(env.DB, merchantId, id);
  const endsAtMs = clock.machineNowMs() + withinMs;
  return erasure === undefined || workErasure(env, erasure, () => clock.machineNowMs() > endsAtMs);
}

const MOST_ERASURES = 100;

/** One that fails keeps no other waiting. */
export async function workErasures(env: Env, withinMs: number): Promise<void> {
  const endsAtMs = clock.machineNowMs() + withinMs;
  for (const erasure of await listErasures(env.DB, MOST_ERASURES)) {
    if (clock.machineNowMs() > endsAtMs) return;
    try {
      await workErasure(env, erasure, () => clock.machineNowMs() > endsAtMs);
    } catch (cause) {
      logError("cron.work-erasures", { merchantId: erasure.merchantId, id: erasure.id }, cause);
    }
  }
}
