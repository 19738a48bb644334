import type { Click } from "../tables/clicks.ts";
import { type Durability, type GroupContext, recordInGroup } from "./click-group.ts";

/** Where clicks go. Answers once the click is durable, or can be waited for no longer; never with an exception. */
export interface ClickSink {
  record(click: Click): Promise<Durability>;
}

export function clickLogSink(context: GroupContext): ClickSink {
  return { record: (click) => recordInGroup(click, context) };
}
