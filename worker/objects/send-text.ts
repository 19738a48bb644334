import { nanoid } from "nanoid";
import { clock } from "../clock.ts";
import { listLinks } from "../domain/compose.ts";
import type { DueText } from "../domain/due-text.ts";
import { hourRules } from "../domain/gate-hours.ts";
import { judge, type Verdict } from "../domain/judge.ts";
import { closesAtMs } from "../domain/open-hours.ts";
import type { Plan } from "../domain/plan.ts";
import { rowKey } from "../domain/step-row.ts";
import { zonesAt } from "../domain/zones-at.ts";
import type { OutgoingMessage } from "../gateways/gateway.ts";
import { shortUrl } from "../links/short-url.ts";
import { findDeadTarget } from "../links/target-health.ts";
import { openGateway } from "../merchants/open-gateway.ts";
import { type Context, loadContext, planAndStore, pointsOf, readPerson } from "./customer-context.ts";
import type { CustomerStore } from "./customer-store.ts";
import type { Draft, OutboxRow } from "./outbox-row.ts";
import { learnOfTaps, mintLinks, takeBudget, takeCode, takeSlot } from "./prepare-text.ts";
import { settleOutcome } from "./settle-outcome.ts";

export interface Sender {
  readonly env: Env;
  readonly store: CustomerStore;
  /** Messages that this isolate is handing to a gateway right now. */
  readonly inFlight: Set<string>;
  /** What others are told of the texts that went: awaited when the work is done, never between two texts. */
  readonly telling: Promise<void>[];
}

/** `again`: something was prepared, look anew. `held`: nothing more can be done with this text now. */
export type Step = "again" | "held" | "ended";

/**
 * The one way out for a text. First the gate; then what sending needs and may take time (a slot, a link, the gateway's key);
 * then the whole gate again, and between that and the claim in the outbox nothing waits: from the second plan to `putOutbox`
 * there is no await, so a STOP that came meanwhile is seen.
 */
export async function sendText(sender: Sender, text: DueText, plan: Plan, context: Context): Promise<Step> {
  const { env, store } = sender;
  await learnOfTaps(sender, text, context);
  const first = look(sender, text, plan, context);
  if (first === undefined) return "ended";
  if (first.verdict.decision.kind !== "send") return conclude(store, text, first.verdict);
  const deadLink = await findDeadLink(sender, text, first.verdict, context);
  if (deadLink !== undefined) {
    const held = lookAnew(sender, text, context, deadLink);
    return held === undefined ? "again" : conclude(store, held.text, held.verdict);
  }
  if (await takeBudget(sender, text, first.verdict, context)) return "held";
  if (await takeSlot(sender, text, first.verdict, context)) return "again";
  const code = await takeCode(sender, text, first.draft, context);
  if (code !== undefined) return code;
  const unminted = findUnminted(first);
  if (unminted.length > 0) return mintLinks(sender, text, unminted, context);
  const gateway = await openGateway(env, context.merchant.id);
  if (gateway === undefined) return park(store, text, "no_gateway");

  const fresh = await loadContext(env, store);
  if (fresh === undefined) return "ended";
  const second = lookAnew(sender, text, fresh);
  if (second === undefined) return "again";
  const { verdict } = second;
  if (verdict.decision.kind !== "send" || verdict.composed.kind !== "text")
    return conclude(store, second.text, verdict);
  const message = claim(sender, second.text, verdict, second.draft, fresh);
  try {
    const outcome = await gateway.send(message);
    return settleOutcome(sender, second.text, message.ref, outcome);
  } finally {
    sender.inFlight.delete(message.ref);
  }
}

/** The links that the text prints and that do not exist yet: name and target. */
function findUnminted({ verdict: { composed }, draft }: Look): readonly (readonly [string, string])[] {
  const targets = composed.kind === "text" ? Object.entries(composed.targets) : [];
  return targets.filter(([name]) => draft?.links[name] === undefined);
}

/** Where one of the text's links leads nobody anywhere: when that is looked at again. */
interface DeadLink {
  readonly recheckAtMs: number;
}

interface Look {
  readonly text: DueText;
  readonly verdict: Verdict;
  readonly draft: Draft | undefined;
}

function look(
  { env, store }: Sender,
  text: DueText,
  plan: Plan,
  context: Context,
  deadLink?: DeadLink,
): Look | undefined {
  const phone = store.phone();
  if (phone === undefined) return undefined;
  const draft = store.findDraft(text.row);
  const shortUrls = Object.fromEntries(
    Object.entries(draft?.links ?? {}).map(([name, link]) => [name, shortUrl(link, env.BASE_URL)]),
  );
  const person = readPerson(store, phone);
  const points = pointsOf(store, text.run.customerId);
  const input = { text, plan, person, ...context, points, shortUrls, offerCode: draft?.offerCode, deadLink };
  return { text, verdict: judge(input, clock.nowMs()), draft };
}

