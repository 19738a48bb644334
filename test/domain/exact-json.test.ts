import { describe, expect, it } from "vitest";
import { parseExactJson } from "../../worker/stores/exact-json.ts";

describe("reading JSON exactly", () => {
  it.each<[text: string, value: unknown]>([
    ['{"id":820982911946154508}', { id: "820982911946154508" }],
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", "9007199254740992"],
    ["-9007199254740993", "-9007199254740993"],
    ["[1, 2.5, 1e3, null, true]", [1, 2.5, 1000, null, true]],
    ['{"price":1e21,"rate":0.1}', { price: 1e21, rate: 0.1 }],
    ['{"id":"820982911946154508"}', { id: "820982911946154508" }],
    ['{"lines":[{"id":866550311766439020},{"id":5}]}', { lines: [{ id: "866550311766439020" }, { id: 5 }] }],
  ])("%s keeps every digit of an integer", (text, value) => {
    expect(parseExactJson(text)).toStrictEqual(value);
  });

  it.each(["", "webhook_id=12", '{"id":1', "undefined", "["])("%j is no JSON", (text) => {
    expect(parseExactJson(text)).toBeUndefined();
  });

  it("a body nested deeper than the machine can follow is no JSON, and no crash", () => {
    expect(parseExactJson("[".repeat(1_000_000) + "]".repeat(1_000_000))).toBeUndefined();
  });
});
