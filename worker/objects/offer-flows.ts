import type { Flow } from "../../shared/contract/flows.ts";
import { isOffered } from "../domain/entries.ts";
import type { KnownEvent } from "../domain/run.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { findFlow, findMerchant } from "../merchants/merchant-rules.ts";

/** Notes on each event which flow versions were live for it when it arrived: later ones never enter it (R16). */
export async function offerFlows(
  env: Env,
  merchantId: string,
  events: readonly StoreEvent[],
): Promise<readonly KnownEvent[]> {
  const merchant = await findMerchant(env, merchantId);
  const flows: { readonly key: string; readonly version: number; readonly flow: Flow }[] = [];
  for (const [key, { version, status }] of Object.entries(merchant?.flows ?? {})) {
    const flow = status === "off" ? undefined : await findFlow(env, merchantId, key, version);
    if (flow !== undefined) flows.push({ key, version, flow });
  }
  return events.map((event) => {
    const fitting = flows.filter(({ flow }) => isOffered(flow, event.type));
    return { ...event, offered: Object.fromEntries(fitting.map(({ key, version }) => [key, version])) };
  });
}
