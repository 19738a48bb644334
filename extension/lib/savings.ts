import { type Changed, fitIntoOneSegment, repair, transliterate } from "../../shared/fit-segment.ts";
import { type Printing, printLongest } from "../../shared/merge-fields.ts";
import { countSegments, describeSegments, type SegmentCount } from "../../shared/segments.ts";

export interface Savings {
  /** The characters that make the text longer than its letters. Empty where they are letters of its own script. */
  readonly costly: readonly string[];
  readonly segmentsIfPlain: number;
  /** The text with look-alikes for what costs, where something is gained by it. */
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
  const found = {
    costly: isWorthSaying ? costly.map(({ character }) => showCharacter(character)) : [],
    segmentsIfPlain,
  };
  const before = { encoding, segments };
  if (segments < 2) {
    return { ...found, repaired: findRepair([repair(body)], before, printing), fitted: undefined, unitsOver: 0 };
  }
  const fit = fitIntoOneSegment(body, printing);
  const ways = fit.kind === "fits" ? [repair(body)] : [repair(body), transliterate(body)];
  const repaired = findRepair(ways, before, printing);
  const isFitting = fit.kind === "fits" && fit.body !== repaired?.body;
  const changes = listChanges(fit.steps.flatMap((step) => step.changes));
  const fitted = isFitting ? { body: fit.body, changes } : undefined;
  return { ...found, repaired, fitted, unitsOver: fit.unitsOver };
}

/** The first of these that gains something: a segment, or room within as many. */
function findRepair(
  ways: readonly Changed[],
  before: Pick<SegmentCount, "encoding" | "segments">,
  printing: Printing,
): Change | undefined {
  const helps = (way: Changed) => {
    const { encoding, segments } = countSegments(printLongest(way.body, printing));
    return segments < before.segments || (segments === before.segments && encoding !== before.encoding);
  };
  const way = ways.find(helps);
  return way && { body: way.body, changes: listChanges(way.changes) };
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
