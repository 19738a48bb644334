export interface SegmentCount {
  readonly encoding: "GSM-7" | "UCS-2";
  /** Parts that a carrier bills. An empty text is no message: 0. */
  readonly segments: number;
  /** Septets (GSM-7) or UTF-16 units (UCS-2) of the text itself, without headers and padding. */
  readonly units: number;
  /** Units that still fit into the last segment. */
  readonly unitsLeft: number;
}

export interface SegmentDescription extends SegmentCount {
  /** What makes the text longer than its letters: all that force UCS-2, or else all of two septets; by first appearance. */
  readonly costly: readonly CostlyCharacter[];
  /** Segments of the same text with a plain letter for each costly character. */
  readonly segmentsIfPlain: number;
}

/** One character as a reader sees it, joined emoji and letters with their accents whole. */
export interface CostlyCharacter {
  readonly character: string;
  /** "U+201C"; several for a joined emoji. */
  readonly codePoints: string;
  readonly kind: "outside-gsm-7" | "two-septets";
  /** Units that one of it takes in the text's own encoding. */
  readonly units: number;
  /** Indexes into the text, in UTF-16 units as a textarea counts them. */
  readonly positions: readonly number[];
}

/**
 * Count the billed parts of a text.
 *
 * A text of several parts carries a header of six octets in each, and a part never ends inside an escape or surrogate
 * pair: the pair moves to the next part as a whole, so a long text can need more parts than division says.
 * Source: 3GPP TS 23.038, 6.2.1 and 6.2.3; 3GPP TS 23.040, 9.2.3.24.1.
 */
export function countSegments(text: string): SegmentCount {
  const units = countSeptets(text);
  return units === undefined ? countUcs2(text) : countGsm7(text, units);
}

/** Whether a gateway can send this text at 160 characters a part. */
export function isGsm7(text: string): boolean {
  return countSeptets(text) !== undefined;
}

export function describeSegments(text: string): SegmentDescription {
  const count = countSegments(text);
  if (count.encoding === "GSM-7" && count.units === text.length) {
    return { ...count, costly: [], segmentsIfPlain: count.segments };
  }
  const kind = count.encoding === "GSM-7" ? "two-septets" : "outside-gsm-7";
  const found = new Map<string, { readonly positions: number[]; readonly units: number }>();
  let plain = "";
  for (const { segment: character, index } of splitCharacters(text, count.encoding)) {
    const septets = countSeptets(character);
    const isCostly = kind === "two-septets" ? septets === 2 : septets === undefined;
    plain += isCostly ? "x" : character;
    if (!isCostly) continue;
    const known = found.get(character);
    if (known === undefined) found.set(character, { positions: [index], units: septets ?? character.length });
    else known.positions.push(index);
  }
  const costly = [...found].map(([character, rest]) => ({
    ...({ character, codePoints: listCodePoints(character), kind } as const),
    ...rest,
  }));
  return { ...count, costly, segmentsIfPlain: countSegments(plain).segments };
}

function splitCharacters(
  text: string,
  encoding: SegmentCount["encoding"],
): Iterable<{ readonly segment: string; readonly index: number }> {
  // Nothing in GSM-7 joins with its neighbour, and the segmenter is slow.
  if (encoding === "GSM-7") return Array.from(text, (segment, index) => ({ segment, index }));
  return new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text);
}

function listCodePoints(character: string): string {
  return Array.from(
    character,
    (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  ).join(" ");
}

function countGsm7(text: string, units: number): SegmentCount {
  const encoding = "GSM-7";
  if (units <= 160) return { encoding, segments: units === 0 ? 0 : 1, units, unitsLeft: 160 - units };
  let segments = Math.ceil(units / 153);
  let filled = units - (segments - 1) * 153;
  if (units !== text.length) {
    segments = 1;
    filled = 0;
    for (let index = 0; index < text.length; index += 1) {
      const width = septets[text.charCodeAt(index)] ?? 0;
      if (filled + width > 153) {
        segments += 1;
        filled = 0;
      }
      filled += width;
    }
  }
  return { encoding, segments, units, unitsLeft: 153 - filled };
}

function countUcs2(text: string): SegmentCount {
  const encoding = "UCS-2";
  const units = text.length;
  if (units <= 70) return { encoding, segments: 1, units, unitsLeft: 70 - units };
  let segments = 1;
  let start = 0;
  while (units - start > 67) {
    segments += 1;
    start += endsInsidePair(text, start + 67) ? 66 : 67;
  }
  return { encoding, segments, units, unitsLeft: 67 - (units - start) };
}

function endsInsidePair(text: string, end: number): boolean {
  return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(end) & 0xfc00) === 0xdc00;
}

function countSeptets(text: string): number | undefined {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const width = septets[text.charCodeAt(index)];
    if (!width) return undefined;
    sum += width;
  }
  return sum;
}

// 3GPP TS 23.038, 6.2.1: position 9 is the capital Ç alone; position 27 is the escape, no character of its own.
const basicCharacters =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
// 3GPP TS 23.038, 6.2.1.1: these follow an escape.
const extendedCharacters = "\f^{}\\[~]|€";

/** Septets by UTF-16 unit, 0 outside GSM-7. A table for all units, because the popup counts at every key stroke. */
const septets = new Uint8Array(0x10000);
for (const character of basicCharacters) septets[character.charCodeAt(0)] = 1;
for (const character of extendedCharacters) septets[character.charCodeAt(0)] = 2;
