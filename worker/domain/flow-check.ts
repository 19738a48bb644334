import type { Flow, SendStep, Step } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import type { MessageClass } from "../../shared/contract/primitives.ts";
import { findOfferWords } from "../../shared/offer-words.ts";
import { longestClosedMs } from "./closed-stretch.ts";
import { composeText, listLinks, MAIN_LINK } from "./compose.ts";
import { findUnknownConditionFields, isKnownDateField } from "./condition-fields.ts";
import { parseDuration } from "./duration.ts";
import { findUnreachable } from "./flow-reach.ts";
import { listConditions, listSteps, type Placed } from "./flow-steps.ts";
import { checkSurroundings, type ShopMeans } from "./flow-surroundings.ts";
import { parseAnswerRange, textOfStep } from "./question.ts";
import { sampleCustomer, sampleScope } from "./sample-scope.ts";
import { checkTemplate } from "./template.ts";

export interface FlowFinding {
  /** Where in the flow's JSON: `steps.0.send.body`. */
  readonly path: string;
  readonly message: string;
}

export interface FlowCheck {
  /** The flow cannot be published. */
  readonly problems: readonly FlowFinding[];
  /** It can, and will at times not do what was meant. */
  readonly warnings: readonly FlowFinding[];
}

/** What a flow's schema cannot see. `policy` and `shopName` are those under which its texts would go. */
export function checkFlow(
  flow: Flow,
  shop: ShopMeans & { readonly policy: Policy; readonly shopName: string },
): FlowCheck {
  const around = checkSurroundings(flow, shop);
  const steps = listSteps(flow);
  const sends = steps.flatMap(({ value, path }) => {
    const text = textOfStep(value);
    return text === undefined
      ? []
      : [{ value: text, path, kind: "ask" in value ? ("ask" as const) : ("send" as const) }];
  });
  const texts = sends.flatMap(listTexts);
  return {
    problems: [
      ...(steps.length > maxSteps
        ? [{ path: "steps", message: `has ${steps.length} steps; ${maxSteps} are the most` }]
        : []),
      ...checkHoldout(flow, sends),
      ...listConditions(flow).flatMap(({ value, path }) => findUnknownConditionFields(value, path)),
      ...findUnreachable(flow),
      ...listDurations(flow).flatMap(checkLength),
      ...sends.flatMap(checkSend),
      ...steps.flatMap(checkAnswers),
      ...steps.flatMap(checkTell),
      ...texts.flatMap(checkNames),
      ...around.problems,
    ],
    warnings: [
      ...texts.flatMap(warnOfEmptyFields),
      ...texts.flatMap(warnOfOffer),
      ...texts.flatMap((text) => warnOfSegments(text, shop)),
      ...warnOfFirstText(texts, shop),
      ...warnOfExpiry(sends, shop.policy),
      ...around.warnings,
    ],
  };
}

const maxSteps = 100;

/** One body that a step may send, under the class that it would then have. */
interface StepText {
  readonly step: SendStep;
  readonly path: string;
  readonly source: string;
  readonly class: MessageClass;
  /** The address of a text's link may name fields, and has no link itself. */
  readonly isAddress: boolean;
  /** Of a translation. */
  readonly language: string | undefined;
}

function listTexts({ value: step, path, kind }: PlacedText): readonly StepText[] {
  const { body, promotionalBody, translations = {} } = step.send;
  const texts: StepText[] = [];
  const add = (place: string, source: string | undefined, textClass: MessageClass, language?: string): void => {
    if (source === undefined) return;
    texts.push({ step, path: `${path}.${kind}.${place}`, source, class: textClass, isAddress: false, language });
  };
  add("body", body, step.class);
  add("promotionalBody", promotionalBody, "promotional");
  for (const [language, translation] of Object.entries(translations)) {
    add(`translations.${language}.body`, translation?.body, step.class, language);
    add(`translations.${language}.promotionalBody`, translation?.promotionalBody, "promotional", language);
  }
  for (const { name, url } of listLinks(step)) {
    const place = name === MAIN_LINK ? `${path}.link.url` : `${path}.links.${name}.url`;
    texts.push({ step, path: place, source: url, class: step.class, isAddress: true, language: undefined });
  }
  return texts;
}

