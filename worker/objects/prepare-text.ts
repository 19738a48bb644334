import { nanoid } from "nanoid";
import { clock } from "../clock.ts";
import { budgetMicros, budgetMonth } from "../domain/budget.ts";
import type { DueText } from "../domain/due-text.ts";
import { isUnanswered } from "../domain/gate-frequency.ts";
import type { Verdict } from "../domain/judge.ts";
import { checkTarget } from "../domain/link-target.ts";
import type { StepRow } from "../domain/run.ts";
import { priceTo } from "../domain/segment-price.ts";
import { rowKey } from "../domain/step-row.ts";
import { awaitClicks } from "../links/click-logs.ts";
import { findTargetRules } from "../links/link-facts.ts";
import { linkStore, type NewLink } from "../links/link-store.ts";
import { linkDomain } from "../links/short-url.ts";
import { ownCodes } from "../offers/code-source.ts";
import { listTapsMs } from "../tables/click-statistics.ts";
import { noticeWrite } from "../tables/notices.ts";
import type { Context } from "./customer-context.ts";
import type { Draft } from "./outbox-row.ts";
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

/**
 * R17: true where the month's budget has no room for the text, which then waits for the next month, or for the merchant. What
 * costs nobody knows what, or another currency than the budget's, is not held.
 */
export async function takeBudget(
  { env, store }: Sender,
  text: DueText,
  { composed, class: textClass }: Verdict,
  { merchant }: Context,
): Promise<boolean> {
  const { budget } = merchant.policy;
  const phone = store.phone();
  if (budget === null || phone === undefined || composed.kind !== "text" || textClass === "system") return false;
  const price = priceTo(phone, composed.segments, merchant);
  if (price?.currency !== budget.perMonth.currency) return false;
  const { row, expiresAtMs } = text;
  const nowMs = clock.nowMs();
  const month = budgetMonth(nowMs, merchant.timeZone);
  const spending = {
    month: month.name,
    text: rowKey(row),
    costMicros: price.amountMicros,
    capMicros: budgetMicros(budget),
  };
  if (await env.SENDER.getByName(merchant.id).spend(spending)) return false;
  const detail = "The month's budget is spent: texts wait for the next month, or for a larger budget.";
  await noticeWrite(env.DB, {
    merchantId: merchant.id,
    kind: "budget",
    subject: month.name,
    detail,
    atMs: nowMs,
  }).run();
  if (expiresAtMs !== undefined && month.endsMs >= expiresAtMs) store.suppress(row, nowMs, "expired", "budget");
  else store.changeOpenRow(row, { outcome: "waiting", reason: "budget", rule: "budget", untilAtMs: month.endsMs });
  return true;
}

/** Taps are logged elsewhere: they are asked for only where, as far as known here, nobody answers this merchant's texts any more. */
export async function learnOfTaps({ env, store }: Sender, { step }: DueText, { merchant }: Context): Promise<void> {
  if (!merchant.policy.capDoubling || step.class === "transactional") return;
  if (!isUnanswered({ sends: store.sends(), lastSignMs: store.lastSignMs() })) return;
  await awaitClicks(env); // a tap of the last seconds may still be on its way to D1
  const messageIds = store.outbox().map((row) => row.messageId);
  const [tappedAtMs] = await listTapsMs(env.DB, { merchantId: merchant.id, messageIds }, 1);
  if (tappedAtMs !== undefined) store.setMeta("tapped_at_ms", String(tappedAtMs));
}

/** Without a code the text waits; every hour there may be one. */
const CODE_WAIT_MS = 3_600_000;

/**
 * One code per recipient and text where its offer has single ones. Undefined = nothing was missing; a crash before it is
 * written down is given the same code again.
 */
export async function takeCode(
  { env, store }: Sender,
  text: DueText,
  draft: Draft | undefined,
  { merchant }: Context,
): Promise<Step | undefined> {
  const { row, step, dueMs, expiresAtMs } = text;
  const offer = step.offer === undefined ? undefined : merchant.offers[step.offer];
  if (step.offer === undefined || offer?.code !== "single" || draft?.offerCode !== undefined) return undefined;
  const code = await ownCodes(env.DB).take({
    merchantId: merchant.id,
    offer: step.offer,
    run: row.runId,
    step: row.path,
    customerId: row.customerId,
    expiresAtMs: expiresAtMs ?? dueMs,
    createdAtMs: clock.nowMs(),
  });
  if (code === undefined) {
    const untilAtMs = Math.min(clock.nowMs() + CODE_WAIT_MS, expiresAtMs ?? Number.POSITIVE_INFINITY);
    store.changeOpenRow(row, { outcome: "waiting", reason: "paused", rule: "no_offer_code", untilAtMs });
    return "held";
  }
  const messageId = draft?.messageId ?? row.messageId ?? `m_${nanoid()}`;
  store.putDraft(row, { messageId, links: draft?.links ?? {}, offerCode: code });
  return "again";
}

/** One slug per recipient, text and link; a crash before it is written down leaves a link that nobody ever gets. */
export async function mintLinks(
  { env, store }: Sender,
  text: DueText,
  targets: readonly (readonly [name: string, url: string])[],
  context: Context,
): Promise<Step> {
  const { row, run } = text;
  const { shortDomain } = context.merchant;
  const rules = await findTargetRules(env, context.merchant.id);
  const messageId = store.findDraft(row)?.messageId ?? row.messageId ?? `m_${nanoid()}`;
  const wanted: (NewLink & { readonly linkName: string })[] = [];
  for (const [linkName, url] of targets) {
    const target = checkTarget(url, rules);
    if (target.kind === "refused") {
      store.suppress(row, clock.nowMs(), "content", target.why);
      return "ended";
    }
    wanted.push({
      linkName,
      domain: shortDomain === undefined ? "" : linkDomain(shortDomain, env.BASE_URL),
      merchantId: context.merchant.id,
      targetUrl: target.url,
      createdAtMs: clock.nowMs(),
      ...(run.flow.key === "test" ? ofNobody : ofMessage(messageId, linkName, row)),
      utm: { source: "sms", medium: "sms", campaign: run.flow.key },
    });
  }
  const minted = await linkStore(env).mint(wanted, clock.machineNowMs());
  const before = store.findDraft(row);
  const links = { ...before?.links };
  minted.forEach(({ domain, slug }, index) => {
    const name = wanted[index]?.linkName;
    if (name !== undefined) links[name] = { domain, slug };
  });
  store.putDraft(row, { messageId, links, offerCode: before?.offerCode });
  return "again";
}

/** A tap on a test is no customer's: it counts for no text. */
const ofNobody = { tags: ["test"] } as const;

function ofMessage(messageId: string, linkName: string, row: StepRow) {
  return {
    message: { id: messageId, linkName, token: messageId },
    customerId: row.customerId,
    orderId: row.orderId,
    run: row.runId,
    step: row.path,
  };
}
