import { DurableObject } from "cloudflare:workers";
import { clock } from "../clock.ts";
import type { DryRun } from "../domain/dry-run.ts";
import type { SingleText } from "../domain/single-text.ts";
import type { Receipt } from "../gateways/gateway.ts";
import { logError } from "../log.ts";
import { forgetMerchant } from "../merchants/merchant-rules.ts";
import { appliedWrite } from "../tables/store-events.ts";
import { loadContext, planAndStore } from "./customer-context.ts";
import type {
  Address,
  ConnectedStore,
  CustomerBundle,
  DecisionView,
  EventBatch,
  Handover,
  IncomingText,
  PersonView,
  Preview,
  ReceiptResult,
  ReceiveResult,
  RecordAbout,
  RecordParts,
  SingleView,
  WaitingReply,
} from "./customer-messages.ts";
import { handOver, takeOver } from "./customer-moves.ts";
import { CustomerStore } from "./customer-store.ts";
import { toDecisionView, viewDecisions, viewPerson, viewSingle } from "./customer-views.ts";
import { type DryRunAsk, dryRunHere } from "./dry-runs.ts";
import { type EnrolAsk, type Enrolled, enrol } from "./enrol.ts";
import { type EraseAsk, type Erased, keepRemains, prepareErasure } from "./erase.ts";
import { exportPerson } from "./export-person.ts";
import { isHeld, isHeldByNews } from "./held-row.ts";
import { customerOf, introduce } from "./identity.ts";
import { takeIncomingText } from "./incoming-text.ts";
import { type MoveAsk, type MovedRun, moveRuns, type RunView, viewRuns } from "./move-runs.ts";
import { offerFlows } from "./offer-flows.ts";
import { readRecord, readWaitingReply } from "./person-record.ts";
import { previewText } from "./preview-text.ts";
import { settleReceipt } from "./settle-outcome.ts";
import { type TakenBack, takeBack } from "./take-back.ts";
import { WorkLoop } from "./work-loop.ts";

/**
 * One per (merchant, phone number): everything of that person, their timer and their outbox. It decides nothing: it reads its
 * state, asks the plan and the gate, writes down what they say, and arms one alarm for the earliest due row.
 */
