import type * as z from "zod";

export interface FieldError {
  /** Dotted: `steps.0.send.body`; "" = the body itself. */
  readonly path: string;
  readonly message: string;
}

/** What is wrong with which field, in words for the person who wrote the body. Holds no value of it. */
export function describeFields(error: z.ZodError, body: unknown): readonly FieldError[] {
  const fields = error.issues.flatMap((issue) => describeIssue(issue, [], body));
  return fields.slice(0, maxFields);
}

const maxFields = 50;

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function describeIssue(issue: Issue, above: Path, body: unknown): readonly FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: dotted([...path, key]), message: issue.message }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) return describeUnion(issue.errors, path, body);
  return [{ path: dotted(path), message: valueAt(body, path) === undefined ? wordMissing(issue) : issue.message }];
}

/** Of a value that is not there nobody wants to hear its kind; a choice is told all the same. */
function wordMissing(issue: Issue): string {
  if (issue.code === "invalid_type") return "is missing";
  return issue.code === "invalid_value" ? `is missing: ${issue.message}` : issue.message;
}

/** Of several shapes, that one is meant whose own keys are there; where none fits at all, every shape is named. */
function describeUnion(branches: readonly (readonly Issue[])[], path: Path, body: unknown): readonly FieldError[] {
  const value = valueAt(body, path);
  const scored = branches.map((issues) => ({ issues, misfit: misfitOf(issues, value) }));
  const best = Math.min(...scored.map((branch) => branch.misfit));
  const meant = scored.filter((branch) => branch.misfit === best);
  if (best < wrongKind) {
    const shapes = scored.filter((branch) => branch.misfit < wrongKind);
    if (isEmptyObject(value) && shapes.length > 1) {
      return [{ path: dotted(path), message: `is empty: needs ${listNeeds(shapes.map(({ issues }) => issues))}` }];
    }
    const strange = meant.map(({ issues }) => issues.filter((issue) => issue.code === "unrecognized_keys"));
    const isUndecided = meant.length > 1 && strange.every((issues) => issues.length > 0);
    const told = isUndecided ? strange[0] : meant[0]?.issues;
    return (told ?? []).flatMap((issue) => describeIssue(issue, path, body));
  }
  if (value === undefined) return [{ path: dotted(path), message: "is missing" }];
  const messages = meant.flatMap((branch) => branch.issues.map((issue) => issue.message));
  return [{ path: dotted(path), message: [...new Set(messages)].join(", or: ") }];
}

const wrongKind = 1000;

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

/** By the first field that each shape cannot do without. */
function listNeeds(branches: readonly (readonly Issue[])[]): string {
  const needs = branches.flatMap((issues) => issues.find((issue) => issue.path.length === 1)?.path.map(String) ?? []);
  return [...new Set(needs)].join(" or ");
}

/** How little a value looks like a shape: of another kind altogether, or with foreign keys, or without its keys. */
function misfitOf(issues: readonly Issue[], value: unknown): number {
  let misfit = 0;
  for (const issue of issues) {
    if (issue.path.length === 0 && issue.code === "unrecognized_keys") misfit += 2 * issue.keys.length;
    else if (issue.path.length === 0) misfit += wrongKind;
    else if (issue.path.length === 1 && valueAt(value, issue.path) === undefined) misfit += 3;
  }
  return misfit;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

function dotted(path: Path): string {
  return path.map(String).join(".");
}
