import { findMaximumLength, maximumLengths } from "./template-fields.ts";

/** An output of a template, `{{ … }}`, where it stands in a body. */
export interface MergeField {
  /** Indexes into the body, in UTF-16 units: from the first brace to behind the last. */
  readonly start: number;
  readonly end: number;
  /** `other`: more than a field with its defaults (a filter, a slip of the pen); only the Worker can say what it prints. */
  readonly kind: "link" | "field" | "other";
  /** `customer.firstName`; of `other` what stands between the braces. */
  readonly name: string;
  /** What stands in where the field is missing, in order. */
  readonly defaults: readonly Default[];
  /** Whether the Worker knows a field of this name. */
  readonly isKnown: boolean;
}

export type Default =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "field"; readonly name: string };

/** Values of fields by name, written as a text prints them. */
export type FieldValues = Readonly<Record<string, string>>;

/** Find every `{{ … }}` of a body, whether it can be understood or not. */
export function findMergeFields(body: string): readonly MergeField[] {
  return Array.from(body.matchAll(outputs), ({ index, 0: written, 1: inner = "" }) => ({
    start: index,
    end: index + written.length,
    ...readOutput(inner),
  }));
}

/** Whether the body is words, fields and the link alone. With tags, filters or a lone brace only the Worker can print it. */
export function isPlainBody(body: string): boolean {
  if (findMergeFields(body).some((field) => field.kind === "other")) return false;
  return !/\{\{|\}\}|\{%|%\}/.test(body.replace(outputs, ""));
}

/** Whether somebody has to write something here before the text can go: a field without a value or a text to stand in. */
export function isGap(field: MergeField): boolean {
  return field.kind === "field" && !field.defaults.some(({ kind }) => kind === "text");
}

/** Write in what is known, and the texts that stand in for what is not. Gaps, the link and what is no plain field stay. */
export function fillMergeFields(body: string, values: FieldValues): string {
  return replaceOutputs(body, (field) => findPrinted(field, values));
}

export interface Printing {
  readonly values: FieldValues;
  /** Characters of the short link as it will be printed. */
  readonly linkLength: number;
  /** The lines that the Worker adds to the text. */
  readonly footerText?: string | undefined;
}

/** The text at its longest, for counting: the link at its length, each gap at the most that the Worker lets a field print. */
export function printLongest(body: string, { values, linkLength, footerText }: Printing): string {
  const text = replaceOutputs(body, (field) => {
    if (field.kind === "link") return "x".repeat(linkLength);
    return findPrinted(field, values) ?? "x".repeat(findMaximumLength(field.name) ?? maximumLengths.text);
  });
  return footerText === undefined || footerText === "" ? text : `${text.trimEnd()}\n${footerText}`;
}

const outputs = /\{\{([^{}]*)\}\}/g;

const path = "[A-Za-z_][\\w-]*(?:\\.\\w+|\\[\\d+\\])*";
const word = `"[^"]*"|'[^']*'|-?\\d+(?:\\.\\d+)?|${path}`;
const expression = new RegExp(`^\\s*(${path})\\s*((?:\\|\\s*default\\s*:\\s*(?:${word})\\s*)*)$`);
const defaultFilter = new RegExp(`\\|\\s*default\\s*:\\s*(${word})`, "g");

function readOutput(inner: string): Omit<MergeField, "start" | "end"> {
  const [, name, filters = ""] = expression.exec(inner) ?? [];
  if (name === undefined || (name === "link" && filters !== "")) {
    return { kind: "other", name: inner.trim(), defaults: [], isKnown: false };
  }
  if (name === "link") return { kind: "link", name, defaults: [], isKnown: true };
  const defaults = Array.from(filters.matchAll(defaultFilter), ([, written = ""]) => readDefault(written));
  return { kind: "field", name, defaults, isKnown: findMaximumLength(name) !== undefined };
}

function readDefault(written: string): Default {
  if (/^["']/.test(written)) return { kind: "text", text: written.slice(1, -1) };
  return /^[-\d]/.test(written) ? { kind: "text", text: written } : { kind: "field", name: written };
}

function replaceOutputs(body: string, print: (field: MergeField) => string | undefined): string {
  let printed = "";
  let end = 0;
  for (const field of findMergeFields(body)) {
    printed += body.slice(end, field.start) + (print(field) ?? body.slice(field.start, field.end));
    end = field.end;
  }
  return printed + body.slice(end);
}

function findPrinted(field: MergeField, values: FieldValues): string | undefined {
  if (field.kind !== "field") return undefined;
  for (const source of [{ kind: "field", name: field.name } as const, ...field.defaults]) {
    if (source.kind === "text") return source.text;
    const value = Object.hasOwn(values, source.name) ? values[source.name] : undefined;
    // A value is never read as template: one that could be stays a gap.
    if (value !== undefined && value.trim() !== "" && !/\{[{%]/.test(value)) return value;
  }
  return undefined;
}
