import { expect, it } from "vitest";
import { pickArm, shareOf } from "../../worker/domain/share.ts";

const phones = Array.from({ length: 20_000 }, (_, index) => `+1212555${String(index).padStart(5, "0")}`);

it("a number's share is the same for ever", () => {
  // Computed apart, in Python: a change would move everybody between arms.
  expect(shareOf("review:tone", "+12125550101").toFixed(9)).toBe("0.778977183");
  expect(shareOf("holdout:review", "+12125550101").toFixed(9)).toBe("0.244966956");
});

it.each(["a", "b", "holdout:f"])("shares of %s are spread evenly over neighbouring numbers", (experiment) => {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const phone of phones) {
    const tenth = Math.floor(shareOf(experiment, phone) * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Chi-squared with 9 degrees of freedom: 27.88 at p = 0.001.
  expect(tenths.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)).toBeLessThan(27.88);
});

it("two experiments have nothing to do with each other", () => {
  const both = phones.filter((phone) => shareOf("a", phone) < 0.5 && shareOf("b", phone) < 0.5).length;
  expect(Math.abs(both - 5000)).toBeLessThan(250);
});

it("raising a share keeps its earlier members", () => {
  const members = (share: number) => phones.filter((phone) => shareOf("holdout:f", phone) < share);
  const after = new Set(members(0.2));
  expect(members(0.1).every((phone) => after.has(phone))).toBe(true);
});

it("arms take people by weight, and all of them", () => {
  const arms = [
    { name: "a", weight: 3 },
    { name: "b", weight: 1 },
  ];
  const count = phones.filter((phone) => pickArm(arms, shareOf("x", phone))?.name === "a").length;
  expect(Math.abs(count - 15_000)).toBeLessThan(250);
  expect(pickArm(arms, 0)?.name).toBe("a");
  expect(pickArm(arms, 0.75)?.name).toBe("b");
  expect(pickArm(arms, 0.999999999)?.name).toBe("b");
});
