import { describe, expect, it } from "vitest";
import { choosePhone, parsePhoneNumber } from "../../worker/domain/phone-number.ts";

describe("a number that can be texted", () => {
  it.each([
    ["+12025550123", undefined, "+12025550123"],
    ["(202) 555-0123", "US", "+12025550123"],
    ["1-202-555-0123", "us", "+12025550123"],
    ["555-625-1199", "US", "+15556251199"],
    ["+15555555555", undefined, "+15555555555"],
    ["+15005550006", undefined, "+15005550006"],
    ["+1 876 555 1234", undefined, "+18765551234"],
    ["16135551234", "CA", "+16135551234"],
    ["07700 900123", "GB", "+447700900123"],
    ["+44 (0)7700 900123", "US", "+447700900123"],
    ["011 44 7911 123456", "US", "+447911123456"],
    ["0151 12345678", "DE", "+4915112345678"],
    ["06 39 98 12 34", "FR", "+33639981234"],
    ["0491 570 006", "AU", "+61491570006"],
    ["+１２０２５５５０１２３", undefined, "+12025550123"],
    ["٠٧٧٠٠٩٠٠١٢٣", "GB", "+447700900123"],
    ["tel:+1-202-555-0123", undefined, "+12025550123"],
    ["\u202a+12025550123\u202c", undefined, "+12025550123"],
  ])("%s in %s is %s", (raw, country, phone) => {
    expect(parsePhoneNumber(raw, country)).toBe(phone);
  });

  it.each([
    ["555-555-SHIP", "US"],
    ["1-800-FLOWERS", "US"],
    ["+18005551234", undefined],
    ["+19005551234", undefined],
    ["123-123-1234", "US"],
    ["+12021551234", undefined],
    ["+19115551234", undefined],
    ["5551234", "US"],
    ["2025550123", undefined],
    ["2025550123", "XX"],
    ["202-555-0123 ext 5", "US"],
    ["202-555-0123 x5", "US"],
    ["202-555-0123;5", "US"],
    ["2025550123 / 2025550124", "US"],
    ["030 123456", "DE"],
    ["+442079460000", undefined],
    ["+390612345678", undefined],
    ["447700900123", "US"],
    ["", "US"],
    ["n/a", "US"],
    [null, "US"],
    [2025550123, "US"],
  ])("%j in %s is none", (raw, country) => {
    expect(parsePhoneNumber(raw, country)).toBeUndefined();
  });
});

describe("the number of an order", () => {
  const [one, two, three, four] = ["+12025550101", "+12025550102", "+12025550103", "+12025550104"];
  const all = {
    order: { phone: one },
    shipping: { phone: two, name: "Ann Lee", country: "US" },
    customer: { phone: three, name: "Ann Lee", country: "US" },
    billing: { phone: four, name: "Ann Lee", country: "US" },
  };

  it("is the order's, else the shipping address's, the customer's, the billing address's", () => {
    expect(choosePhone(all)).toEqual({ kind: "phone", phone: one, from: "order" });
    expect(choosePhone({ ...all, order: {} })).toEqual({ kind: "phone", phone: two, from: "shipping" });
    expect(choosePhone({ customer: all.customer, billing: all.billing })).toMatchObject({
      from: "customer",
      phone: three,
    });
    expect(choosePhone({ billing: all.billing })).toMatchObject({ from: "billing", phone: four });
    expect(choosePhone({})).toEqual({ kind: "none", reason: "no_phone" });
  });

  it("passes over one that cannot be texted", () => {
    expect(choosePhone({ ...all, order: { phone: "555-555-SHIP" } })).toMatchObject({ from: "shipping" });
    expect(choosePhone({ order: { phone: "555-555-SHIP" } })).toEqual({ kind: "none", reason: "no_phone" });
  });

  it("is never that of a gift's receiver", () => {
    const gift = {
      shipping: { phone: two, name: "Bob Ray", country: "US" },
      billing: { name: "Ann Lee", country: "US" },
    };
    expect(choosePhone(gift)).toEqual({ kind: "none", reason: "no_phone" });
    expect(choosePhone({ ...gift, customer: { phone: three, name: "Bob Ray" } })).toMatchObject({ from: "customer" });
    expect(choosePhone({ shipping: gift.shipping, customer: { name: "Ann Lee" } })).toMatchObject({ kind: "none" });
  });

  it.each([
    ["Ann Lee", undefined, undefined],
    [undefined, "Ann Lee", undefined],
    ["Ann Lee", "", " "],
    ["JOSÉ GARCÍA", "José García", undefined],
    ["Jose Garcia", "Dr. José A. García", undefined],
    ["Garcia, Jose", undefined, "José García"],
    ["O'Neil Pat", "Pat O’Neil", "Somebody Else"],
  ])("a parcel for %j bought by %j (customer %j) goes to the buyer", (receiver, billing, customer) => {
    const candidates = {
      shipping: { phone: two, name: receiver },
      billing: { name: billing },
      customer: { name: customer },
    };
    expect(choosePhone(candidates)).toMatchObject({ from: "shipping" });
  });

  it.each([
    ["John Smith Jr", "John Smith"],
    ["Smith", "John Smith"],
    ["J Smith", "B Smith"],
  ])("a parcel for %j bought by %j may be a gift", (receiver, buyer) => {
    const candidates = { shipping: { phone: two, name: receiver }, billing: { name: buyer } };
    expect(choosePhone(candidates)).toMatchObject({ kind: "none" });
  });

  it("is read in the country of the address at hand", () => {
    expect(choosePhone({ order: { phone: "07700 900123" }, shipping: { country: "GB" } })).toMatchObject({
      phone: "+447700900123",
    });
    expect(
      choosePhone({ shipping: { phone: "07700 900123", country: "GB" }, billing: { country: "US" } }),
    ).toMatchObject({
      phone: "+447700900123",
    });
    expect(
      choosePhone({ shipping: { country: "GB" }, billing: { phone: "(202) 555-0123", country: "US" } }),
    ).toMatchObject({
      phone: "+12025550123",
    });
  });
});
