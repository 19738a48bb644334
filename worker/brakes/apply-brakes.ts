import { decideBrake, FEWEST_TEXTS, isSurge, RECENT_TEXTS } from "../domain/brake.ts";
import type { Brake } from "../domain/merchant-rules.ts";
import { logError } from "../log.ts";
import { findMerchant, forgetMerchant } from "../merchants/merchant-rules.ts";
import { type FlowFault, insertFault, listBusyFlows, readFlowRecord } from "../tables/flow-faults.ts";
import { addBrake } from "../tables/merchants.ts";
import { noticeWrite } from "../tables/notices.ts";

/**
 * Counts what went wrong with a text against its flow, and holds the flow where too much does. Only a fault costs anything: a
 * text that goes well is counted by its own row. A fault that cannot be written down is reported and lost: the text's own row
 * says what became of it.
 */
export async function noteFault(env: Env, fault: FlowFault): Promise<void> {
  try {
    const merchant = await findMerchant(env, fault.merchantId);
    if (merchant?.policy.brakes !== true || !Object.hasOwn(merchant.flows, fault.flow)) return;
    await insertFault(env.DB, fault);
    const record = await readFlowRecord(env.DB, { ...fault, latest: RECENT_TEXTS });
    const kind = decideBrake(record);
    if (kind !== undefined) await brake(env, fault.merchantId, { flow: fault.flow, kind, atMs: fault.atMs });
  } catch (cause) {
    logError("fault_not_counted", { merchantId: fault.merchantId, flow: fault.flow, kind: fault.kind }, cause);
  }
}

/** Finds flows that send far more than they usually do. */
export async function brakeSurges(env: Env, nowMs: number): Promise<void> {
  for (const { merchantId, flow, ...volume } of await listBusyFlows(env.DB, nowMs, FEWEST_TEXTS)) {
    if (isSurge(volume)) await brake(env, merchantId, { flow, kind: "surge", atMs: nowMs });
  }
}

async function brake(env: Env, merchantId: string, { flow, kind, atMs }: Brake): Promise<void> {
  if (!(await addBrake(env.DB, merchantId, { flow, kind, atMs }))) return;
  forgetMerchant(merchantId);
  await noticeWrite(env.DB, { merchantId, kind: "brake", subject: flow, detail: WHY[kind], atMs }).run();
}

const WHY: Record<Brake["kind"], string> = {
  opt_outs: "More than 3 % of its last texts brought an opt-out. Its texts wait until you release them.",
  failures: "More than 10 % of its last texts failed. Its texts wait until you release them.",
  content: "Five texts in a row were refused for what they say. Its texts wait until you release them.",
  surge: "It sent more than five times its usual hour. Its texts wait until you release them.",
};
