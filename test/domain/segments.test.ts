import { SegmentedMessage } from "sms-segments-calculator";
import { describe, expect, it } from "vitest";
import { countSegments, describeSegments, isGsm7 } from "../../shared/segments.ts";

const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

describe("a text in GSM-7", () => {
  it("has 127 characters of one septet", () => {
    expect(basic).toHaveLength(127);
    expect(countSegments(basic)).toEqual({ encoding: "GSM-7", segments: 1, units: 127, unitsLeft: 33 });
  });

  it.each([..."^{}\\[~]|€\f"])("%j costs two septets", (character) => {
    expect(countSegments(character)).toMatchObject({ encoding: "GSM-7", units: 2, unitsLeft: 158 });
  });

  it.each([
    [0, 0, 160],
    [1, 1, 159],
    [160, 1, 0],
    [161, 2, 145],
    [306, 2, 0],
    [307, 3, 152],
    [459, 3, 0],
    [460, 4, 152],
  ])("%i letters are %i parts with room for %i more", (length, segments, unitsLeft) => {
    expect(countSegments("a".repeat(length))).toEqual({
      ...{ encoding: "GSM-7", segments, units: length, unitsLeft },
    });
  });

  it("80 euro signs fill one part, 81 need two", () => {
    expect(countSegments("€".repeat(80))).toMatchObject({ segments: 1, units: 160, unitsLeft: 0 });
    expect(countSegments("€".repeat(81))).toMatchObject({ segments: 2, units: 162, unitsLeft: 153 - 10 });
  });

  it("an escape pair moves to the next part as a whole", () => {
    // 306 septets by division fit two parts, but the pair at 153/154 cannot be cut.
    const text = `${"a".repeat(152)}€${"a".repeat(152)}`;
    expect(countSegments(text)).toEqual({ encoding: "GSM-7", segments: 3, units: 306, unitsLeft: 152 });
    expect(countSegments(`${"a".repeat(151)}€${"a".repeat(153)}`)).toMatchObject({
      segments: 2,
      units: 306,
      unitsLeft: 0,
    });
  });
});

describe("a text in UCS-2", () => {
  it.each([..."çáíóúêã`\tµ“”‘’–—…\u00a0"])("%j forces it", (character) => {
    expect(countSegments(`Hi ${character}${character}`)).toMatchObject({ encoding: "UCS-2", units: 5 });
  });

  it("the escape of GSM-7 is no character to send", () => {
    expect(countSegments("\u001b")).toMatchObject({ encoding: "UCS-2", segments: 1 });
  });

  it.each([
    [70, 1, 0],
    [71, 2, 63],
    [134, 2, 0],
    [135, 3, 66],
  ])("%i units are %i parts with room for %i more", (length, segments, unitsLeft) => {
    expect(countSegments("á".repeat(length))).toMatchObject({ segments, units: length, unitsLeft });
  });

  it("an emoji is two units and is never cut", () => {
    expect(countSegments("🎉".repeat(35))).toMatchObject({ segments: 1, units: 70, unitsLeft: 0 });
    expect(countSegments(`${"á".repeat(66)}🎉${"á".repeat(66)}`)).toMatchObject({
      segments: 3,
      units: 134,
      unitsLeft: 66,
    });
  });

  it("a lone surrogate counts as one unit", () => {
    expect(countSegments("a\ud83d")).toMatchObject({ encoding: "UCS-2", units: 2 });
    // A high one at a part's end is followed by no low one, so nothing is cut there.
    expect(countSegments(`${"á".repeat(66)}\ud83d${"á".repeat(67)}`)).toMatchObject({ segments: 2, unitsLeft: 0 });
    expect(countSegments(`${"á".repeat(66)}\ud83d\ud83d\ude00${"á".repeat(65)}`)).toMatchObject({ segments: 2 });
  });
});

it("tells whether a text stays in GSM-7", () => {
  expect(isGsm7("Ça va? {ok} €")).toBe(true);
  expect(isGsm7("ça")).toBe(false);
});

describe("an independent count, part by part", () => {
  it.each(["a€", "a€\n{", "á🎉", "aé€🎉\ud83d\ude00", "a\ud83d", "\r\na|", "👨‍👩‍👧a"])(
    "agrees on texts of %j",
    (alphabet) => {
      const random = makeRandom(alphabet.length);
      for (let round = 0; round < 400; round += 1) {
        const text = Array.from({ length: random(480) }, () => alphabet[random(alphabet.length)]).join("");
        expect({ text, ...countSegments(text) }).toEqual({ text, ...countSlowly(text) });
      }
    },
  );

  it("agrees at every length with a pair at every place around the first seams", () => {
    for (const [filler, pair, seam] of [
      ["a", "€", 153],
      ["á", "🎉", 67],
    ] as const) {
      for (let before = seam - 3; before <= 2 * seam + 3; before += 1) {
        for (let after = 0; after <= seam + 3; after += 1) {
          const text = filler.repeat(before) + pair + filler.repeat(after);
          const { segments, unitsLeft } = countSegments(text);
          const slow = countSlowly(text);
          if (segments !== slow.segments || unitsLeft !== slow.unitsLeft) expect.fail(`${before}, ${pair}, ${after}`);
        }
      }
    }
  });
});

