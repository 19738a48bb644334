import { type Printing, printLongest } from "./merge-fields.ts";
import { countSegments } from "./segments.ts";
import { repairText } from "./smart-encoding.ts";
import { transliterateValue } from "./transliterate.ts";

/** What can be done to bring a text into one segment, and how far that goes. */
export interface Fit {
  readonly kind: "fits" | "too-long";
  /** The body after all steps; the body as it was where none helps. */
  readonly body: string;
  /** Units more than one segment holds; 0 where it fits. */
  readonly unitsOver: number;
  /** The steps that help, the gentlest first, each upon the one before; a person may take the first few of them. */
  readonly steps: readonly FitStep[];
}

export interface FitStep {
  readonly kind: "repair" | "trim" | "transliterate";
  readonly body: string;
  readonly changes: readonly { readonly from: string; readonly to: string }[];
  readonly segments: number;
  readonly unitsOver: number;
}

/** Look for the gentlest way into one segment: typographic signs, then spaces, then accents; a step that gains nothing is left out. */
export function fitIntoOneSegment(body: string, printing: Printing): Fit {
  const steps: FitStep[] = [];
  let best = { body, ...measure(body, printing) };
  for (const [kind, change] of changes) {
    if (best.unitsOver === 0) break;
    const changed = change(best.body);
    const measured = measure(changed.body, printing);
    if (!isShorter(measured, best)) continue;
    best = { body: changed.body, ...measured };
    steps.push({ kind, ...changed, ...measured });
  }
  const { unitsOver } = best;
  return { kind: unitsOver === 0 ? "fits" : "too-long", body: best.body, unitsOver, steps };
}

export type Changed = Pick<FitStep, "body" | "changes">;

const changes: readonly (readonly [FitStep["kind"], (body: string) => Changed])[] = [
  ["repair", repair],
  ["trim", trim],
  ["transliterate", transliterate],
];

/** Look-alikes for typographic signs. */
export function repair(body: string): Changed {
  const { text, replacements } = repairText(body);
  return { body: text, changes: replacements.map(({ from, to }) => ({ from, to })) };
}

/** As the Worker does before it sends: one space between words, one empty line at most, none around. */
function trim(body: string): Changed {
  const trimmed = body
    .replace(/\r\n?/g, "\n")
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return { body: trimmed, changes: [] };
}

/** Letters for accents and other alphabets, word by word; look-alikes too. */
export function transliterate(body: string): Changed {
  const latin = transliterateValue(body);
  const [before, after] = [body.split(/\s+/), latin.split(/\s+/)];
  const pairs = before.map((from, index) => ({ from, to: after[index] ?? "" }));
  return { body: latin, changes: pairs.filter(({ from, to }) => from !== to) };
}

interface Measured {
  readonly segments: number;
  readonly unitsOver: number;
}

function measure(body: string, printing: Printing): Measured {
  const { encoding, segments, units } = countSegments(printLongest(body, printing));
  return { segments, unitsOver: Math.max(0, units - (encoding === "GSM-7" ? 160 : 70)) };
}

function isShorter(one: Measured, other: Measured): boolean {
  return one.segments === other.segments ? one.unitsOver < other.unitsOver : one.segments < other.segments;
}
