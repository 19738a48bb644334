import { describe, expect, it } from "vitest";
import { checkNamedSlug, findSlugInPath, newSlug, randomSlugLength, slugAlphabet } from "../../worker/domain/slug.ts";

describe("random slugs", () => {
  it("use 31 lower-case characters that are not mistaken for one another", () => {
    expect(new Set(slugAlphabet).size).toBe(31);
    expect(slugAlphabet).toMatch(/^[a-z2-9]+$/);
    for (const lookAlike of "0o1il") expect(slugAlphabet).not.toContain(lookAlike);
    expect(randomSlugLength).toBe(8);
  });

  it("are never a reserved word", () => {
    const draws = ["sessi2ns", "password", "vwxyz234"].values();
    expect(newSlug(() => draws.next().value ?? "")).toBe("sessi2ns");
    const reserved = ["password", "sessions", "vwxyz234"].values();
    expect(newSlug(() => reserved.next().value ?? "")).toBe("vwxyz234");
  });
});

describe("named slugs", () => {
  it.each([
    ["track", "track"],
    ["Track", "track"],
    ["OFFER-2026", "offer-2026"],
    ["loyalty", "loyalty"],
    ["a", "a"],
    ["7", "7"],
    ["a-b-c", "a-b-c"],
    ["x".repeat(64), "x".repeat(64)],
  ])("%s may be taken, as %s", (text, slug) => {
    expect(checkNamedSlug(text)).toEqual({ kind: "ok", slug });
  });

  it.each([
    ["", "form"],
    ["-a", "form"],
    ["a-", "form"],
    ["a--b", "form"],
    ["a_b", "form"],
    ["a b", "form"],
    ["a/b", "form"],
    ["a.b", "form"],
    ["größe", "form"],
    ["trac\u212a", "form"], // the Kelvin sign, which toLowerCase() makes a k
    ["x".repeat(65), "too-long"],
    ["v1", "reserved"],
    ["Bench", "reserved"],
    ["HOOKS", "reserved"],
    ["openapi.json", "reserved"],
    ["o", "reserved"],
    ["u", "reserved"],
    ["favicon.ico", "reserved"],
    ["robots.txt", "reserved"],
    [".well-known", "reserved"],
    ["apple-touch-icon.png", "reserved"],
    ["apple-app-site-association", "reserved"],
    ["login", "reserved"],
    ["Sign-In", "reserved"],
    ["signup", "reserved"],
    ["admin", "reserved"],
    ["api", "reserved"],
    ["assets", "reserved"],
    ["static", "reserved"],
    ["stats", "reserved"],
    ["statistics", "reserved"],
    ["dashboard", "reserved"],
    ["wp-admin", "reserved"],
  ])("%s may not be taken: %s", (text, why) => {
    expect(checkNamedSlug(text)).toEqual({ kind: "refused", why });
  });
});

describe("paths", () => {
  it.each([
    ["/abcd2345", "abcd2345"],
    ["/abcd2345/", "abcd2345"],
    ["/ABCD2345", "abcd2345"],
    ["/%74rack", "track"],
    ["/tr%61ck/", "track"],
    ["/offer%2D1", "offer-1"],
    [`/${"x".repeat(64)}`, "x".repeat(64)],
    [`/${"%78".repeat(64)}/`, "x".repeat(64)],
  ])("%s leads to the link %s", (path, slug) => {
    expect(findSlugInPath(path)).toBe(slug);
  });

  it.each([
    ["/"],
    [""],
    ["//"],
    ["//track"],
    ["/track//"],
    ["/track/more"],
    ["/track%2Fmore"],
    ["/%"],
    ["/%zz"],
    ["/%ff%fe"],
    ["/track%00"],
    ["/track%0a"],
    ["/..%2f..%2fetc"],
    ["/v1"],
    ["/favicon.ico"],
    [`/${"x".repeat(65)}`],
    [`/${"x".repeat(100_000)}`],
  ])("%s leads to no link", (path) => {
    expect(findSlugInPath(path)).toBeUndefined();
  });
});