describe("Twilio's sms-segments-calculator", () => {
  it("puts every UTF-16 unit into the same encoding", () => {
    const different = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter((unit) => {
      return countSegments(unit).encoding !== new SegmentedMessage(unit).encodingName;
    });
    expect(different).toEqual([]);
  });

  it.each(["a€{\n", "a\r\n|é", "aá“", "aé🎉€", "Ω字a"])("counts the same parts in texts of %j", (alphabet) => {
    const characters = [...alphabet];
    const random = makeRandom(alphabet.length);
    for (let round = 0; round < 150; round += 1) {
      const text = Array.from({ length: 1 + random(480) }, () => characters[random(characters.length)]).join("");
      const theirs = new SegmentedMessage(text);
      const { encoding, segments } = countSegments(text);
      expect({ text, encoding, segments }).toEqual({
        ...{ text, encoding: theirs.encodingName, segments: theirs.segmentsCount },
      });
    }
  });

  it.each([
    ["an empty text is one part to it", "", 0, 1],
    // It packs characters as a reader sees them, where 3GPP TS 23.040 knows UTF-16 units and keeps surrogate pairs whole.
    ["a joined emoji is never cut by it", `${"á".repeat(62)}👨‍👩‍👧${"á".repeat(64)}`, 2, 3],
    ["a character longer than a part is one part to it", `e${"\u0301".repeat(199)}`, 3, 2],
  ])("is wrong where %s", (_what, text, ours, theirs) => {
    expect([countSegments(text).segments, new SegmentedMessage(text).segmentsCount]).toEqual([ours, theirs]);
  });
});

describe("what a text's cost comes from", () => {
  it("is nothing where all are plain letters", () => {
    expect(describeSegments("Hi Zoe")).toEqual({ ...countSegments("Hi Zoe"), costly: [], segmentsIfPlain: 1 });
    expect(describeSegments("")).toMatchObject({ segments: 0, costly: [], segmentsIfPlain: 0 });
  });

  it("one curly quote makes three segments of one, and is named with its places", () => {
    const text = `“${"a".repeat(148)}”“`;
    expect(describeSegments(text)).toEqual({
      ...{ encoding: "UCS-2", segments: 3, units: 151, unitsLeft: 50, segmentsIfPlain: 1 },
      costly: [
        { character: "“", codePoints: "U+201C", kind: "outside-gsm-7", units: 1, positions: [0, 150] },
        { character: "”", codePoints: "U+201D", kind: "outside-gsm-7", units: 1, positions: [149] },
      ],
    });
  });

  it("in GSM-7 it is the characters of two septets", () => {
    expect(describeSegments(`${"€".repeat(2)}[${"a".repeat(155)}\r\n`)).toMatchObject({
      ...{ encoding: "GSM-7", segments: 2, units: 163, segmentsIfPlain: 1 },
      costly: [
        { character: "€", codePoints: "U+20AC", kind: "two-septets", units: 2, positions: [0, 1] },
        { character: "[", codePoints: "U+005B", kind: "two-septets", units: 2, positions: [2] },
      ],
    });
  });

  it("in UCS-2 a euro sign costs no more than a letter", () => {
    expect(describeSegments("5 €, ça va").costly.map(({ character }) => character)).toEqual(["ç"]);
  });

  it("joined emoji and decomposed accents are one character each", () => {
    expect(describeSegments("👨‍👩‍👧 e\u0301\r\n❤️").costly).toEqual([
      {
        ...{ character: "👨‍👩‍👧", codePoints: "U+1F468 U+200D U+1F469 U+200D U+1F467", units: 8 },
        ...{ kind: "outside-gsm-7", positions: [0] },
      },
      { character: "e\u0301", codePoints: "U+0065 U+0301", kind: "outside-gsm-7", units: 2, positions: [9] },
      { character: "❤️", codePoints: "U+2764 U+FE0F", kind: "outside-gsm-7", units: 2, positions: [13] },
    ]);
  });
});

/** Fills octets as TS 23.040 does, one character after another: 140 octets a part, 6 of them the header's where there are several. */
function countSlowly(text: string) {
  const isBasic = (character: string) => basic.includes(character);
  const characters = [...text];
  const isGsm = characters.every((character) => isBasic(character) || "^{}\\[~]|€\f".includes(character));
  const widths = characters.map((character) => (isGsm ? (isBasic(character) ? 1 : 2) : character.length));
  const fill = (capacity: number) => {
    const parts: number[] = [];
    for (const width of widths) {
      const filled = (parts.at(-1) ?? capacity) + width;
      if (filled > capacity) parts.push(width);
      else parts.splice(-1, 1, filled);
    }
    return parts;
  };
  const capacityOf = (octets: number) => Math.floor((octets * 8) / (isGsm ? 7 : 16));
  const whole = fill(capacityOf(140));
  const parts = whole.length <= 1 ? whole : fill(capacityOf(134));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const unitsLeft = capacityOf(whole.length <= 1 ? 140 : 134) - (parts.at(-1) ?? 0);
  return { encoding: isGsm ? "GSM-7" : "UCS-2", segments: parts.length, units, unitsLeft };
}

/** Numbers below a limit, the same in every run. Source: Numerical Recipes, 7.1, a linear congruence of 32 bits. */
function makeRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % limit;
  };
}
