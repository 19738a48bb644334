import { fitIntoOneSegment } from "../../shared/fit-segment.ts";
import { type Printing, printLongest } from "../../shared/merge-fields.ts";
import { countSegments, describeSegments } from "../../shared/segments.ts";
import { repairText } from "../../shared/smart-encoding.ts";

export interface Savings {
  /** The characters that make the text longer than its letters. Empty where they are letters of its own script. */
  readonly costly: readonly string[];
  readonly segmentsIfPlain: number;
  /** The text with look-alikes for what costs, where that makes it shorter. */
  readonly repaired: Change | undefined;
  /** The text in one segment, where more than the repair is needed for it and that is enough. */
  readonly fitted: Change | undefined;
  /** Units more than one segment holds when all is done that can be. */
  readonly unitsOver: number;
}

interface Change {
  readonly body: string;
  /** "“ → ", é → e" */
  readonly changes: readonly string[];
}

/** What would make a text shorter. Loaded when one is long: most are not. */
export function findSavings(body: string, printing: Printing): Savings {
  const longest = printLongest(body, printing);
  const { costly, encoding, segments, segmentsIfPlain } = describeSegments(longest);
  const count = costly.reduce((sum, { positions }) => sum + positions.length, 0);
  const isWorthSaying = count <= longest.length / 4 && (encoding === "UCS-2" || segments > segmentsIfPlain);
  const { text, replacements } = repairText(body);
  const isShorter = encoding === "UCS-2" || countSegments(text).segments < countSegments(body).segments;
  const found = {
    costly: isWorthSaying ? costly.map(({ character }) => showCharacter(character)) : [],
    segmentsIfPlain,
    repaired: text !== body && isShorter ? { body: text, changes: listChanges(replacements) } : undefined,
  };
  if (segments < 2) return { ...found, fitted: undefined, unitsOver: 0 };
  const fit = fitIntoOneSegment(body, printing);
  const isFitting = fit.kind === "fits" && fit.body !== found.repaired?.body;
  const changes = listChanges(fit.steps.flatMap((step) => step.changes));
  return { ...found, fitted: isFitting ? { body: fit.body, changes } : undefined, unitsOver: fit.unitsOver };
}

/** Characters that cannot be seen are named by their code. */
function showCharacter(character: string): string {
  if (character === "") return "∅";
  return /^[\s\p{C}]$/u.test(character)
    ? `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
    : character;
}

function listChanges(changes: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  return [...new Set(changes.map(({ from, to }) => `${showCharacter(from)} → ${showCharacter(to)}`))].slice(0, 12);
}
