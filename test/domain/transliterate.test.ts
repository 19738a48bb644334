import { describe, expect, it } from "vitest";
import { isGsm7 } from "../../shared/segments.ts";
import { foldText, transliterateValue } from "../../shared/transliterate.ts";

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
