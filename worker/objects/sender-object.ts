import { DurableObject } from "cloudflare:workers";
import type { Pace } from "../../shared/contract/policy.ts";
import { idlePace, type PaceRequest, type PaceState, takeSlot } from "../domain/pace.ts";

/** One per merchant: hands out the instants at which its sender may send. It never carries a text. */
export class SenderObject extends DurableObject<Env> {
  reserve(pace: Pace, request: PaceRequest): number {
    const stored = this.ctx.storage.kv.get<PaceState>("pace") ?? idlePace;
    const { slotAtMs, state } = takeSlot(stored, pace, request);
    this.ctx.storage.kv.put("pace", state);
    return slotAtMs;
  }
}
