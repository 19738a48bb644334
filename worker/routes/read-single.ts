import type { MessageInput, TestMessageInput } from "../../shared/contract/messages.ts";
import { checkTarget, targetRefusals } from "../domain/link-target.ts";
import type { SingleText } from "../domain/single-text.ts";
import { checkTemplate } from "../domain/template.ts";
import { findTargetRules } from "../links/link-facts.ts";
import { invalidFields } from "./events.ts";
import type { ApiContext } from "./route.ts";

type Draft = TestMessageInput & Partial<Pick<MessageInput, "sendAt" | "undoSeconds" | "quiet">>;

/** Refuses what can never go, the same for a preview, a test and a send. */
export async function readSingle(id: string, input: Draft, { env, merchant, nowMs }: ApiContext): Promise<SingleText> {
  const { problems, usesLink } = checkTemplate(input.body);
  const issues = problems.map(({ message }) => ({ path: ["body"], message }));
  if (input.body.trim() === "") issues.push({ path: ["body"], message: "has nothing to read" });
  if (usesLink && input.link === undefined) {
    issues.push({ path: ["link"], message: "the body prints {{ link }}: say where it leads" });
  }
  const target = input.link && checkTarget(input.link.url, await findTargetRules(env, merchant.id));
  if (target?.kind === "refused") issues.push({ path: ["link", "url"], message: targetRefusals[target.why] });
  if (input.sendAt !== undefined && Date.parse(input.sendAt) > nowMs + LONGEST_WAIT_MS) {
    issues.push({ path: ["sendAt"], message: "lies more than two years ahead" });
  }
  if (issues.length > 0) throw invalidFields(issues);
  const earliestMs = nowMs + (input.undoSeconds ?? 0) * 1000;
  const dueAtMs = Math.max(input.sendAt === undefined ? nowMs : Date.parse(input.sendAt), earliestMs);
  return {
    id,
    step: { send: { body: input.body }, link: input.link, class: input.class, quiet: input.quiet ?? "defer" },
    class: input.class,
    customerId: input.customerId ?? "",
    orderId: input.orderId,
    createdAtMs: nowMs,
    dueAtMs,
  };
}

const LONGEST_WAIT_MS = 2 * 366 * 86_400_000;
