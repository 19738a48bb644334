import { describe, expect, it } from "vitest";
import { findSavings } from "../../extension/lib/savings.ts";

const printing = { values: {}, linkLength: 24 };
const find = (body: string) => findSavings(body, printing);

describe("what would make a text shorter", () => {
  it.each([
    ["quotes that force special characters", "It’s “here”", 'It\'s "here"'],
    ["a dash in a text of two segments", `Ready – ${"really ".repeat(20)}`, `Ready - ${"really ".repeat(20)}`],
    [
      "accents too, where no sign would do and a segment is saved",
      "Naïve — it’s ".repeat(15),
      "Naive - it's ".repeat(15),
    ],
  ])("is offered as one click: %s", (_what, body, repaired) => {
    expect(find(body).repaired?.body).toBe(repaired);
  });

  it.each([
    ["the emoji beside them needs the room anyway", "It’s “here” 📦"],
    ["a name's accent needs the room anyway, and it is one segment", "Naïve — it’s here"],
    ["all of it is another script", "Ваш заказ — в пути, “как обещали”. ".repeat(3).concat("東京")],
    ["it is plain", "It's here"],
  ])("is not offered where nothing is gained: %s", (_why, body) => {
    expect(find(body).repaired).toBeUndefined();
  });

  it("is called one segment where that is what comes of it", () => {
    const body = `Zoë wird Łukasz grüßen${" und noch mehr".repeat(6)}`;
    expect(find(body)).toMatchObject({
      repaired: undefined,
      fitted: { body: expect.stringMatching(/^Zoe wird Lukasz/) },
    });
  });
});