export class CustomerObject extends DurableObject<Env> {
  readonly #store: CustomerStore;
  readonly #loop: WorkLoop;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#store = new CustomerStore(ctx.storage.sql);
    this.#loop = new WorkLoop(env, this.#store, ctx.storage);
    void ctx.blockConcurrencyWhile(async () => clock.ready());
  }

  /** Takes events in, once each. Returns when they are durable, their due instants indexed and the alarm armed. */
  async receive(batch: EventBatch): Promise<ReceiveResult> {
    const offered = await offerFlows(this.env, batch.merchantId, batch.events);
    // From here to the first await the customer stays where they are.
    const movedTo = this.#store.movedTo(batch.customerId);
    if (movedTo !== undefined) return { kind: "moved", to: movedTo };
    introduce(this.#store, batch, batch.customerId);
    const before = new Set(this.#store.rows().map((row) => row.runId));
    for (const event of offered) {
      if (!this.#store.addEvent(event, batch.customerId)) continue;
      this.#store.addConsent(event);
      // A new zone, number or consent changes what held a text: it is looked at again now, not when its hold ends.
      this.#store.releaseHolds(event.customer === undefined ? isHeldByNews : isHeld);
    }
    const { delivery } = batch;
    await this.#loop.settle(delivery && appliedWrite(this.env.DB, delivery));
    const runs = [...new Set(this.#store.rows().map((row) => row.runId))].filter((run) => !before.has(run));
    const notes = batch.phone === undefined && this.#store.phone() === undefined ? [NO_PHONE_NOTE] : [];
    return { kind: "received", runs, notes };
  }

  /** A customer's own text: STOP takes effect for everything that no gateway has taken yet. */
  async receiveText(text: IncomingText): Promise<void> {
    introduce(this.#store, text, `guest:${text.owner}`);
    const context = await loadContext(this.env, this.#store);
    if (context === undefined) return;
    const { questions } = planAndStore(this.#store, context, clock.nowMs());
    this.#store.releaseHolds(isHeldByNews); // a reply may end what held a text
    takeIncomingText(this.#store, text, { merchant: context.merchant, questions });
    await this.#loop.settle();
  }

  async receiveReceipt(merchantId: string, messageId: string, receipt: Receipt): Promise<ReceiptResult> {
    const row = this.#store.getMeta("merchant_id") === merchantId ? this.#store.findOutbox(messageId) : undefined;
    if (row === undefined) return { kind: "unknown" };
    if (settleReceipt(this.#store, row, receipt)) await this.#loop.settle();
    const movedTo = row.class === "system" ? undefined : this.#store.movedTo(row.customerId);
    return movedTo === undefined ? { kind: "settled" } : { kind: "moved", to: movedTo };
  }

  /** Puts a single text in line. The same id again changes nothing. */
  async submit(address: Address, single: SingleText): Promise<DecisionView | undefined> {
    introduce(this.#store, address, `guest:${address.owner}`);
    this.#store.addSingle({ ...single, customerId: customerOf(this.#store, single) });
    await this.#loop.settle();
    return this.#store
      .rows()
      .filter((row) => row.runId === single.id)
      .map(toDecisionView)[0];
  }

  /** A text to the merchant's own phone. An opt-out of that number holds for it too. */
  async submitTest(address: Address, single: SingleText): Promise<"taken" | "opted_out"> {
    introduce(this.#store, address, `guest:${address.owner}`);
    if (this.#store.optOut()?.scope === "all") return "opted_out";
    this.#store.addSingle(single);
    await this.#loop.settle();
    return "taken";
  }

  /** What the gate would say of a text now, and how it would read. Stores nothing. */
  preview(address: Address, single: SingleText): Promise<Preview | undefined> {
    introduce(this.#store, address, `guest:${address.owner}`);
    return previewText(this.env, this.#store, { ...single, customerId: customerOf(this.#store, single) });
  }

  single(id: string): SingleView | undefined {
    return viewSingle(this.#store, id);
  }

  /** Takes back a text that no gateway has been given yet. */
  async takeBack(messageId: string): Promise<TakenBack> {
    const { result, isNew } = takeBack(this.#store, messageId, clock.nowMs());
    if (isNew) await this.#loop.settle();
    return result;
  }

  decisions(customerId?: string): DecisionView[] {
    return viewDecisions(this.#store, customerId);
  }

  async view(about: { customerId: string; orderId: string | undefined }): Promise<PersonView | undefined> {
    const context = await loadContext(this.env, this.#store);
    return context && viewPerson(this.#store, about, context.merchant, clock.nowMs());
  }

  async record(about: RecordAbout): Promise<RecordParts | undefined> {
    const context = await loadContext(this.env, this.#store);
    return context && readRecord(this.env, this.#store, context.merchant, about);
  }

  waitingReply(stores: readonly ConnectedStore[]): WaitingReply | undefined {
    return readWaitingReply(this.#store, stores);
  }

  /** Nothing is to be said to this one. A later one goes on waiting; false where this one waits no more. */
  async closeReply(id: string): Promise<boolean> {
    const reply = this.#store.waitingReply();
    if (reply?.id === id) this.#store.answerReply(reply.atMs);
    await this.#loop.settle();
    return reply?.id === id;
  }

  /** R9: what moving this person's runs to another version changes, and, unless asked to look only, does it. */
  async moveRuns(ask: MoveAsk): Promise<readonly MovedRun[]> {
    const versions = [ask.from, ask.to].map((version) => ({ key: ask.flow, version }));
    const context = await loadContext(this.env, this.#store, versions);
    if (context === undefined) return [];
    await this.#loop.untilIdle();
    const moved = moveRuns(this.#store, context, ask, clock.nowMs());
    if (!ask.dryRun && moved.length > 0) await this.#loop.settle();
    return moved;
  }

  /** R16: lets past buyers in, or says what that would send. */
  async enrol(ask: EnrolAsk): Promise<readonly Enrolled[]> {
    const context = await loadContext(this.env, this.#store, [{ key: ask.flow, version: ask.version }]);
    if (context === undefined) return [];
    const enrolled = enrol(this.#store, context, ask, clock.nowMs());
    if (!ask.dryRun && enrolled.some(({ outcome }) => outcome === "enters")) await this.#loop.settle();
    return enrolled;
  }

  /** What flows would send about an order of this person. Stores nothing. */
  async dryRun(ask: DryRunAsk): Promise<DryRun> {
    const context = await loadContext(this.env, this.#store);
    return context === undefined ? { texts: [], waits: [] } : dryRunHere(this.#store, context, ask);
  }

  /** This person's runs of a flow, the ended ones too. */
  async runsOf(flow: string): Promise<readonly RunView[]> {
    const context = await loadContext(this.env, this.#store);
    return context === undefined ? [] : viewRuns(this.#store, context, flow, clock.nowMs());
  }

  /**
   * Works off what is due now: called by cron for whom it finds overdue, and by whoever releases a hold. `changedMerchantId`:
   * what this isolate knows of that merchant is from before the release, up to a second ago, and would hold the texts again.
   */
  wake(changedMerchantId?: string): Promise<void> {
    if (changedMerchantId !== undefined) {
      forgetMerchant(changedMerchantId);
      this.#store.releaseHolds(({ reason }) => reason === "budget");
    }
    return this.#loop.runForIndex();
  }

  override async alarm(): Promise<void> {
    try {
      await this.#loop.run();
    } catch (cause) {
      logError("customer-object.alarm", { owner: this.#store.getMeta("owner") }, cause); // the loop comes back by itself
    }
  }

  /** Hands a customer's everything to their new owner; undefined where a later move has overtaken this one. */
  async release({ customerId, epoch }: Handover, to: string): Promise<CustomerBundle | undefined> {
    await this.#loop.untilIdle();
    const bundle = handOver(this.#store, { customerId, to, epoch });
    if (bundle !== undefined) await this.#loop.settle();
    return bundle;
  }

  /** False where a later move has overtaken this one. */
  async accept(address: Address, { customerId, epoch }: Handover, bundle: CustomerBundle): Promise<boolean> {
    if (!takeOver(this.#store, customerId, epoch, bundle)) return false;
    introduce(this.#store, address, customerId);
    await this.#loop.settle();
    return true;
  }

  /** Once the new owner has everything. */
  async forget({ customerId, epoch }: Handover): Promise<void> {
    if (this.#store.movedTo(customerId) === undefined || this.#store.epochOf(customerId) !== epoch) return;
    this.#store.forgetCustomer(customerId);
    await this.#loop.settle();
  }

  /** GDPR 17: nothing of these customers stays, nor of anybody where nobody else has this number, but an opt-out. */
  async erase(ask: EraseAsk): Promise<Erased> {
    await this.#loop.untilIdle();
    const erased = prepareErasure(this.#store, ask);
    if (!erased.isEmpty) {
      for (const customerId of ask.customers) this.#store.eraseCustomer(customerId);
      await this.#loop.settle();
      return erased;
    }
    const kept = keepRemains(this.#store);
    await this.ctx.storage.deleteAlarm();
    if (kept.length === 0) {
      await this.ctx.storage.deleteAll();
      this.#store.reopen();
    }
    this.#loop.forgetIndex();
    return erased;
  }

  /** GDPR 15: everything of these customers, or of the number. */
  export(customers: readonly string[] | undefined) {
    return exportPerson(this.#store, customers);
  }
}

const NO_PHONE_NOTE = "no usable phone number yet: texts wait until one is known";
