import { type Click, countSlugsOfAddress, insertClick } from "../tables/clicks.ts";

/** Where clicks go. What it has resolved for is durable. */
export interface ClickSink {
  record(click: Click): Promise<void>;
  /** How many different links an address asked for since then. */
  countSlugs(addressHash: string, sinceMachineMs: number): Promise<number>;
}

/** Clicks in D1, one row each. */
export function d1ClickSink(db: D1Database): ClickSink {
  return {
    record: (click) => insertClick(db, click),
    countSlugs: (addressHash, sinceMachineMs) => countSlugsOfAddress(db, addressHash, sinceMachineMs),
  };
}
