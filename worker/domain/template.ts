/// <reference path="./liquidjs.d.ts" />
import type { Template } from "liquidjs/dist/liquid.browser.mjs";
import { type FieldPath, parseTemplate, renderParsed } from "./template-engine.ts";
import { explainUnknownField } from "./template-fields.ts";
import { type SurveyedTemplate, surveyTemplate, toName } from "./template-survey.ts";
import { findContentProblem, findLeftover, tidyText } from "./template-text.ts";
import { cleanScope } from "./template-values.ts";

export type RenderedTemplate =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing_field"; readonly fields: readonly string[] }
  | { readonly kind: "content"; readonly problem: string };

export interface RenderOptions {
  /** Addresses of the links that the template names itself, by name. */
  readonly links?: Readonly<Record<string, string>>;
  /** IANA zone and BCP 47 language of the recipient, for the `date` filter. */
  readonly timeZone?: string;
  readonly language?: string;
  /** Which of the template's optional parts are left out, counted from 0. */
  readonly leftOut?: ReadonlySet<number>;
}

export interface TemplateCheck {
  readonly problems: readonly { readonly message: string; readonly name?: string }[];
  /** Every field named anywhere, dotted, without indexes. */
  readonly fields: readonly string[];
  /** Printed fields with neither a default nor a condition around them that asks for them. */
  readonly mayBeEmpty: readonly string[];
  readonly usesLink: boolean;
  readonly namedLinks: readonly string[];
}

/**
 * Write the final text, or say why it cannot go. Pure: the same source and scope give the same text.
 *
 * A field printed without a default blocks the text when it is missing; values are printed, never parsed.
 */
export function renderTemplate(
  source: string,
  scope: Readonly<Record<string, unknown>>,
  options: RenderOptions = {},
): RenderedTemplate {
  const parsed = getParsed(source);
  if (parsed.kind === "unreadable") return { kind: "content", problem: parsed.problem };
  const missing: FieldPath[] = [];
  const { links = {}, timeZone = "UTC", language = "en", leftOut = none } = options;
  let raw: string;
  try {
    raw = renderParsed(parsed.templates, cleanScope(scope, parsed.reads), {
      links,
      timeZone,
      language,
      missing,
      leftOut,
      optionalParts: 0,
    });
  } catch (error) {
    return { kind: "content", problem: `The template cannot be rendered: ${readMessage(error)}` };
  }
  if (missing.length > 0)
    return { kind: "missing_field", fields: unique(missing.map((path) => parsed.nameField(path))) };
  const text = tidyText(raw);
  const problem = findContentProblem(text, scope);
  return problem === undefined ? { kind: "text", text } : { kind: "content", problem };
}

const none: ReadonlySet<number> = new Set();

/** How many parts a template may leave out for want of room. */
export function countOptionalParts(source: string): number {
  const parsed = getParsed(source);
  return parsed.kind === "unreadable" ? 0 : parsed.survey.optionalParts.length;
}

export function checkTemplate(source: string): TemplateCheck {
  const parsed = getParsed(source);
  if (parsed.kind === "unreadable") {
    return { problems: [{ message: parsed.problem }], fields: [], mayBeEmpty: [], usesLink: false, namedLinks: [] };
  }
  const { fields, mayBeEmpty, namedLinks } = parsed.survey;
  const unknown = fields.flatMap((path) => {
    const message = explainUnknownField(path);
    return message === undefined ? [] : [{ message, name: toName(path) }];
  });
  const literal = findLeftover(source.replace(/\{%.*?%\}|\{\{.*?\}\}/gs, "x"));
  return {
    problems: [
      ...new Map(unknown.map((problem) => [problem.name, problem])).values(),
      ...(literal === undefined ? [] : [{ message: `${literal} would be printed as it stands`, name: literal }]),
    ],
    fields: unique(fields.map(toName)),
    mayBeEmpty: unique(mayBeEmpty.map(toName)).filter((name) => !alwaysThere.has(name)),
    usesLink: fields.some(([root]) => root === "link"),
    namedLinks: unique(namedLinks),
  };
}

// The step brings its link, and no merchant is without a name.
const alwaysThere = new Set(["link", "shop.name"]);

type Parsed =
  | { readonly kind: "unreadable"; readonly problem: string }
  | ({ readonly kind: "parsed"; readonly templates: readonly Template[] } & SurveyedTemplate);

// Parsed templates depend on their source alone, so they may outlive a request; the oldest goes first.
const cache = new Map<string, Parsed>();
const maximumCached = 500;

function getParsed(source: string): Parsed {
  const known = cache.get(source);
  if (known !== undefined) return known;
  const parsed = parse(source);
  const oldest = cache.keys().next().value;
  if (cache.size >= maximumCached && oldest !== undefined) cache.delete(oldest);
  cache.set(source, parsed);
  return parsed;
}

function parse(source: string): Parsed {
  try {
    const templates = parseTemplate(source);
    return { kind: "parsed", templates, ...surveyTemplate(templates) };
  } catch (error) {
    return { kind: "unreadable", problem: readMessage(error) };
  }
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
