import { Temporal } from "temporal-polyfill";
import { isAgainstLaw, isQuiet, readWall, threeADay } from "./clocks.ts";
import type { PersonFacts, PublishedFlow, Row, Step, Text, ToldEvent, Year } from "./year.ts";

/** Every breach of R1–R17 that can be seen from outside, each as a line that names the rule and the text. */
export function checkYear(year: Year): string[] {
  const view = readYear(year);
  const broken: string[] = [];
  for (const text of view.texts) {
    for (const breach of checkText(text, view)) broken.push(`${breach}: ${text.at} ${text.to} ${text.body}`);
  }
  return [
    ...broken,
    ...checkCaps(view),
    ...checkOrder(view),
    ...checkRuns(view),
    ...checkRows(view),
    ...checkHoldouts(view),
  ];
}

/** A text of a flow, with all that is known of it. */
interface KnownText extends Text {
  readonly atMs: number;
  readonly flow: PublishedFlow;
  readonly step: Step;
  readonly row: Row;
  readonly trigger: ToldEvent;
}

interface View {
  readonly year: Year;
  readonly texts: readonly KnownText[];
  /** By id, each as it was first told. */
  readonly events: readonly ToldEvent[];
}

function readYear(year: Year): View {
  const events = [...new Map([...year.events].reverse().map((event) => [event.id, event])).values()];
  const rowOf = new Map(
    year.rows.flatMap((row) => (row.messageId === undefined ? [] : [[row.messageId, row] as const])),
  );
  const byPlace = new Map(
    year.rows.map((row) => [`${row.flow} ${row.version} ${row.order ?? ""} ${row.customer} ${row.step}`, row]),
  );
  const texts = year.texts.flatMap((text): KnownText[] => {
    // `flow.step vN order customer path`
    const [, key, name, version, order, customer, path] =
      /^(\w+)\.(\w+) v(\d+) (\S+) (\S+) (\S+)/.exec(text.body) ?? [];
    if (key === undefined) return []; // an answer of the Worker's own
    const flow = year.flows.find((one) => one.key === key && one.version === Number(version));
    const step = flow?.steps.find((one) => one.name === name);
    const row = byPlace.get(`${key} ${version} ${order} ${customer} ${path}`) ?? rowOf.get(text.id);
    if (flow === undefined || step === undefined || row === undefined)
      throw new Error(`a text of nobody: ${text.body}`);
    const trigger = triggerOf(flow, order ?? "", events);
    if (trigger === undefined) throw new Error(`a text that nothing started: ${text.body}`);
    return [{ ...text, atMs: Date.parse(text.at), flow, step, row, trigger }];
  });
  return { year, texts, events };
}

/** The first live event of the order of the flow's kind. */
function triggerOf(flow: PublishedFlow, order: string, events: readonly ToldEvent[]): ToldEvent | undefined {
  const own = events.filter((event) => event.type === flow.event && event.order === order);
  return own.filter((event) => event.live && !event.test).sort((a, b) => a.occurredMs - b.occurredMs)[0] ?? own[0];
}