interface PlacedText extends Placed<SendStep> {
  readonly kind: "send" | "ask";
}

function checkNames({ step, path, source, isAddress }: StepText): readonly FlowFinding[] {
  const check = checkTemplate(source);
  const findings = check.problems.map(({ message }) => ({ path, message }));
  if (isAddress && (check.usesLink || check.namedLinks.length > 0)) {
    findings.push({ path, message: "names a link: a link leads to a page, not to a link" });
  } else if (check.usesLink && step.link === undefined) {
    findings.push({ path, message: "prints {{ link }}, and the step has no link" });
  }
  if (!isAddress) {
    for (const name of check.namedLinks.filter((one) => !Object.hasOwn(step.links ?? {}, one)))
      findings.push({ path, message: `prints a link "${name}" that the step does not have` });
  }
  const isFixed = isAddress && check.problems.length === 0 && check.fields.length === 0 && !source.includes("{");
  if (isFixed && !/^https?:\/\/[^\s/]/i.test(source))
    findings.push({ path, message: "must begin with http:// or https://" });
  return findings;
}

/** No number may fall under two answers, and none may fall under a range that runs backwards. */
function checkAnswers({ value: step, path }: Placed<Step>): readonly FlowFinding[] {
  if (!("ask" in step)) return [];
  const own = `${path}.ask.answers`;
  const ranges = Object.keys(step.ask.answers).map((range) => ({ range, ...parseAnswerRange(range) }));
  if (ranges.length === 0) return [{ path: own, message: "has no answer: say which numbers lead where" }];
  return ranges.flatMap(({ range, from, to }, index) => {
    if (from > to) return [{ path: `${own}.${range}`, message: "runs backwards" }];
    const other = ranges.slice(0, index).find((one) => from <= one.to && to >= one.from);
    return other === undefined ? [] : [{ path: `${own}.${range}`, message: `overlaps with ${other.range}` }];
  });
}

/** What `data` prints is known when the run comes to it. */
function checkTell({ value: step, path }: Placed<Step>): readonly FlowFinding[] {
  if (!("tell" in step)) return [];
  return Object.entries(step.tell.data ?? {}).flatMap(([name, value]) => {
    const own = `${path}.tell.data.${name}`;
    return typeof value === "string"
      ? checkTemplate(value).problems.map(({ message }) => ({ path: own, message }))
      : [];
  });
}

function checkSend({ value: step, path }: Placed<SendStep>): readonly FlowFinding[] {
  const findings: FlowFinding[] = [];
  if (step.quiet === "ignore" && step.class !== "transactional") {
    findings.push({ path: `${path}.quiet`, message: "only a transactional text may ignore quiet hours" }); // R6
  }
  if (typeof step.from === "object" && !isKnownDateField(step.from.field)) {
    findings.push({ path: `${path}.from.field`, message: `There is no field ${step.from.field}` });
  }
  return findings;
}

/** R13, R14: whom a holdout leaves out would miss a text about their own order. */
function checkHoldout(flow: Flow, sends: readonly Placed<SendStep>[]): readonly FlowFinding[] {
  const transactional = sends.find(({ value }) => value.class === "transactional");
  if ((flow.holdout ?? 0) === 0 || transactional === undefined) return [];
  return [{ path: "holdout", message: `would withhold the transactional text at ${transactional.path}` }];
}

