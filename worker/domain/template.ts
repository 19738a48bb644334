/// <reference path="./liquidjs.d.ts" />
import {
  AssignTag,
  CaptureTag,
  ForTag,
  IfTag,
  Output,
  type Template,
  UnlessTag,
  type Value,
} from "liquidjs/dist/liquid.browser.mjs";
import {
  type FieldPath,
  isOptionalPart,
  listChildren,
  listFilterPaths,
  listPaths,
  parseTemplate,
  renderParsed,
} from "./template-engine.ts";
import { explainUnknownField } from "./template-fields.ts";
import { findContentProblem, findLeftover, tidyText } from "./template-text.ts";
import { cleanScope, type Reads } from "./template-values.ts";

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
  /** How many of the template's optional parts are left out, the last ones first. */
  readonly leftOut?: number;
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
  const { links = {}, timeZone = "UTC", language = "en", leftOut = 0 } = options;
  const optionalLeft = parsed.survey.optionalParts.length - leftOut;
  let raw: string;
  try {
    raw = renderParsed(parsed.templates, cleanScope(scope, parsed.reads), {
      links,
      timeZone,
      language,
      missing,
      optionalLeft,
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

interface Survey {
  readonly fields: FieldPath[];
  readonly mayBeEmpty: FieldPath[];
  readonly namedLinks: string[];
  readonly optionalParts: Template[];
}

type Parsed =
  | { readonly kind: "unreadable"; readonly problem: string }
  | {
      readonly kind: "parsed";
      readonly templates: readonly Template[];
      readonly survey: Survey;
      readonly reads: Reads;
      readonly nameField: (path: FieldPath) => string;
    };

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
    const survey: Survey = { fields: [], mayBeEmpty: [], namedLinks: [], optionalParts: [] };
    const locals = new Map<string, FieldPath | undefined>();
    visit(templates, survey, new Set(), locals);
    return {
      kind: "parsed",
      templates,
      survey,
      reads: listReads(survey.fields),
      nameField: (path) => toName(resolve(path, locals) ?? path),
    };
  } catch (error) {
    return { kind: "unreadable", problem: readMessage(error) };
  }
}

/** An object that is named alone, as in a loop or an assignment, is read whole. */
function listReads(paths: readonly FieldPath[]): Reads {
  const reads = new Map<string, Set<string> | "all">();
  for (const [root, field] of paths) {
    if (typeof root !== "string") continue;
    const known = reads.get(root);
    if (typeof field !== "string") reads.set(root, "all");
    else if (known === undefined) reads.set(root, new Set([field]));
    else if (known !== "all") known.add(field);
  }
  return reads;
}

type Locals = Map<string, FieldPath | undefined>;

function visit(templates: readonly Template[], survey: Survey, asked: ReadonlySet<string>, locals: Locals): void {
  for (const template of templates) {
    const named = resolveAll(listPaths(template.arguments?.() ?? []), locals);
    survey.fields.push(...named);
    if ("linkName" in template && typeof template.linkName === "string") survey.namedLinks.push(template.linkName);
    if (template instanceof Output) survey.mayBeEmpty.push(...listUnguarded(template.value, asked, locals));
    if (template instanceof AssignTag) locals.set(template.key, listUnguarded(template.value, asked, locals)[0]);
    if (template instanceof CaptureTag) locals.set(template.variable, undefined);
    if (template instanceof ForTag) {
      const [collection] = listPaths([template.collection]);
      const path = collection === undefined ? undefined : resolve(collection, locals);
      locals.set(template.variable, path);
      locals.set("forloop", undefined);
      if (path !== undefined && template.elseTemplates.length === 0 && !asked.has(toName(path)))
        survey.mayBeEmpty.push(path);
    }
    if (isOptionalPart(template)) {
      survey.optionalParts.push(template);
      visit(template.optional, { ...survey, mayBeEmpty: [] }, asked, locals);
      visit(template.otherwise, survey, asked, locals);
    } else if (template instanceof IfTag) {
      for (const { value, templates: inner } of template.branches) {
        visit(inner, survey, new Set([...asked, ...listAsked(value, locals)]), locals);
      }
      visit(template.elseTemplates ?? [], survey, asked, locals);
    } else if (template instanceof UnlessTag) {
      for (const { templates: inner } of template.branches) visit(inner, survey, asked, locals);
      const first = template.branches[0];
      const inElse = first === undefined ? [] : listAsked(first.value, locals);
      visit(template.elseTemplates, survey, new Set([...asked, ...inElse]), locals);
    } else {
      visit(listChildren(template), survey, asked, locals);
    }
  }
}

/** The field behind a name of the template's own (`assign`, `for`); undefined where there is none. */
function resolve(path: FieldPath, locals: Locals): FieldPath | undefined {
  const [root, ...rest] = path;
  if (typeof root !== "string" || !locals.has(root)) return path;
  const origin = locals.get(root);
  return origin === undefined ? undefined : [...origin, ...rest];
}

function resolveAll(paths: readonly FieldPath[], locals: Locals): readonly FieldPath[] {
  return paths.map((path) => resolve(path, locals)).filter((path) => path !== undefined);
}

function listUnguarded({ initial, filters }: Value, asked: ReadonlySet<string>, locals: Locals): readonly FieldPath[] {
  let open = listPaths(initial.postfix);
  for (const filter of filters) {
    const paths = listFilterPaths(filter);
    open = filter.name === "default" ? paths : [...open, ...paths];
  }
  return resolveAll(open, locals).filter((path) => !asked.has(toName(path)));
}

/** The fields that are there where this condition is true; with an `or` or a `not` in it none is certain. */
function listAsked({ initial }: Value, locals: Locals): readonly string[] {
  if (initial.postfix.some((token) => /^(?:or|not)$/.test(token.getText()))) return [];
  return resolveAll(listPaths(initial.postfix), locals).map(toName);
}

function toName(path: FieldPath): string {
  return path.filter((segment) => typeof segment === "string").join(".");
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