function checkText(text: KnownText, view: View): readonly string[] {
  const { year } = view;
  const { atMs, flow, step, trigger } = text;
  const isFree = step.class === "transactional";
  const breaches: string[] = [];
  const whose = personAt(year, trigger.customer, atMs);
  if (whose === undefined) return ["R3 nobody's text"];
  if (whose.phone !== text.to) breaches.push("R3 sent to a number that is not theirs any more");

  const lastWord = lastBy(
    year.optOuts.filter(({ phone }) => phone === text.to),
    atMs,
  );
  if (lastWord?.isOut === true && lastWord.atMs < atMs) breaches.push("R2 sent after an opt-out");
  const consent = lastBy(
    year.consents.filter(({ phone }) => phone === text.to),
    atMs,
  );
  if (!isFree && consent?.isIn !== true) breaches.push("R15 sent without an opt-in");

  const policy = lastBy(
    year.policies.map((one) => ({ ...one, atMs: one.fromMs })),
    atMs,
  );
  for (const zone of whose.zones) {
    const wall = readWall(zone, atMs);
    if (step.quiet !== "ignore" && policy?.quietHours && isQuiet(wall, policy.quietHours))
      breaches.push(`R5 sent in quiet hours of ${zone}`);
    if (!isFree && policy?.stateLaw && isAgainstLaw(wall, whose.states))
      breaches.push(`R6 sent against the law of ${whose.states}`);
  }
  for (const { scope, fromMs, toMs } of year.holds) {
    const isHeld =
      scope === "all" ||
      (scope === "promotional" && step.class === "promotional") ||
      (typeof scope === "object" && scope.flow === flow.key);
    if (isHeld && atMs > fromMs && atMs < toMs) breaches.push("R17 sent while it was held");
  }
  if (!trigger.live) breaches.push("R16 sent for an import");
  if (trigger.test) breaches.push("R11 sent for a test order");
  if (trigger.toldMs > atMs) breaches.push("R4 sent before it was heard of");
  breaches.push(
    ...checkExits(text, view),
    ...checkAge(text, view),
    ...checkTime(text, whose, year),
    ...checkAnswer(text, view),
  );
  const live = year.flows.filter((one) => one.key === flow.key && one.fromMs <= trigger.toldMs).at(-1);
  if (live?.version !== flow.version)
    breaches.push(`R9 version ${flow.version} for a run that began under ${live?.version}`);
  return breaches;
}

function checkExits(text: KnownText, { events }: View): readonly string[] {
  const { flow, trigger, atMs } = text;
  // What is told at the very instant of a text may come after it: the checker tells everything after a move of the clock.
  const known = events.filter((event) => event.toldMs < atMs && event.customer === trigger.customer);
  const ofOrder = known.filter((event) => event.order === trigger.order && event.id !== trigger.id);
  const isEmpty = ofOrder.some(
    (event) => (event.type === "order.refunded" && event.isAll) || event.type === "order.cancelled",
  );
  const breaches = flow.requiresItems && isEmpty ? ["R2 sent though nothing of the order is left"] : [];
  for (const { event: type, match } of flow.exitOn) {
    const found = (match === "customer" ? known : ofOrder).find((event) => {
      if (event.type !== type || event.test) return false;
      if (match === "order_all_items") return event.isAll === true;
      if (match === "customer")
        return event.order !== trigger.order && placedMs(event, events) > placedMs(trigger, events);
      return !isClosedTicket(event, trigger, known);
    });
    if (found !== undefined) breaches.push(`R2 sent after ${found.type} of ${found.order ?? "nothing"} was known`);
  }
  return breaches;
}

function placedMs(event: ToldEvent, events: readonly ToldEvent[]): number {
  const placed = events.find(({ type, order }) => type === "order.placed" && order === event.order);
  return placed?.occurredMs ?? event.occurredMs;
}

/** A ticket from before the trigger counts while it is open. */
function isClosedTicket(event: ToldEvent, trigger: ToldEvent, known: readonly ToldEvent[]): boolean {
  if (event.type !== "support.opened" || event.occurredMs > trigger.occurredMs) return false;
  return known.some(
    (other) =>
      other.type === "support.closed" &&
      other.order === event.order &&
      other.occurredMs >= event.occurredMs &&
      other.occurredMs <= trigger.occurredMs,
  );
}

const ranks: Readonly<Record<string, number>> = {
  "order.shipped": 1,
  "order.out_for_delivery": 2,
  "order.delivered": 3,
};

