import { nanoid } from "nanoid";
import { clock } from "../clock.ts";
import type { Verdict } from "../domain/judge.ts";
import { checkTarget } from "../domain/link-target.ts";
import type { DueText } from "../domain/plan.ts";
import type { StepRow } from "../domain/run.ts";
import { findTargetRules } from "../links/link-facts.ts";
import { linkStore } from "../links/link-store.ts";
import { linkDomain } from "../links/short-url.ts";
import type { Context } from "./customer-context.ts";
import type { Sender, Step } from "./send-text.ts";

/** Whoever comes later than this for a slot has lost it: after an outage the overdue go at the sender's pace too. */
const SLOT_KEPT_MS = 60_000;

/** True where the sender's pace gave the text an instant of its own, which the gate then looks at. */
export async function takeSlot(
  { env, store }: Sender,
  text: DueText,
  verdict: Verdict,
  context: Context,
): Promise<boolean> {
  const { pace } = context.merchant.policy;
  if (pace === null || verdict.class === "system") return false;
  if (text.row.slotAtMs !== undefined && clock.nowMs() - text.row.slotAtMs < SLOT_KEPT_MS) return false;
  const slotAtMs = await env.SENDER.getByName(context.merchant.id).reserve(pace, {
    segments: verdict.composed.kind === "text" ? verdict.composed.segments : 1,
    isUrgent: verdict.class === "transactional",
    earliestMs: clock.nowMs(),
  });
  store.changeOpenRow(text.row, { slotAtMs });
  return slotAtMs > clock.nowMs();
}

/** One slug per recipient and text; a crash before it is written down leaves a link that nobody ever gets. */
export async function mintLink(
  { env, store }: Sender,
  text: DueText,
  targetUrl: string,
  context: Context,
): Promise<Step> {
  const { row, run } = text;
  const { shortDomain } = context.merchant;
  const target = checkTarget(targetUrl, await findTargetRules(env, context.merchant.id));
  if (target.kind === "refused") {
    store.suppress(row, clock.nowMs(), "content", target.why);
    return "ended";
  }
  const messageId = store.findDraft(row)?.messageId ?? row.messageId ?? `m_${nanoid()}`;
  const [link] = await linkStore(env).mint(
    [
      {
        domain: shortDomain === undefined ? "" : linkDomain(shortDomain, env.BASE_URL),
        merchantId: context.merchant.id,
        targetUrl: target.url,
        createdAtMs: clock.nowMs(),
        ...(run.flow.key === "test" ? ofNobody : ofMessage(messageId, row)),
        utm: { source: "sms", medium: "sms", campaign: run.flow.key },
      },
    ],
    clock.machineNowMs(),
  );
  if (link === undefined) throw new Error("no link was minted");
  store.putDraft(row, { messageId, link: { domain: link.domain, slug: link.slug } });
  return "again";
}

/** A tap on a test is no customer's: it counts for no text. */
const ofNobody = { tags: ["test"] } as const;

function ofMessage(messageId: string, row: StepRow) {
  return {
    message: { id: messageId, linkName: "link", token: messageId },
    customerId: row.customerId,
    orderId: row.orderId,
    run: row.runId,
    step: row.path,
  };
}
