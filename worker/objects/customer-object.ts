import { DurableObject } from "cloudflare:workers";
import { clock } from "../clock.ts";
import { expiryOf } from "../domain/expiry.ts";
import { judge, type Verdict } from "../domain/judge.ts";
import { type DueText, type Plan, planPerson, rowKey, type SingleText, zonesAt } from "../domain/plan.ts";
import type { Receipt } from "../gateways/gateway.ts";
import { earliest, recoverCrashedSends } from "./crash-recovery.ts";
import { type Context, loadContext, planAndStore, readPerson } from "./customer-context.ts";
import { CustomerCopy } from "./customer-copy.ts";
import type {
  Address,
  CustomerBundle,
  DecisionView,
  EventBatch,
  IncomingText,
  PersonView,
  ReceiveResult,
} from "./customer-messages.ts";
import { CustomerStore } from "./customer-store.ts";
import { toDecisionView, viewPerson } from "./customer-views.ts";
import { takeIncomingText } from "./incoming-text.ts";
import { lookUpUnknown } from "./look-up.ts";
import { offerFlows } from "./offer-flows.ts";
import { type Sender, sendText } from "./send-text.ts";
import { settleReceipt } from "./settle-outcome.ts";

/** A text that waits for an act of the merchant: nothing but that, or its expiry, moves it. */
const isParked = ({ row }: DueText): boolean =>
  row.outcome === "waiting" && row.untilAtMs === undefined && PARKED.has(row.reason ?? "");
const PARKED = new Set(["stopped", "paused", "brake", "budget"]);
const RETRY_AFTER_FAULT_MS = 5_000;
/** An alarm works this many texts off before it gives others a turn. */
const MOST_STEPS = 400;

/**
 * One per (merchant, phone number): everything of that person, their timer and their outbox. It decides nothing: it reads its
 * state, asks the plan and the gate, writes down what they say, and arms one alarm for the earliest due row.
 */
