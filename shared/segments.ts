export interface SegmentCount {
  readonly encoding: "GSM-7" | "UCS-2";
  /** Parts that a carrier bills. An empty text is no message: 0. */
  readonly segments: number;
  /** Septets (GSM-7) or UTF-16 units (UCS-2) of the text itself, without headers and padding. */
  readonly units: number;
  /** Units that still fit into the last segment. */
  readonly unitsLeft: number;
  /** The distinct characters that force UCS-2, in order of appearance. */
  readonly culprits: readonly string[];
}

/**
 * Count the billed parts of a text.
 *
 * A text of several parts carries a header of six octets in each, and a part never ends inside an escape or surrogate
 * pair: the pair moves to the next part as a whole, so a long text can need more parts than division says.
 * Source: 3GPP TS 23.038, 6.2.1 and 6.2.3; 3GPP TS 23.040, 9.2.3.24.1.
 */
export function countSegments(text: string): SegmentCount {
  const culprits = findCulprits(text);
  const encoding = culprits.length === 0 ? "GSM-7" : "UCS-2";
  const [single, part] = encoding === "GSM-7" ? [160, 153] : [70, 67];
  const units = encoding === "GSM-7" ? countSeptets(text) : text.length;
  if (units <= single) return { encoding, segments: units === 0 ? 0 : 1, units, unitsLeft: single - units, culprits };

  let segments = 1;
  let filled = 0;
  for (const character of text) {
    const width = encoding === "GSM-7" ? (septets[character.charCodeAt(0)] ?? 0) : character.length;
    if (filled + width > part) {
      segments += 1;
      filled = 0;
    }
    filled += width;
  }
  return { encoding, segments, units, unitsLeft: part - filled, culprits };
}

/** Whether a gateway can send this text at 160 characters a part. */
export function isGsm7(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (!septets[text.charCodeAt(index)]) return false;
  }
  return true;
}

function findCulprits(text: string): readonly string[] {
  if (isGsm7(text)) return [];
  const culprits = new Set<string>();
  for (const character of text) {
    if (!isGsm7(character)) culprits.add(character);
  }
  return [...culprits];
}

function countSeptets(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += septets[text.charCodeAt(index)] ?? 0;
  return sum;
}

// 3GPP TS 23.038, 6.2.1: position 9 is the capital Ç alone; position 27 is the escape, no character of its own.
const basicCharacters =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
// 3GPP TS 23.038, 6.2.1.1: these follow an escape.
const extendedCharacters = "\f^{}\\[~]|€";

/** Septets by UTF-16 unit; 0 and undefined mean outside GSM-7. A table, because the popup counts at every key stroke. */
const septets = new Uint8Array(0x20ad);
for (const character of basicCharacters) septets[character.charCodeAt(0)] = 1;
for (const character of extendedCharacters) septets[character.charCodeAt(0)] = 2;