/** Plans again with what is known by now; undefined where the text is no longer due. */
function lookAnew(sender: Sender, text: DueText, context: Context, deadLink?: DeadLink): Look | undefined {
  const plan = planAndStore(sender.store, context, clock.nowMs());
  const same = plan.due.find((one) => rowKey(one.row) === rowKey(text.row));
  return same === undefined ? undefined : look(sender, same, plan, context, deadLink);
}

/** Of the links that the text prints, the first that leads nobody anywhere. */
async function findDeadLink(
  { env }: Sender,
  { step }: DueText,
  { composed }: Verdict,
  { merchant }: Context,
): Promise<DeadLink | undefined> {
  const targets: Readonly<Record<string, string>> = composed.kind === "text" ? composed.targets : {};
  for (const { name, url: template } of listLinks(step)) {
    const targetUrl = targets[name];
    if (targetUrl === undefined) continue;
    const dead = await findDeadTarget(env, { merchantId: merchant.id, targetUrl, template }, clock.nowMs());
    if (dead !== undefined) return dead;
  }
  return undefined;
}

function conclude(store: CustomerStore, { row }: DueText, { decision }: Verdict): Step {
  switch (decision.kind) {
    case "send":
      return "again";
    case "hold": {
      const { rule, untilMs, why = rule } = decision;
      // A slot is for its instant: whoever is held past it by another rule gets a new one, or all of them would go at once.
      const slotAtMs = rule === "pace" ? row.slotAtMs : undefined;
      store.changeOpenRow(row, { outcome: "waiting", reason: rule, rule: why, untilAtMs: untilMs, slotAtMs });
      return "held";
    }
    case "suppress":
      store.suppress(row, clock.nowMs(), decision.reason, decision.rule);
      return "ended";
  }
}

/** Waits until the merchant acts; `releaseHeld` looks again. */
function park(store: CustomerStore, { row }: DueText, rule: string): Step {
  store.changeOpenRow(row, { outcome: "waiting", reason: "stopped", rule, untilAtMs: undefined });
  return "held";
}

/** Writes the outbox row: from here on the text may have gone, whatever happens. */
function claim(
  { env, store, inFlight }: Sender,
  text: DueText,
  { composed, class: textClass }: Verdict,
  draft: Draft | undefined,
  context: Context,
): OutgoingMessage {
  if (composed.kind !== "text") throw new Error("a text without a body passed the gate");
  const nowMs = clock.nowMs();
  const phone = store.phone();
  if (phone === undefined) throw new Error("a text without a number passed the gate");
  const messageId = text.row.messageId ?? draft?.messageId ?? `m_${nanoid()}`;
  const before = store.findOutbox(messageId);
  const row: OutboxRow = {
    messageId,
    runId: text.row.runId,
    path: text.row.path,
    customerId: text.row.customerId,
    to: phone,
    state: "sending",
    class: textClass,
    body: composed.body,
    segments: composed.segments,
    orderId: text.row.orderId,
    attemptAtMs: nowMs,
    attempts: (before?.attempts ?? 0) + 1,
    lookupAtMs: undefined,
    gatewayId: undefined,
    deliveryStatus: undefined,
    errorCode: undefined,
  };
  inFlight.add(messageId);
  store.putOutbox(row);
  store.putRow({ ...text.row, class: textClass, messageId });
  const owner = store.getMeta("owner") ?? "";
  const callback = new URLSearchParams({ m: messageId, o: owner });
  return {
    ref: messageId,
    to: phone,
    body: composed.body,
    validitySeconds: validitySeconds(text, textClass, phone, context, nowMs),
    statusCallbackUrl: `${env.BASE_URL}/hooks/twilio/${context.merchant.id}/status?${callback}`,
  };
}

/** min(10 h, end of the recipient's window), so that no gateway delivers at night (docs/rules.md, section 6). */
function validitySeconds(
  { step, customer }: DueText,
  textClass: Verdict["class"],
  phone: string,
  context: Context,
  nowMs: number,
): number {
  const { policy, timeZone } = context.merchant;
  const { zones, regions } = zonesAt(customer, phone, timeZone, nowMs);
  const rules = step.quiet === "ignore" || textClass === "system" ? [] : hourRules(textClass, policy, regions);
  const closesMs = rules.length === 0 ? undefined : closesAtMs({ nowMs, zones, rules });
  return Math.min(36_000, closesMs === undefined ? 36_000 : Math.floor((closesMs - nowMs) / 1000));
}