/** Times that only pass forward; `after` alone may be negative ("three days before"). */
function listDurations(flow: Flow): readonly Placed<string>[] {
  const { reentry } = flow;
  const found = typeof reentry === "object" ? [{ value: reentry.after, path: "reentry.after" }] : [];
  for (const { value: step, path } of listSteps(flow)) {
    if (("send" in step || "ask" in step) && step.expires !== undefined) {
      found.push({ value: step.expires, path: `${path}.expires` });
    }
    if ("ask" in step && step.ask.timeout !== undefined) {
      found.push({ value: step.ask.timeout, path: `${path}.ask.timeout` });
    }
    if ("waitFor" in step && step.waitFor.timeout !== undefined) {
      found.push({ value: step.waitFor.timeout, path: `${path}.waitFor.timeout` });
    }
  }
  return found;
}

function checkLength({ value, path }: Placed<string>): readonly FlowFinding[] {
  return lengthMs(value) > 0 ? [] : [{ path, message: "must be longer than no time at all" }];
}

function warnOfEmptyFields({ path, source }: StepText): readonly FlowFinding[] {
  return checkTemplate(source).mayBeEmpty.map((field) => ({
    path,
    message: `${field} may be empty, and then the text does not go: give it a default`,
  }));
}

/** R1; 47 CFR 64.1200(f)(13): what encourages a purchase is an advertisement, whatever else it says. */
function warnOfOffer({ path, source, class: textClass, isAddress }: StepText): readonly FlowFinding[] {
  const words = textClass === "transactional" && !isAddress ? findOfferWords(source) : [];
  if (words.length === 0) return [];
  return [{ path, message: `offers something (${words.join(", ")}): that makes it promotional, whatever its class` }];
}

function warnOfSegments(text: StepText, means: Measure): readonly FlowFinding[] {
  const segments = countUsually(text, means, { isFirstText: false });
  if (segments <= 1) return [];
  return [{ path: text.path, message: `takes ${segments} segments at usual values, its last line counted` }];
}

/** Of a flow's texts the first that fits one segment only while it is not the first that a number gets. */
function warnOfFirstText(texts: readonly StepText[], means: Measure): readonly FlowFinding[] {
  for (const text of means.policy.footer.firstTextLine ? texts : []) {
    const segments = countUsually(text, means, { isFirstText: true });
    if (segments <= 1 || countUsually(text, means, { isFirstText: false }) > 1) continue;
    const message = `takes ${segments} segments where it is the first text to a number: then it also says who writes, what it costs and how to get help`;
    return [{ path: text.path, message }];
  }
  return [];
}

type Measure = Pick<Parameters<typeof checkFlow>[1], "policy" | "shopName">;

/** 0 where no text comes of it. */
function countUsually(
  { step, path, class: textClass, isAddress, language = "en" }: StepText,
  { policy, shopName }: Measure,
  { isFirstText }: { readonly isFirstText: boolean },
): number {
  if (isAddress) return 0;
  const composed = composeText({
    step,
    class: textClass,
    variant: path.endsWith("promotionalBody") ? "promotional" : "own",
    scope: { ...sampleScope, customer: { ...sampleCustomer, locale: language } },
    shortUrls: {},
    shopName,
    timeZone: "America/New_York",
    isFirstText,
    footer: policy.footer,
  });
  return composed.kind === "text" ? composed.segments : 0;
}

function warnOfExpiry(sends: readonly Placed<SendStep>[], policy: Policy): readonly FlowFinding[] {
  const closedMs = longestClosedMs(policy.quietHours);
  return sends.flatMap(({ value: step, path }) => {
    const defers = (step.quiet ?? "defer") === "defer";
    if (!defers || step.expires === undefined || lengthMs(step.expires) >= closedMs) return [];
    return [
      {
        path: `${path}.expires`,
        message: "is shorter than the longest closed stretch: some texts will expire waiting",
      },
    ];
  });
}

/** At least; a month has 28 days here. */
function lengthMs(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) return 0;
  const days = duration.years * 365 + duration.months * 28 + duration.weeks * 7 + duration.days;
  return duration.sign * (days * 86_400_000 + duration.timeMs);
}
