import { describe, expect, it } from "vitest";
import { classifyClick, type Hit } from "../../worker/domain/click-class.ts";
import { crawlers, libraries, people, previews } from "./hard-agents.ts";

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

const tap: Hit = {
  method: "GET",
  userAgent: iphone,
  purposes: [],
  networkNumber: 7922, // Comcast
  sinceAcceptedMs: 60_000,
  slugsFromAddress: 1,
};
const classOf = (hit: Partial<Hit>) => {
  const result = classifyClick({ ...tap, ...hit });
  return result.kind === "person" ? "person" : result.class;
};

describe("people", () => {
  it.each(people)("%s is a person", (userAgent) => {
    expect(classOf({ userAgent })).toBe("person");
  });
});

describe("programs", () => {
  it.each<readonly [machineClass: string, userAgent: string | undefined]>([
    ...previews.map((userAgent) => ["preview", userAgent] as const),
    ...crawlers.map((userAgent) => ["crawler", userAgent] as const),
    ...libraries.map((userAgent) => ["library", userAgent] as const),
    ["library", undefined],
  ])("%s: %s", (machineClass, userAgent) => {
    expect(classOf({ userAgent })).toBe(machineClass);
  });

  it("are named by the part of the user agent that gave them away", () => {
    expect(classifyClick({ ...tap, userAgent: "WhatsApp/2.23.20.0 A" })).toEqual({
      kind: "machine",
      class: "preview",
      reason: "user agent: WhatsApp",
    });
  });
});

describe("a user agent made to take long", () => {
  it.each([
    ["scan".repeat(6_000)],
    [" Mobile".repeat(4_000)],
    [` Version/${"1.".repeat(12_000)}`],
    [` [FBAN/${"a".repeat(24_000)}`],
  ])("does not: …%.20s…", (tail) => {
    const startedAtMs = performance.now();
    classOf({ userAgent: `${iphone} ${tail}/x` });
    expect(performance.now() - startedAtMs).toBeLessThan(50);
  });
});

describe("a phone's request is not a person's tap", () => {
  it.each([["HEAD"], ["POST"], ["OPTIONS"]])("when its method is %s", (method) => {
    expect(classOf({ method })).toBe("method");
  });

  it.each([["prefetch"], ["prefetch;prerender"], ["Prefetch;anonymous-client-ip"], ["preview"], ["prerender"]])(
    "when its purpose is %s",
    (purpose) => {
      expect(classOf({ purposes: [purpose] })).toBe("prefetch");
    },
  );

  it("when it comes from a data centre, but not when it comes by iCloud Private Relay", () => {
    expect(classOf({ networkNumber: 16509 })).toBe("datacenter");
    expect(classOf({ networkNumber: 13335 })).toBe("person");
    expect(classOf({ networkNumber: undefined })).toBe("person");
  });

  it("when it comes within 3 s of the text's acceptance", () => {
    expect(classOf({ sinceAcceptedMs: 0 })).toBe("early");
    expect(classOf({ sinceAcceptedMs: 3_000 })).toBe("early");
    expect(classOf({ sinceAcceptedMs: 3_001 })).toBe("person");
    expect(classOf({ sinceAcceptedMs: undefined })).toBe("person");
  });

  it("when its address asks for many short links at once", () => {
    expect(classOf({ slugsFromAddress: 20 })).toBe("person");
    expect(classOf({ slugsFromAddress: 21 })).toBe("many-slugs");
  });
});
