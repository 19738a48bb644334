import { describe, expect, it } from "vitest";
import { decorateTarget } from "../../worker/domain/link-decoration.ts";

const utm = { source: "sms", medium: "text", campaign: "review" };

describe("what a tap adds to the target", () => {
  it.each([
    ["https://a.example/", "https://a.example/?utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1"],
    ["https://a.example/?", "https://a.example/?utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1"],
    [
      "https://a.example/p?b=1&&c#top",
      "https://a.example/p?b=1&&c&utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1#top",
    ],
    [
      "https://a.example/?b=1&",
      "https://a.example/?b=1&utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1",
    ],
    [
      "https://a.example/#/route?x=1",
      "https://a.example/?utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1#/route?x=1",
    ],
    // Nothing of the target's own query is written anew: signatures and odd encodings survive.
    [
      "https://a.example/?q=a%20b+c&sig=%2f%2F~'(&empty=&flag&x=%E4&a%0Ab=1",
      "https://a.example/?q=a%20b+c&sig=%2f%2F~'(&empty=&flag&x=%E4&a%0Ab=1&utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1",
    ],
    // The target's own value wins, however its key is spelt; another case is another key.
    [
      "https://a.example/?utm_source=mail",
      "https://a.example/?utm_source=mail&utm_medium=text&utm_campaign=review&utm_content=t1",
    ],
    [
      "https://a.example/?utm%5Fsource=mail&utm_medium",
      "https://a.example/?utm%5Fsource=mail&utm_medium&utm_campaign=review&utm_content=t1",
    ],
    [
      "https://a.example/?UTM_SOURCE=mail",
      "https://a.example/?UTM_SOURCE=mail&utm_source=sms&utm_medium=text&utm_campaign=review&utm_content=t1",
    ],
    [
      "https://a.example/?utm_content=own",
      "https://a.example/?utm_content=own&utm_source=sms&utm_medium=text&utm_campaign=review&at_ref=t1",
    ],
    [
      "https://a.example/?utm_content=own&at_ref=x",
      "https://a.example/?utm_content=own&at_ref=x&utm_source=sms&utm_medium=text&utm_campaign=review",
    ],
  ])("%s becomes %s", (target, decorated) => {
    expect(decorateTarget(target, { utm, token: "t1" })).toBe(decorated);
  });

  it("leaves a target alone where there is nothing to add", () => {
    expect(decorateTarget("https://a.example/?#x", { utm: {} })).toBe("https://a.example/?#x");
    expect(decorateTarget("https://a.example/?#x", { utm: { source: "" }, clickQuery: "?" })).toBe(
      "https://a.example/?#x",
    );
  });

  it("encodes what it adds, lone surrogates too", () => {
    expect(decorateTarget("https://a.example/", { utm: { campaign: "Ä & b=c#d" } })).toBe(
      "https://a.example/?utm_campaign=%C3%84%20%26%20b%3Dc%23d",
    );
    expect(decorateTarget("https://a.example/", { utm: { campaign: "\ud800" } })).toBe(
      "https://a.example/?utm_campaign=%EF%BF%BD",
    );
  });

  it("moves the token aside for the link's own content", () => {
    expect(decorateTarget("https://a.example/", { utm: { content: "big" }, token: "t1" })).toBe(
      "https://a.example/?utm_content=big&at_ref=t1",
    );
  });
});

describe("the query of the tap", () => {
  it.each([
    ["https://a.example/", "?coupon=A%20b+c", "https://a.example/?coupon=A%20b+c"],
    ["https://a.example/?coupon=own", "?coupon=A&x=1", "https://a.example/?coupon=own&x=1"],
    ["https://a.example/?c%6Fupon=own", "?coup%6fn=A&Coupon=2", "https://a.example/?c%6Fupon=own&Coupon=2"],
    ["https://a.example/?a+b=1", "?a%20b=2&c=3", "https://a.example/?a+b=1&c=3"],
    ["https://a.example/", "?id=1&id=2&&flag", "https://a.example/?id=1&id=2&flag"],
    ["https://a.example/?%e4=1", "?%E4=2&x=1", "https://a.example/?%e4=1&x=1"],
    ["https://a.example/?%zz=1", "?%zz=2&%25zz=3", "https://a.example/?%zz=1"],
    ["https://a.example/?a[]=1", "?a%5B%5D=2&a[0]=3", "https://a.example/?a[]=1&a[0]=3"],
    ["https://a.example/?=own", "?=other&b=1", "https://a.example/?=own&b=1"],
    ["https://a.example/?a=1=2", "?a=3&b=4=5", "https://a.example/?a=1=2&b=4=5"],
    ["https://a.example/?a=1?b=2", "?b=3", "https://a.example/?a=1?b=2&b=3"],
    ["https://a.example/?a;b=1", "?b=2", "https://a.example/?a;b=1&b=2"],
    ["https://a.example/?flag", "?flag=1", "https://a.example/?flag"],
    ["https://a.example/?A=1", "?a=2", "https://a.example/?A=1&a=2"],
    ["https://a.example/#a=1", "?a=2", "https://a.example/?a=2#a=1"],
    ["https://a.example/#?a=1", "?a=2", "https://a.example/?a=2#?a=1"],
    ["https://a.example/", "a=1", "https://a.example/?a=1"],
    ["https://a.example/", "??a=1", "https://a.example/??a=1"],
    ["https://a.example/?sig=a%2Fb%3D%3D", "?fbclid=1", "https://a.example/?sig=a%2Fb%3D%3D&fbclid=1"],
    ["https://a.example/", "?url=https://evil.example/", "https://a.example/?url=https://evil.example/"],
    ["https://a.example/x#y", "?%zz=1", "https://a.example/x?%zz=1#y"],
  ])("%s tapped with %s leads to %s", (target, clickQuery, decorated) => {
    expect(decorateTarget(target, { utm: {}, clickQuery })).toBe(decorated);
  });

  it("overrides neither the link's UTM parameters nor its token", () => {
    expect(
      decorateTarget("https://a.example/", {
        utm: { source: "sms" },
        token: "t1",
        clickQuery: "?utm_source=evil&utm_content=forged&utm_term=x",
      }),
    ).toBe("https://a.example/?utm_source=sms&utm_content=t1&utm_term=x");
  });
});
