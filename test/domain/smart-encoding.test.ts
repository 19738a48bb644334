import { describe, expect, it } from "vitest";
import { smartReplacements } from "../../shared/data/smart-replacements.ts";
import { isGsm7 } from "../../shared/segments.ts";
import { repairText } from "../../shared/smart-encoding.ts";

describe("smart replacement", () => {
  it.each(smartReplacements.flatMap(([to, from]) => from.split(" ").map((hex) => [hex, to] as const)))(
    "U+%s becomes %j",
    (hex, replacement) => {
      expect(repairText(`x, ${String.fromCodePoint(Number.parseInt(hex, 16))}`).text).toBe(`x, ${replacement}`);
    },
  );

  it.each([
    ["“Hi” — it’s «here»…", '"Hi" - it\'s "here"...'],
    ["a\u00a0b\u2003c\td\u3000e", "a b c d e"],
    ["S\u200bT\ufeffO\u2060P\u200d", "STOP"],
    ["a\u200d\u200cb", "ab"],
    ["5 \u212b, 3 \u2126, 2 \u212a", "5 Å, 3 Ω, 2 K"],
    ["ＡＢＣ ａｂｃ １２３！", "ABC abc 123!"],
    ["• one ¼", "- one 1/4"],
    ["‹x›", ">x<"],
  ])("%j becomes %j", (text, encoded) => {
    expect(repairText(text).text).toBe(encoded);
    expect(isGsm7(encoded)).toBe(true);
  });

  it.each(["áéíóú çãê ñ", "🎉 👨‍👩‍👧 ‼️ ✳️", "さくら", "é"])("accents, emoji and other scripts stay: %s", (text) => {
    expect(repairText(text).text).toBe(text);
  });

  it("a decomposed accent is an accent, not a circumflex sign", () => {
    expect(repairText("e\u0302 n\u0303").text).toBe("ê ñ");
  });

  it.each([
    "سلام\u200cعلیکم, می\u200cخواهم",
    "\u200f\u202bשלום\u202c\u200e",
    "שָׁלוֹם מ\ufb2a",
    "क्\u200dष",
    "🏳️‍🌈 ❤️‍🔥 👩🏽‍💻 #️⃣ 🇩🇪",
  ])("right-to-left text and joined characters are not touched: %s", (text) => {
    expect(repairText(text)).toEqual({ text, replacements: [] });
  });

  it("tells each replacement with its place in the text as it was", () => {
    expect(repairText("🎉 “Zoë” e\u0301…\u200b `x")).toEqual({
      text: '🎉 "Zoë" é... \'x',
      replacements: [
        { position: 3, from: "“", to: '"' },
        { position: 7, from: "”", to: '"' },
        { position: 9, from: "e\u0301", to: "é" },
        { position: 11, from: "…", to: "..." },
        { position: 12, from: "\u200b", to: "" },
        { position: 14, from: "`", to: "'" },
      ],
    });
  });

  it("a text of GSM-7 is not touched", () => {
    expect(repairText("Ça va? {ok}\r\n€ _^~|")).toEqual({ text: "Ça va? {ok}\r\n€ _^~|", replacements: [] });
  });
});
