import { expect, it } from "vitest";
import { maskPhone } from "../../worker/domain/mask-phone.ts";

it("a masked number shows its last two digits and its length", () => {
  expect(maskPhone("+12125550199")).toBe("+•••••••••99");
});
