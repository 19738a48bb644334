import type { WordingInput } from "../../shared/contract/flow-versions.ts";
import type { Flow, SendStep, Step } from "../../shared/contract/flows.ts";
import type { Policy } from "../../shared/contract/policy.ts";
import { findOfferWords } from "../../shared/offer-words.ts";
import { checkFlow, type FlowFinding } from "./flow-check.ts";
import { listSteps } from "./flow-steps.ts";
import { rowPath } from "./move-run.ts";
import { checkTemplate } from "./template.ts";

export type Correction =
  | { readonly kind: "corrected"; readonly flow: Flow; readonly warnings: readonly FlowFinding[] }
  | { readonly kind: "refused"; readonly problems: readonly FlowFinding[] };

/** The same flow in other words: who waits for a text gets the new ones, and nothing else of the version changes (R9). */
export function correctWording(
  flow: Flow,
  steps: WordingInput["steps"],
  shop: { readonly policy: Policy; readonly shopName: string },
): Correction {
  const problems: FlowFinding[] = [];
  const warnings: FlowFinding[] = [];
  const corrected = structuredCopy(flow);
  const byPath = new Map(listSteps(corrected).map(({ value, path }) => [rowPath(path), value]));
  for (const [path, wording] of Object.entries(steps)) {
    const place = `steps.${path}`;
    const step = byPath.get(path);
    const text = step === undefined ? undefined : textIn(step);
    if (step === undefined || text === undefined) {
      problems.push({ path: place, message: "is no step of this version that sends a text" });
      continue;
    }
    problems.push(...compare(text, wording, place, "class" in step ? step.class : "relationship"));
    warnings.push(...warnOfOldTranslations(text, wording, place));
    apply(text, wording);
  }
  if (problems.length > 0) return { kind: "refused", problems };
  const check = checkFlow(corrected, shop);
  const isOurs = ({ path }: FlowFinding): boolean => Object.keys(steps).some((one) => path.startsWith(`steps.${one}.`));
  const wrong = check.problems.filter(isOurs);
  if (wrong.length > 0) return { kind: "refused", problems: wrong };
  return { kind: "corrected", flow: corrected, warnings: [...warnings, ...check.warnings.filter(isOurs)] };
}

type Wording = WordingInput["steps"][string];

/** What a step says, to be changed in place: of a copy that nobody else has. */
interface Text {
  body: string;
  promotionalBody?: string | undefined;
  translations?: Record<string, { body: string; promotionalBody?: string | undefined }> | undefined;
}

function structuredCopy(flow: Flow): Flow {
  return JSON.parse(JSON.stringify(flow)) as Flow; // a flow is plain JSON
}

function textIn(step: Step): Text | undefined {
  if ("send" in step) return step.send as Text; // the schema's type, with its fields open to change
  return "ask" in step ? (step.ask as Text) : undefined; // as above; a question has no promotional body
}

function compare(text: Text, wording: Wording, place: string, textClass: SendStep["class"]): readonly FlowFinding[] {
  const findings: FlowFinding[] = [];
  const check = (path: string, before: string, after: string | undefined, isOwnClass: boolean): void => {
    if (after === undefined) return;
    if (linksOf(before) !== linksOf(after)) {
      findings.push({ path, message: `prints other links than the text it corrects: ${linksOf(before) || "none"}` });
    }
    const known = new Set(findOfferWords(before).map((word) => word.toLowerCase()));
    const offers = findOfferWords(after).filter((word) => !known.has(word.toLowerCase()));
    if (isOwnClass && textClass === "transactional" && offers.length > 0) {
      const message = `offers something (${offers.join(", ")}): that makes it promotional, and a wording changes no class`;
      findings.push({ path, message });
    }
  };
  const hasPromotion = text.promotionalBody !== undefined;
  const promote = (path: string, before: string | undefined, after: string | undefined): void => {
    if (after === undefined) return;
    if (hasPromotion) check(path, before ?? text.promotionalBody ?? "", after, false);
    else findings.push({ path, message: "would go as promotional, and a wording changes no class" });
  };
  check(`${place}.body`, text.body, wording.body, true);
  promote(`${place}.promotionalBody`, text.promotionalBody, wording.promotionalBody);
  for (const [language, translated] of Object.entries(wording.translations ?? {})) {
    const before = text.translations?.[language];
    check(`${place}.translations.${language}.body`, before?.body ?? text.body, translated.body, true);
    const path = `${place}.translations.${language}.promotionalBody`;
    promote(path, before?.promotionalBody, translated.promotionalBody);
  }
  return findings;
}

function apply(text: Text, { body, promotionalBody, translations }: Wording): void {
  if (body !== undefined) text.body = body;
  if (promotionalBody !== undefined) text.promotionalBody = promotionalBody;
  if (translations !== undefined) text.translations = { ...text.translations, ...translations };
}

/** What was wrong in one language is often wrong in all. */
function warnOfOldTranslations(text: Text, wording: Wording, place: string): readonly FlowFinding[] {
  if (wording.body === undefined) return [];
  return Object.keys(text.translations ?? {})
    .filter((language) => wording.translations?.[language] === undefined)
    .map((language) => ({ path: `${place}.translations.${language}`, message: "keeps the words that it had" }));
}

function linksOf(source: string): string {
  const { usesLink, namedLinks } = checkTemplate(source);
  return [
    ...(usesLink ? ["{{ link }}"] : []),
    ...[...new Set(namedLinks)].sort().map((name) => `{% link "${name}" %}`),
  ].join(", ");
}