export class CustomerObject extends DurableObject<Env> {
  readonly #store: CustomerStore;
  readonly #copy: CustomerCopy;
  readonly #sender: Sender;
  #working: Promise<void> | undefined;
  #isAskedAgain = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new CustomerStore(ctx.storage.sql);
    this.#copy = new CustomerCopy(env.DB, this.#store);
    this.#sender = { env, store: this.#store, inFlight: new Set() };
    void ctx.blockConcurrencyWhile(() => clock.ready());
  }

  /** Takes events in, once each. Returns when they are durable, their due instants indexed and the alarm armed. */
  async receive(batch: EventBatch): Promise<ReceiveResult> {
    const movedTo = this.#store.movedTo(batch.customerId);
    if (movedTo !== undefined) return { kind: "moved", to: movedTo };
    const offered = await offerFlows(this.env, batch.merchantId, batch.events);
    this.#introduce(batch, batch.customerId);
    for (const event of offered) {
      if (!this.#store.addEvent(event, batch.customerId)) continue;
      this.#store.addConsent(event);
      // A new zone, number or consent changes what held a text: it is looked at again now, not when its hold ends.
      if (event.customer !== undefined) this.#releaseHolds();
    }
    const before = new Set(this.#store.rows().map((row) => row.runId));
    await this.#settle();
    const runs = [...new Set(this.#store.rows().map((row) => row.runId))].filter((run) => !before.has(run));
    const notes = batch.phone === undefined && this.#store.phone() === undefined ? [NO_PHONE_NOTE] : [];
    return { kind: "received", runs, notes };
  }

  /** A customer's own text: STOP takes effect for everything that no gateway has taken yet. */
  async receiveText(text: IncomingText): Promise<void> {
    this.#introduce(text, `guest:${text.owner}`);
    const context = await loadContext(this.env, this.#store);
    if (context === undefined) return;
    takeIncomingText(this.#store, text, context.merchant);
    await this.#settle();
  }

  /** False for a text of another merchant or of nobody. */
  async receiveReceipt(merchantId: string, messageId: string, receipt: Receipt): Promise<boolean> {
    if (this.#store.getMeta("merchant_id") !== merchantId) return false;
    const isKnown = settleReceipt(this.#store, messageId, receipt);
    if (isKnown) await this.#settle();
    return isKnown;
  }

  /** Puts a single text in line. The same id again changes nothing. */
  async submit(address: Address, single: SingleText): Promise<DecisionView | undefined> {
    this.#introduce(address, `guest:${address.owner}`);
    this.#store.addSingle({ ...single, customerId: this.#customerOf(single) });
    await this.#settle();
    return this.#store.rows().filter((row) => row.runId === single.id).map(toDecisionView)[0];
  }

  /** What the gate would say of a text now, and how it would read. Stores nothing. */
  async preview(address: Address, single: SingleText): Promise<Verdict | undefined> {
    this.#introduce(address, `guest:${address.owner}`);
    const context = await loadContext(this.env, this.#store);
    if (context === undefined) return undefined;
    const { merchant } = context;
    const plan = planPerson(
      {
        events: this.#store.events(),
        rows: [],
        singles: [{ ...single, customerId: this.#customerOf(single) }],
        phone: this.#store.phone(),
        ownCustomerId: this.#store.getMeta("customer_id") ?? "",
        findFlow: () => undefined,
        flowOrder: [],
        shop: { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText },
        shopZone: merchant.timeZone,
      },
      single.dueAtMs,
    );
    const text = plan.due.find((one) => one.run.id === single.id);
    const phone = this.#store.phone();
    if (text === undefined || phone === undefined) return undefined;
    const person = readPerson(this.#store, phone);
    return judge({ text, plan, person, merchant, products: new Map(), shortUrl: undefined }, single.dueAtMs);
  }

  /** Takes back a text that no gateway has been given yet. */
  async takeBack(messageId: string): Promise<"taken_back" | "handed_over" | "unknown"> {
    const row = this.#store.rows().find((one) => one.runId === messageId || one.messageId === messageId);
    if (row === undefined) return "unknown";
    if (row.reason === "taken_back") return "taken_back";
    const sent = row.messageId === undefined ? undefined : this.#store.findOutbox(row.messageId);
    if (row.isFinal || (sent !== undefined && sent.state !== "due")) return "handed_over";
    const atMs = clock.nowMs();
    this.#store.putRow({ ...row, atMs, outcome: "suppressed", reason: "taken_back", untilAtMs: undefined, isFinal: true });
    await this.#settle();
    return "taken_back";
  }

  decisions(customerId?: string): DecisionView[] {
    return this.#store
      .rows()
      .filter((row) => customerId === undefined || row.customerId === customerId)
      .sort((a, b) => a.atMs - b.atMs)
      .map(toDecisionView);
  }

  async view(about: { customerId: string; orderId: string | undefined }): Promise<PersonView | undefined> {
    const context = await loadContext(this.env, this.#store);
    if (context === undefined) return undefined;
    return viewPerson(this.#store, about, context.merchant.timeZone, clock.nowMs());
  }

  /** Works off what is due now: called by the alarm, by cron for whom it finds overdue, and by whoever releases a hold. */
  wake(): Promise<void> {
    this.#isAskedAgain = true;
    this.#working ??= this.#workUntilQuiet().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  override async alarm(): Promise<void> {
    try {
      await this.wake();
    } catch (cause) {
      // After six throws the platform drops an alarm for good: record, and come back.
      console.error(JSON.stringify({ at: "customer-object.alarm", owner: this.#store.getMeta("owner"), cause: String(cause) }));
      await this.ctx.storage.setAlarm(clock.machineNowMs() + RETRY_AFTER_FAULT_MS);
    }
  }

  /** First half of a change of number: nothing of this customer is sent from here any more, and everything is handed out. */
  async release(customerId: string, to: string): Promise<CustomerBundle> {
    await this.#working?.catch(() => undefined); // a text in flight ends first; its own caller sees its failure
    this.#store.setMoved(customerId, to);
    const events = this.#store.eventsOf(customerId);
    const isRoom = this.#store.phone() === undefined;
    const bundle = {
      events,
      // Of a waiting room no row goes along: with a number, every text is looked at for the first time.
      rows: isRoom ? [] : this.#store.rowsOf(customerId),
      singles: this.#store.singlesOf(customerId),
      consentEvents: isRoom ? events.filter((event) => event.customer?.consent !== undefined) : [],
    };
    await this.#settle();
    return bundle;
  }

  /** Second half, at the new owner: idempotent, so that a crash in between only repeats it. */
  async accept(address: Address, customerId: string, bundle: CustomerBundle): Promise<void> {
    this.#store.setMoved(customerId, undefined);
    this.#introduce(address, customerId);
    for (const event of bundle.events) this.#store.addEvent({ ...event, customerId }, customerId);
    for (const event of bundle.consentEvents) this.#store.addConsent(event);
    const known = new Set(this.#store.rows().map(rowKey));
    for (const row of bundle.rows) if (!known.has(rowKey(row))) this.#store.putRow({ ...row, customerId });
    for (const single of bundle.singles) this.#store.addSingle({ ...single, customerId });
    await this.#settle();
  }

  forget(customerId: string): void {
    this.#store.forgetCustomer(customerId);
  }

  #introduce(address: Address, customerId: string): void {
    this.#store.setMeta("merchant_id", address.merchantId);
    this.#store.setMeta("owner", address.owner);
    if (address.phone !== undefined) this.#store.setPhone(address.phone);
    const known = this.#store.getMeta("customer_id");
    const isGuess = known === undefined || known.startsWith("guest:");
    if (isGuess) this.#store.setMeta("customer_id", customerId);
  }

  #customerOf(single: SingleText): string {
    const events = this.#store.events();
    const ofOrder = events.find((event) => event.orderId !== undefined && event.orderId === single.orderId);
    return ofOrder?.customerId ?? this.#store.getMeta("customer_id") ?? single.customerId;
  }

  #releaseHolds(): void {
    for (const row of this.#store.rows()) {
      if (row.outcome === "waiting" && row.untilAtMs !== undefined && row.reason !== "pace" && row.reason !== undefined) {
        this.#store.putRow({ ...row, untilAtMs: undefined });
      }
    }
  }

  async #workUntilQuiet(): Promise<void> {
    while (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      await this.#work();
    }
  }

  async #work(): Promise<void> {
    recoverCrashedSends(this.#store, this.#sender.inFlight);
    const held = new Set<string>();
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const context = await loadContext(this.env, this.#store);
      if (context === undefined) return this.ctx.storage.deleteAlarm();
      await lookUpUnknown(this.#sender, context.merchant.id);
      const plan = planAndStore(this.#store, context, clock.nowMs());
      const text = plan.due.find((one) => !held.has(rowKey(one.row)));
      if (text === undefined) break;
      const outcome = await sendText(this.#sender, text, plan, context);
      if (outcome === "held") held.add(rowKey(text.row));
    }
    await this.#settle();
  }

  /** Plans, brings D1 up to date and arms the alarm. */
  async #settle(): Promise<void> {
    const context = await loadContext(this.env, this.#store);
    if (context === undefined) return;
    planAndStore(this.#store, context, clock.nowMs());
    await this.#copy.bringUpToDate(() => {
      const plan = planAndStore(this.#store, context, clock.nowMs());
      const nextMs = this.#nextMs(plan, context);
      this.#arm(nextMs);
      return { nextMs, isHeld: plan.due.some(isParked) };
    });
  }

  #nextMs(plan: Plan, { merchant }: Context): number | undefined {
    const phone = this.#store.phone();
    const instants = plan.due.map((text) => {
      if (!isParked(text)) return clock.nowMs();
      const { dueZone } = zonesAt(text.customer, phone, merchant.timeZone, text.dueMs);
      return expiryOf(text.step, text.dueMs, dueZone);
    });
    return earliest(plan, this.#store, instants);
  }

  #arm(nextMs: number | undefined): void {
    const atMs = nextMs === undefined ? undefined : clock.alarmAtMs(nextMs);
    // Storage operations are ordered: what follows waits for this one at the output gate.
    if (atMs === undefined) void this.ctx.storage.deleteAlarm();
    else void this.ctx.storage.setAlarm(atMs);
  }
}

const NO_PHONE_NOTE = "no usable phone number yet: texts wait until one is known";
