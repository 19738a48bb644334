import type * as z from "zod";
import { findNearestWord } from "./nearest-word.ts";

type RawIssue = z.core.$ZodRawIssue;

/**
 * What is wrong with a value and what would do, for the person who wrote it; zod's own words are for programmers. Where a schema has
 * words of its own, these are not asked. Holds no value of the body.
 */
export function wordIssue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${nameKind(issue.expected)}${nameReceived(issue.input)}`;
    case "invalid_value":
      return `must be ${listValues(issue.values)}${suggest(issue.input, issue.values)}`;
    case "too_small":
      return `must ${wordLeast(issue)}`;
    case "too_big":
      return `must ${wordMost(issue)}`;
    case "unrecognized_keys":
      return `is not a known field${issue.keys.length === 1 ? suggest(issue.keys[0], namesOf(issue.inst)) : ""}`;
    case "invalid_key":
      return `is no valid name: ${issue.issues[0]?.message ?? "choose another"}`;
    default:
      return undefined;
  }
}

const kindNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

function nameKind(expected: string): string {
  return kindNames[expected] ?? expected;
}

function nameReceived(input: unknown): string {
  if (input === undefined) return "";
  if (input === null) return ", not null";
  const kind = Array.isArray(input) ? "array" : typeof input;
  return kind === "number" && !Number.isInteger(input) ? "" : `, not ${nameKind(kind)}`;
}

function listValues(values: readonly unknown[]): string {
  const names = values.map((value) => JSON.stringify(value));
  return names.length === 1 ? `${names[0]}` : `one of ${names.join(", ")}`;
}

function suggest(input: unknown, known: readonly unknown[]): string {
  const names = known.filter((name) => typeof name === "string");
  const nearest = typeof input === "string" ? findNearestWord(input, names) : undefined;
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}

/** The fields that an object's schema names. */
function namesOf(schema: RawIssue["inst"]): readonly string[] {
  const def: unknown = schema?._zod.def;
  const shape = typeof def === "object" && def !== null ? Reflect.get(def, "shape") : undefined;
  return typeof shape === "object" && shape !== null ? Object.keys(shape) : [];
}

function wordLeast({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  if (!isLength(origin)) return `be ${inclusive === false ? "more than" : "at least"} ${minimum}`;
  return minimum === 1 ? "not be empty" : `have at least ${minimum} ${nameParts(origin)}`;
}

function wordMost({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): string {
  if (!isLength(origin)) return `be ${inclusive === false ? "less than" : "at most"} ${maximum}`;
  return `have at most ${maximum} ${nameParts(origin)}`;
}

function isLength(origin: string): boolean {
  return ["string", "array", "set", "map"].includes(origin);
}

function nameParts(origin: string): string {
  return origin === "string" ? "characters" : "entries";
}
