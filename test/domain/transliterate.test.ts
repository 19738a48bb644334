import { describe, expect, it } from "vitest";
import { isGsm7 } from "../../shared/segments.ts";
import { smartReplacements } from "../../worker/domain/data/transliterations.ts";
import { foldText, smartEncode, transliterateValue } from "../../worker/domain/transliterate.ts";

describe("a merge field's value in GSM-7", () => {
  it.each([
    ["Zoë", "Zoe"],
    ["Zoe\u0308", "Zoe"],
    ["Łukasz Gołąb", "Lukasz Golab"],
    ["Gonçalves", "Goncalves"],
    ["João", "Joao"],
    ["Nguyễn Đức", "Nguyen Duc"],
    ["Işık", "Isik"],
    ["Œuvre", "Oeuvre"],
    ["Þór", "Thor"],
    ["“Glow” Serum…", '"Glow" Serum...'],
    ["½ kg × 2", "1/2 kg x 2"],
    ["Acme™ Brush 360°", "Acme Brush 360deg"],
    ["₹500", "INR500"],
    ["Дмитрий", "Dmitrii"],
    ["Жанна ЩУКА", "Zhanna SHCHUKA"],
    ["Γιώργος", "Giorgos"],
    ["Παπαδόπουλος", "Papadopoulos"],
  ])("%s is written %s", (value, latin) => {
    expect(transliterateValue(value)).toBe(latin);
    expect(isGsm7(latin)).toBe(true);
  });

  it.each(["Renée", "Çelik", "Jürgen Groß", "Åse", "Σ", "Zoe [M]", ""])("%j is in GSM-7 and stays", (value) => {
    expect(transliterateValue(value)).toBe(value);
  });

  it.each(["さくら", "李小龍", "Zoë 🎉", "مريم"])("%s has no Latin form and stays as it is", (value) => {
    expect(transliterateValue(value)).toBe(value);
  });
});

describe("smart replacement", () => {
  it.each(smartReplacements.flatMap(([to, from]) => from.split(" ").map((hex) => [hex, to] as const)))(
    "U+%s becomes %j",
    (hex, replacement) => {
      expect(smartEncode(`x, ${String.fromCodePoint(Number.parseInt(hex, 16))}`)).toBe(`x, ${replacement}`);
    },
  );

  it.each([
    ["“Hi” — it’s «here»…", '"Hi" - it\'s "here"...'],
    ["a\u00a0b\u2003c\td\u3000e", "a b c d e"],
    ["S\u200bT\ufeffO\u2060P\u200d", "STOP"],
    ["ＡＢＣ ａｂｃ １２３！", "ABC abc 123!"],
    ["• one ¼", "- one 1/4"],
    ["‹x›", ">x<"],
  ])("%j becomes %j", (text, encoded) => {
    expect(smartEncode(text)).toBe(encoded);
    expect(isGsm7(encoded)).toBe(true);
  });

  it.each(["áéíóú çãê ñ", "🎉 👨‍👩‍👧 ‼️ ✳️", "さくら", "é"])("accents, emoji and other scripts stay: %s", (text) => {
    expect(smartEncode(text)).toBe(text);
  });

  it("a decomposed accent is an accent, not a circumflex sign", () => {
    expect(smartEncode("e\u0302 n\u0303")).toBe("ê ñ");
  });
});

it.each([
  ["ＺＯË", "zoe"],
  ["Łukasz STRAßE", "lukasz strasse"],
  ["İPTAL", "iptal"],
  ["S\u200bTOP", "stop"],
  ["إلغاء", "الغاء"],
  ["수신거부", "수신거부"],
  ["बंद", "बंद"],
  ["がぎ", "がぎ"],
])("%j compares as %j", (text, folded) => {
  expect(foldText(text)).toBe(folded.normalize("NFC"));
});
