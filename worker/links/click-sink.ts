import type { Click } from "../tables/clicks.ts";
import { type GroupContext, recordInGroup } from "./click-group.ts";

/** Where clicks go. Resolves with the answer once the click is durable, or can be waited for no longer; never with an exception. */
export interface ClickSink {
  record<Answer>(click: Click, answer: Answer): Promise<Answer>;
}

export function clickLogSink(context: GroupContext): ClickSink {
  return { record: (click, answer) => recordInGroup(click, answer, context) };
}
