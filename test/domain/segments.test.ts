import { describe, expect, it } from "vitest";
import { countSegments, isGsm7 } from "../../shared/segments.ts";

const basic =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

describe("a text in GSM-7", () => {
  it("has 127 characters of one septet", () => {
    expect(basic).toHaveLength(127);
    expect(countSegments(basic)).toEqual({ encoding: "GSM-7", segments: 1, units: 127, unitsLeft: 33, culprits: [] });
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
      ...{ encoding: "GSM-7", segments, units: length, unitsLeft, culprits: [] },
    });
  });

  it("80 euro signs fill one part, 81 need two", () => {
    expect(countSegments("€".repeat(80))).toMatchObject({ segments: 1, units: 160, unitsLeft: 0 });
    expect(countSegments("€".repeat(81))).toMatchObject({ segments: 2, units: 162, unitsLeft: 153 - 10 });
  });

  it("an escape pair moves to the next part as a whole", () => {
    // 306 septets by division fit two parts, but the pair at 153/154 cannot be cut.
    const text = `${"a".repeat(152)}€${"a".repeat(152)}`;
    expect(countSegments(text)).toEqual({ encoding: "GSM-7", segments: 3, units: 306, unitsLeft: 152, culprits: [] });
    expect(countSegments(`${"a".repeat(151)}€${"a".repeat(153)}`)).toMatchObject({
      segments: 2,
      units: 306,
      unitsLeft: 0,
    });
  });
});

describe("a text in UCS-2", () => {
  it.each([..."çáíóúêã`\tµ“”‘’–—…\u00a0"])("%j forces it and is named", (character) => {
    expect(countSegments(`Hi ${character}${character}`)).toMatchObject({ encoding: "UCS-2", culprits: [character] });
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
    expect(countSegments("🎉🎉ç🎉").culprits).toEqual(["🎉", "ç"]);
  });

  it("a lone surrogate counts as one unit", () => {
    expect(countSegments("a\ud83d")).toMatchObject({ encoding: "UCS-2", units: 2, culprits: ["\ud83d"] });
  });
});

it("tells whether a text stays in GSM-7", () => {
  expect(isGsm7("Ça va? {ok} €")).toBe(true);
  expect(isGsm7("ça")).toBe(false);
});