/** R10: news that is old by now. */
function checkAge({ flow, step, trigger, atMs }: KnownText, { events }: View): readonly string[] {
  const known = events.filter(
    (event) => event.order === trigger.order && event.toldMs < atMs && event.id !== trigger.id,
  );
  const rank = ranks[trigger.type] ?? 0;
  const isNews = step.class === "transactional" && step.isFromTrigger && step.unless === undefined && rank > 0;
  const breaches: string[] = [];
  if (isNews && known.some((event) => (ranks[event.type] ?? 0) > rank))
    breaches.push("R10 sent though the order is known to be further");
  if (known.some(({ type }) => flow.supersededBy?.includes(type))) breaches.push("R2 sent though superseded");
  if (known.some(({ type }) => step.unless?.includes(type))) breaches.push("R2 sent in spite of its unless");
  return breaches;
}

/** R4: of steps that count from the trigger, on the clock of whoever has stated one. Never early; on the instant where nothing held it. */
function checkTime(text: KnownText, whose: PersonFacts, year: Year): readonly string[] {
  const { step, trigger, atMs, row } = text;
  const then =
    personAt(year, trigger.customer, trigger.occurredMs) ??
    year.people.find(({ customer }) => customer === trigger.customer) ??
    whose;
  const [zone, ...others] = then.zones;
  if (!step.isFromTrigger || zone === undefined || others.length > 0) return [];
  let due = Temporal.Instant.fromEpochMilliseconds(trigger.occurredMs).toZonedDateTimeISO(zone);
  if (step.after !== undefined) due = due.add(step.after);
  if (step.localTime !== undefined) {
    const today = due.withPlainTime(step.localTime);
    due =
      Temporal.ZonedDateTime.compare(today, due) < 0
        ? due.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: step.localTime })
        : today;
  }
  const dueMs = Math.max(due.epochMilliseconds, trigger.toldMs);
  const breaches: string[] = [];
  if (atMs < dueMs) breaches.push(`R4 sent before ${new Date(dueMs).toISOString()}`);
  if (row.rule === undefined && atMs !== dueMs)
    breaches.push(`R4 held by nothing and not sent at ${new Date(dueMs).toISOString()}`);
  if (step.expires !== undefined) {
    const end = Temporal.Instant.fromEpochMilliseconds(dueMs)
      .toZonedDateTimeISO(zone)
      .add(step.expires).epochMilliseconds;
    if (atMs >= end) breaches.push(`R4 sent when it had expired at ${new Date(end).toISOString()}`);
  }
  return breaches;
}

function checkAnswer(text: KnownText, { year, texts }: View): readonly string[] {
  const { answer } = text.step;
  if (answer === undefined) return [];
  const question = texts.find((one) => one.row.run === text.row.run && one.step.name === "ask");
  const said = year.replies.filter(
    ({ phone, atMs }) => phone === text.to && question !== undefined && atMs >= question.atMs && atMs <= text.atMs,
  );
  const isMeant = said.some(({ body }) => Number(body) >= answer.from && Number(body) <= answer.to);
  return isMeant ? [] : ["an answer's text without the answer"];
}

