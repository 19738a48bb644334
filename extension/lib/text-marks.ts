import { findMergeFields, isGap, type MergeField } from "../../shared/merge-fields.ts";
import { countSegments, isGsm7 } from "../../shared/segments.ts";

export interface Mark {
  readonly kind: "link" | "gap" | "costly";
  /** Indexes into the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** The API's limit for one text. */
export const LONGEST_BODY = 1600;

/** Places where somebody has to write before the text can go: fields without a value. */
export function findGaps(body: string, values: Readonly<Record<string, string>>): readonly MergeField[] {
  return findMergeFields(body).filter((field) => isGap(field) && (values[field.name] ?? "") === "");
}

export function hasLinkToken(body: string): boolean {
  return findMergeFields(body).some(({ kind }) => kind === "link");
}

/** What is drawn over the text: the link as a chip, gaps, and the characters that make it longer than its letters. */
export function findMarks(body: string, values: Readonly<Record<string, string>>): readonly Mark[] {
  const fields = findMergeFields(body);
  const gaps = new Set(findGaps(body, values).map(({ start }) => start));
  const marks = fields.flatMap(({ kind, start, end }): Mark[] => {
    if (kind === "link") return [{ kind, start, end }];
    return gaps.has(start) ? [{ kind: "gap", start, end }] : [];
  });
  const isInField = (index: number) => fields.some(({ start, end }) => start <= index && index < end);
  const costly = findCostlyRuns(body).filter(({ start }) => !isInField(start));
  return [...marks, ...costly].sort((a, b) => a.start - b.start);
}

/** The gap that Tab goes to; undefined where the key shall leave the field, as it does behind the last one. */
export function findNextGap(
  gaps: readonly MergeField[],
  selection: { readonly start: number; readonly end: number },
  isBackwards: boolean,
): MergeField | undefined {
  return isBackwards
    ? gaps.findLast(({ end, start }) => end <= selection.start && start !== selection.start)
    : gaps.find(({ start, end }) => start >= selection.end && end !== selection.end);
}

const MOST_RUNS = 40;
// 3GPP TS 23.038, 6.2.1.1: two septets each.
const EXTENDED = /[\f^{}\\[~\]|€]/g;

/** Where the characters stand that make the text longer, by code point: at each key stroke there is no time for more. */
function findCostlyRuns(body: string): readonly Mark[] {
  // A link and fields are printed as something else: their braces cost nothing.
  const plain = body.replace(/\{\{[^{}]*\}\}/g, (written) => "x".repeat(written.length));
  const found = isGsm7(plain) ? findExtended(plain) : findForeign(plain);
  if (found.length > plain.length / 4) return []; // letters of its own script are no exceptions
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = runs.at(-1);
    if (last?.end === start) last.end = end;
    else runs.push({ start, end });
  }
  return runs.length > MOST_RUNS ? [] : runs.map(({ start, end }) => ({ kind: "costly", start, end }));
}

function findForeign(plain: string): readonly Place[] {
  const found: Place[] = [];
  let start = 0;
  for (const character of plain) {
    const end = start + character.length;
    if (!isGsm7(character)) found.push({ start, end });
    start = end;
  }
  return found;
}

/** They matter only where the text is a segment longer for them. */
function findExtended(plain: string): readonly Place[] {
  if (countSegments(plain).segments === countSegments(plain.replace(EXTENDED, "x")).segments) return [];
  return Array.from(plain.matchAll(EXTENDED), ({ index }) => ({ start: index, end: index + 1 }));
}

type Place = Omit<Mark, "kind">;
