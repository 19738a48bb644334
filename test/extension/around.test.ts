import { describe, expect, it } from "vitest";
import { chooseRenewal } from "../../extension/lib/access-token.ts";
import { chooseAroundMessages } from "../../extension/lib/around-messages.ts";
import { nameDevice } from "../../extension/lib/device-name.ts";
import { findAdminPattern } from "../../extension/lib/in-page-places.ts";
import { findButtonAnswer, findButtonMessage } from "../../extension/lib/in-page-talk.ts";
import { findPhone } from "../../extension/lib/selected-phone.ts";

describe("a selected text", () => {
  it.each([
    ["+12125550142", "+12125550142"],
    ["+1 (212) 555-0142", "+12125550142"],
    ["tel:+44-20-7946-0018", "+442079460018"],
    ["+44 (0)20 7946 0018", "+442079460018"],
    ["0049 151 2345 6789", "+4915123456789"],
    ["+49 151/23456789", "+4915123456789"],
    ["＋1 212 555 0142", "+12125550142"],
    ["\u202d+1\u00a0212\u2011555\u20110142\u202c", "+12125550142"],
  ])("%j is the number %s", (selected, phone) => {
    expect(findPhone(selected)).toBe(phone);
  });

  it.each([
    "",
    "Maya Okafor",
    "(212) 555-0142",
    "+1 212",
    "+0 212 555 0142",
    "+1234567890123456",
    "Call +12125550142 or +12125550143",
    "#1001",
  ])("%j is no number that could be texted", (selected) => {
    expect(findPhone(selected)).toBeUndefined();
  });
});

it.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Chrome on Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox on macOS"],
  ["Mozilla/5.0 (X11; CrOS x86_64 16000.0.0) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36", "Chrome on ChromeOS"],
  ["Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/156.0 Safari/537.36", "Chrome on Linux"],
  ["something else", "Browser"],
])("a browser that says %j is listed under a name that its owner knows", (userAgent, name) => {
  expect(nameDevice(userAgent)).toBe(name);
});

it.each([
  [{ platform: "shopify", shop: "juniper.myshopify.com" }, "https://admin.shopify.com/*"],
  [{ platform: "bigcommerce", shop: "abc123" }, "https://store-abc123.mybigcommerce.com/*"],
  [{ platform: "woocommerce", shop: "tea.example" }, "https://tea.example/*"],
  [{ platform: "woocommerce", shop: "example.org/Shop" }, "https://example.org/*"],
  [{ platform: "woocommerce", shop: "localhost:8080" }, undefined],
] as const)("the button of %j needs no more of the web than %s", (store, pattern) => {
  expect(findAdminPattern(store)).toBe(pattern);
});

describe("an access token", () => {
  const nowMs = 1_800_000_000_000;
  it.each([
    ["in good time", 15 * 60_000, 14.5 * 60_000],
    ["earlier, if it lives shorter", 5 * 60_000, 4.5 * 60_000],
    ["when the server refuses it, if by this clock it is over", -86_400_000, 14.5 * 60_000],
    ["when the server refuses it, if by this clock it lives for days", 86_400_000, 14.5 * 60_000],
  ])("is renewed %s", (_, leftMs, renewInMs) => {
    expect(chooseRenewal(nowMs + leftMs, nowMs) - nowMs).toBe(renewInMs);
  });
});

describe("what the button in a page is told and says", () => {
  it("is taken only in the form that we write", () => {
    expect(findButtonMessage({ kind: "move", corner: "topLeft" })).toEqual({ kind: "move", corner: "topLeft" });
    expect(findButtonMessage({ kind: "where", url: "https://evil.example" })).toEqual({ kind: "where" });
    for (const other of [undefined, "where", { kind: "renew" }, { kind: "move" }, { kind: "move", corner: "middle" }]) {
      expect(findButtonMessage(other)).toBeUndefined();
    }
    expect(findButtonAnswer({ kind: "here", corner: "topLeft" })).toBeUndefined();
  });
});

describe("the words around the composer", () => {
  const languages = ["en", "es", "fr", "de"];
  it.each(languages)("%s says something everywhere, and nothing that another language says", (language) => {
    const words = flatten(chooseAroundMessages([language]));
    expect(words.filter((word) => word.trim() === "")).toEqual([]);
    for (const other of languages.filter((candidate) => candidate !== language)) {
      const theirs = flatten(chooseAroundMessages([other]));
      const sentences = new Set(theirs.filter((word) => /\p{L}+ \p{L}+ \p{L}+/u.test(word)));
      expect(words.filter((word) => sentences.has(word))).toEqual([]);
    }
  });

  it.each(languages)(
    "%s keeps the browser's place for the selected text, and counts one reply and several apart",
    (language) => {
      const { menus, title } = chooseAroundMessages([language]);
      expect(menus.textSelection).toContain("%s");
      expect(title.replies(1)).not.toBe(title.replies(2).replace("2", "1"));
    },
  );
});

/** Every text of a table; those that take values are given some. */
function flatten(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part === "function") return [0, 1, 2].flatMap((value) => flatten(part(value, value + 1, value + 2)));
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(flatten) : [];
}