/** R12, R14, section 3: rolling windows of what was sent or held out, doubled where three texts met with silence. */
function checkCaps({ year, texts, events }: View): readonly string[] {
  const broken: string[] = [];
  const heldOut = year.rows
    .filter((row) => row.reason === "holdout")
    .map((row) => ({
      class: row.class,
      atMs: Date.parse(row.at),
      to: personAt(year, row.customer, Date.parse(row.at))?.phone,
      isHeldOut: true,
      text: undefined,
    }));
  const sent = texts.map((text) => ({
    class: text.step.class as string,
    atMs: text.atMs,
    to: text.to as string | undefined,
    isHeldOut: false,
    text,
  }));
  const counted = [...heldOut, ...sent].sort((a, b) => a.atMs - b.atMs);
  for (const one of sent) {
    const { text, atMs } = one;
    if (one.class === "transactional") continue;
    const policy = lastBy(
      year.policies.map((set) => ({ ...set, atMs: set.fromMs })),
      atMs,
    );
    const before = counted.filter(
      (other) =>
        other.to === one.to &&
        other !== one &&
        (other.atMs < atMs || (other.atMs === atMs && counted.indexOf(other) < counted.indexOf(one))),
    );
    const signMs = Math.max(
      Number.NEGATIVE_INFINITY,
      ...year.replies
        .filter(({ phone, atMs: repliedMs }) => phone === one.to && repliedMs <= atMs)
        .map((reply) => reply.atMs),
      ...events
        .filter(
          (event) =>
            event.type === "order.placed" &&
            !event.test &&
            event.toldMs <= atMs &&
            hadPhone(year, event.customer, one.to, atMs),
        )
        .map((event) => event.occurredMs),
    );
    const silent = before.filter(
      (other) => !other.isHeldOut && other.class !== "transactional" && other.atMs > signMs,
    ).length;
    const isDoubled = policy?.capDoubling === true && silent >= 3;
    const states = personAt(year, text.trigger.customer, atMs)?.states ?? [];
    const isOfThree = policy?.stateLaw === true && states.some((state) => threeADay.has(state));
    const law = isOfThree ? [{ classes: ["relationship", "promotional"], max: 3, windowSeconds: 86_400 }] : [];
    for (const { classes, max, windowSeconds, factor } of [
      ...(policy?.caps ?? []).map((cap) => ({ ...cap, factor: isDoubled ? 2 : 1 })),
      ...law.map((cap) => ({ ...cap, factor: 1 })),
    ]) {
      if (!classes.includes(one.class)) continue;
      const windowMs = windowSeconds * 1000 * factor;
      const within = before.filter((other) => classes.includes(other.class) && other.atMs + windowMs > atMs);
      if (within.length >= max)
        broken.push(`R12 over the cap of ${max} in ${windowSeconds * factor} s: ${text.at} ${text.to} ${text.body}`);
    }
  }
  return broken;
}

function hadPhone(year: Year, customer: string, phone: string | undefined, atMs: number): boolean {
  return personAt(year, customer, atMs)?.phone === phone;
}

const classes = ["transactional", "relationship", "promotional"];

/** R12: of one instant transactional first, then relationship, then promotional, then by rank. */
function checkOrder({ texts }: View): readonly string[] {
  const broken: string[] = [];
  for (const [index, text] of texts.entries()) {
    // What was told at that very instant came after what was due at it.
    const earlier = texts
      .slice(0, index)
      .filter(
        (one) =>
          one.to === text.to &&
          one.atMs === text.atMs &&
          text.trigger.toldMs < text.atMs &&
          one.step.answer === undefined,
      );
    for (const before of earlier) {
      const byClass = classes.indexOf(before.step.class) - classes.indexOf(text.step.class);
      if (byClass > 0 || (byClass === 0 && before.flow.rank < text.flow.rank))
        broken.push(`R12 ${before.body} went before ${text.body} at ${text.at}`);
    }
  }
  return broken;
}

/** R7, R8: one run per flow and order, one text per step of it, and per customer one run at a time. */
function checkRuns({ year, texts }: View): readonly string[] {
  const broken: string[] = [];
  const seen = new Set<string>();
  for (const text of texts) {
    const key = `${text.flow.key}.${text.step.name} ${text.trigger.order}`;
    if (seen.has(key)) broken.push(`R8 twice: ${text.at} ${text.to} ${text.body}`);
    seen.add(key);
  }
  const runs = new Map<string, Set<string>>();
  const versions = new Map<string, number>();
  for (const row of year.rows.filter(({ flow }) => year.flows.some(({ key }) => key === flow))) {
    const key = `${row.flow} ${row.order}`;
    runs.set(key, (runs.get(key) ?? new Set()).add(row.run));
    if ((versions.get(row.run) ?? row.version) !== row.version) broken.push(`R9 ${row.run} has two versions`);
    versions.set(row.run, row.version);
  }
  for (const [key, own] of runs) if (own.size > 1) broken.push(`R7 ${own.size} runs of ${key}`);
  for (const flow of new Map(year.flows.map((one) => [one.key, one])).values()) {
    if (flow.reentry !== "never") continue;
    const entered = texts.filter((text) => text.flow.key === flow.key);
    for (const customer of new Set(entered.map(({ trigger }) => trigger.customer))) {
      const own = new Set(entered.filter(({ trigger }) => trigger.customer === customer).map(({ row }) => row.run));
      if (own.size > 1) broken.push(`R7 ${customer} entered ${flow.key} ${own.size} times`);
    }
  }
  return broken;
}

