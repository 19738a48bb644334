import { describe, expect, it } from "vitest";
import { findJsonFault } from "../../worker/domain/json-fault.ts";

const place = (text: string) => {
  const found = findJsonFault(text);
  return found === undefined ? "JSON" : `${found.line}:${found.column}`;
};

describe("where a text stops being JSON", () => {
  it.each([
    ["", "1:1"],
    ["{", "1:2"],
    ['{ "a": 1, }', "1:11"],
    ['{ "a": 1, // why\n}', "1:11"],
    ["[1,]", "1:4"],
    ["[1 2]", "1:4"],
    ["{\n  title: 1\n}", "2:3"],
    ["{\n  'title': 1\n}", "2:3"],
    ['{\n  "a": 1\n  "b": 2\n}', "3:3"],
    ['{ "a" 1 }', "1:7"],
    ['{ "a": "x\ny" }', "1:8"],
    ['{ "a": tru }', "1:8"],
    ['{ "a": 01 }', "1:9"],
    ['{ "a": "\\x" }', "1:8"],
    ["{} {}", "1:4"],
    ["[}", "1:2"],
    [",", "1:1"],
    ["]", "1:1"],
    ['{"a":1}}', "1:8"],
  ])("%j at %s", (text, expected) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(place(text)).toBe(expected);
  });

  it.each(["{}", "[]", ' { "a" : [ 1, -2.5e+3, true, false, null, "\\u00e9\\n", {}, [ ] ] }\n', '"x"', "0"])(
    "%j is JSON",
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(place(text)).toBe("JSON");
    },
  );

  it("a mebibyte of text or of brackets is looked through as well", () => {
    const long = 1_048_576;
    expect(place(`["${"x".repeat(long)}",]`)).toBe(`1:${long + 5}`);
    expect(place(`["${"\\n".repeat(long)}",]`)).toBe(`1:${2 * long + 5}`);
    expect(place("[".repeat(long))).toBe(`1:${long + 1}`);
  });
});
