import { expect, it } from "vitest";
import { readGift } from "../../worker/stores/gift.ts";

const buyer = { shipping: { name: "Zoe Hart" }, billing: { name: "Zoe Hart" } };

it.each<[name: string, value: unknown, isGift: boolean]>([
  ["Is this a gift?", "Yes", true],
  ["gift", true, true],
  ["gift_message", "Happy birthday", true],
  ["gift-wrapping", "1", true],
  ["_order_gift_note", "For Ola", true],
  ["gift", "No", false],
  ["gift_message", " ", false],
  ["gift_message", null, false],
  ["is_gift", 0, false],
  ["gift_card", "GC-1000", false],
  ["free_gift", "yes", false],
  ["gifted_by_campaign", "spring", false],
])("a field %s that says %j makes an order a gift: %s", (name, value, isGift) => {
  expect(readGift(buyer, [{ name, value }])).toBe(isGift);
});

it.each<[receiver: string, buyer: string, isGift: boolean | undefined]>([
  ["Zoe Hart", "Hart, Zoe", false],
  ["Ola Nordmann", "Zoe Hart", true],
  ["Ola Nordmann", "", false],
  ["", "Zoe Hart", undefined],
])("a parcel to %s that %s pays for is a gift: %s", (receiver, payer, isGift) => {
  expect(readGift({ shipping: { name: receiver }, billing: { name: payer } }, [])).toBe(isGift);
});
