import { describe, expect, it } from "vitest";
import { chooseLanguage, loadMessages } from "../../extension/lib/messages.ts";
import { LANGUAGES } from "../../extension/lib/settings.ts";
import { createWording } from "../../extension/lib/wording.ts";

describe("the extension's words", () => {
  it.each(LANGUAGES)("%s says something everywhere, and nothing that another language says", async (language) => {
    const words = flatten(await loadMessages(language));
    expect(words.filter((word) => word.trim() === "")).toEqual([]);
    for (const other of LANGUAGES.filter((candidate) => candidate !== language)) {
      const sentences = new Set(flatten(await loadMessages(other)).filter(isSentence));
      expect(words.filter((word) => sentences.has(word))).toEqual([]);
    }
  });

  it.each(LANGUAGES)("%s names the host, the shop and the person it speaks of", async (language) => {
    const { failures, unknown, connect, disconnect } = await loadMessages(language);
    expect(failures.unreachable("texts.test").title).toContain("texts.test");
    expect(failures.foreign("texts.test").title).toContain("texts.test");
    expect(failures.broken(503).advice).toContain("503");
    expect(unknown.store("acme.test", "Luma").advice).toMatch(/acme\.test.*Luma/);
    expect(connect.connected("Luma")).toContain("Luma");
    expect(disconnect.question("Luma")).toContain("Luma");
  });

  it("dates follow the reader's region within the language", async () => {
    const afternoonMs = new Date(2026, 10, 3, 14, 5).getTime();
    expect((await wordingIn(["en-GB"])).formats.time(afternoonMs)).toBe("14:05");
    expect((await wordingIn(["en-US"])).formats.time(afternoonMs)).toMatch(/^2:05\sPM$/);
    expect((await wordingIn(["nl-NL", "de-DE"])).formats.time(afternoonMs)).toBe("14:05");
  });

  it("today and yesterday have names, other days a date, also over the day the clocks change", async () => {
    const { formats } = await wordingIn(["en-US"]);
    const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime();
    expect(formats.day(at(8, 0), at(8, 23))).toBe("Today");
    expect(formats.day(at(7, 0), at(8, 23))).toBe("Yesterday");
    expect(formats.day(at(8, 23), at(9, 0))).toBe("Yesterday");
    expect(formats.day(at(6, 23), at(8, 0))).toBe("Fri, Mar 6");
    expect(formats.day(at(9, 1), at(8, 23))).toBe("Mon, Mar 9");
  });

  it("a customer's wall clock is shown as it stands there, and a broken one not at all", async () => {
    const { formats } = await wordingIn(["en-US"]);
    expect(formats.wallClock("2026-11-03T14:05")).toMatch(/^Tue 2:05\sPM$/);
    expect(formats.wallClock("2026-11-03T14:05:59")).toMatch(/^Tue 2:05\sPM$/);
    expect(formats.wallClock("2026-13-03T14:05")).toBeUndefined();
    expect(formats.wallClock("soon")).toBeUndefined();
  });
});

async function wordingIn(languages: readonly string[]) {
  return createWording(await loadMessages(chooseLanguage(languages)), languages);
}

function isSentence(words: string): boolean {
  return /\p{L}+ \p{L}+ \p{L}+/u.test(words);
}

/** Every text of a table; those that take values are given numbers, names and both answers. */
function flatten(part: unknown): string[] {
  if (typeof part === "string") return [part];
  if (typeof part === "function") return [0, 1, 2].flatMap((value) => flatten(part(value, value + 1)));
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(flatten) : [];
}