const reasons = new Set(
  (
    "opted_out no_consent holdout exited superseded condition missing_field content expired reserved no_entry test_order no_phone " +
    "taken_back dead_link unreachable gateway_rejected stopped brake paused budget pace quiet_hours cap"
  ).split(" "),
);
const open = new Set(["stopped", "paused", "brake", "budget"]);

/** R11: one row a text, changed in place, and nothing silent. */
function checkRows({ year, texts }: View): readonly string[] {
  const broken: string[] = [];
  const places = year.rows.map((row) => `${row.run} ${row.step}`);
  if (new Set(places).size !== places.length) broken.push("R11 two rows of one text");
  const sent = year.rows.filter((row) => row.outcome === "sent" && row.flow !== "system");
  if (sent.length !== texts.length) broken.push(`R11 ${sent.length} rows are sent, and ${texts.length} texts went`);
  for (const row of year.rows) {
    const what = `${row.run} ${row.step} ${row.outcome} ${row.reason ?? "without a reason"}`;
    if (row.outcome === "sent") {
      if (row.flow !== "system" && !texts.some((text) => text.row === row && text.at === row.at))
        broken.push(`R11 no text for ${what}`);
    } else if (row.reason !== undefined && !reasons.has(row.reason)) broken.push(`R11 ${what}`);
    else if (row.outcome === "suppressed" && row.reason === undefined) broken.push(`R11 ${what}`);
    else if (
      row.outcome === "waiting" &&
      row.reason !== undefined &&
      row.untilAt === undefined &&
      !open.has(row.reason)
    )
      broken.push(`R11 no end of ${what}`);
    else if (row.outcome === "failed" || row.outcome === "unknown") broken.push(`R8 ${what}`);
  }
  return broken;
}

/** R13: whoever was held out of a flow stays out, also when its share grows; whoever was not may be only once it has. */
function checkHoldouts({ year, texts }: View): readonly string[] {
  const broken: string[] = [];
  const held = year.rows.filter((row) => row.reason === "holdout");
  for (const row of held) {
    const flow = year.flows.find((one) => one.key === row.flow && one.version === row.version);
    const phone = personAt(year, row.customer, Date.parse(row.at))?.phone;
    if ((flow?.holdout ?? 0) === 0 || row.class === "transactional") broken.push(`R13 ${row.run} held out of nothing`);
    for (const text of texts) {
      const isSame =
        text.to === phone &&
        text.flow.key === row.flow &&
        text.flow.holdout >= (flow?.holdout ?? 0) &&
        text.step.class !== "transactional";
      if (isSame) broken.push(`R13 ${row.run} was held out, and ${text.body} went to the same number`);
    }
  }
  return broken;
}

function personAt(year: Year, customer: string, atMs: number): PersonFacts | undefined {
  return lastBy(
    year.people.filter((one) => one.customer === customer).map((one) => ({ ...one, atMs: one.fromMs })),
    atMs,
  );
}

function lastBy<T extends { readonly atMs: number }>(list: readonly T[], atMs: number): T | undefined {
  return list
    .filter((one) => one.atMs <= atMs)
    .reduce<T | undefined>((last, one) => (last !== undefined && last.atMs > one.atMs ? last : one), undefined);
}
