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
import { type FieldPath, isOptionalPart, listChildren, listFilterPaths, listPaths } from "./template-engine.ts";
import type { Reads } from "./template-values.ts";

/** What a template names, read without rendering it. */
interface Survey {
  readonly fields: FieldPath[];
  readonly mayBeEmpty: FieldPath[];
  readonly namedLinks: string[];
  readonly optionalParts: Template[];
}

export interface SurveyedTemplate {
  readonly survey: Survey;
  readonly reads: Reads;
  /** A field as the scope has it, whatever name of its own the template gave it. */
  readonly nameField: (path: FieldPath) => string;
}

export function surveyTemplate(templates: readonly Template[]): SurveyedTemplate {
  const survey: Survey = { fields: [], mayBeEmpty: [], namedLinks: [], optionalParts: [] };
  const locals: Locals = new Map();
  visit(templates, survey, new Set(), locals);
  return {
    survey,
    reads: listReads(survey.fields),
    nameField: (path) => toName(resolve(path, locals) ?? path),
  };
}

export function toName(path: FieldPath): string {
  return path.filter((segment) => typeof segment === "string").join(".");
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
