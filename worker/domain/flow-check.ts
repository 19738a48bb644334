import type { Flow, SendStep, Step } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { findOfferWords } from "../../shared/offer-words.ts";
import { findUnknownConditionFields, isKnownDateField, suggestDateField } from "./condition-fields.ts";
import { warnOfOperands } from "./condition-operands.ts";
import { checkDurations, warnOfExpiry, warnOfPast } from "./flow-durations.ts";
import { findUnreachable } from "./flow-reach.ts";
import { warnOfFirstText, warnOfSegments } from "./flow-segments.ts";
import { listConditions, listSteps, type Placed } from "./flow-steps.ts";
import { checkSurroundings, type ShopMeans } from "./flow-surroundings.ts";
import { isWebAddress, listTexts, type StepText } from "./flow-texts.ts";
import { parseAnswerRange, textOfStep } from "./question.ts";
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
      ...checkDurations(flow),
      ...sends.flatMap(checkSend),
      ...steps.flatMap(checkAnswers),
      ...steps.flatMap(checkArms),
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
      ...warnOfPast(sends),
      ...warnOfReentry(flow),
      ...sends.flatMap(warnOfDateField),
      ...sends.flatMap(warnOfUnprintedLink),
      ...listConditions(flow).flatMap(({ value, path }) => warnOfOperands(value, path)),
      ...around.warnings,
    ],
  };
}

const maxSteps = 100;

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
  if (isFixed && !isWebAddress(source)) findings.push({ path, message: "must begin with http:// or https://" });
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

/** Reports tell arms apart by their names. */
function checkArms({ value: step, path }: Placed<Step>): readonly FlowFinding[] {
  if (!("split" in step)) return [];
  const names = step.arms.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) === index ? [] : [{ path: `${path}.arms.${index}.name`, message: "is another arm's name" }],
  );
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

/** A bare name may be an attribute of any event, so that a misspelt one cannot be refused. */
function warnOfDateField({ value: { from }, path }: Placed<SendStep>): readonly FlowFinding[] {
  const meant = typeof from === "object" ? suggestDateField(from.field) : undefined;
  if (meant === undefined) return [];
  const message = `is no field of an order or a parcel; did you mean ${meant}?`;
  return [{ path: `${path}.from.field`, message }];
}

function warnOfUnprintedLink(send: Placed<SendStep> & { readonly kind: "send" | "ask" }): readonly FlowFinding[] {
  if (send.value.link === undefined) return [];
  const bodies = listTexts(send).filter(({ isAddress }) => !isAddress);
  if (bodies.some(({ source }) => checkTemplate(source).usesLink)) return [];
  return [{ path: `${send.path}.link`, message: "is not printed: write {{ link }} where it should stand" }];
}

/** R7: an order enters a flow once, ever, whatever its customer may. */
function warnOfReentry({ per = "order", reentry = "never" }: Flow): readonly FlowFinding[] {
  if (per === "customer" || reentry === "never") return [];
  return [{ path: "reentry", message: `is for flows per customer: this one runs once per ${per}` }];
}

/** R13, R14: whom a holdout leaves out would miss a text about their own order. */
function checkHoldout(flow: Flow, sends: readonly Placed<SendStep>[]): readonly FlowFinding[] {
  const transactional = sends.find(({ value }) => value.class === "transactional");
  if ((flow.holdout ?? 0) === 0 || transactional === undefined) return [];
  return [{ path: "holdout", message: `would withhold the transactional text at ${transactional.path}` }];
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
