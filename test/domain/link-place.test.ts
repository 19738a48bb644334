import { describe, expect, it } from "vitest";
import { listShardNames, placeOfOrigin, placeOfSlug, shardName } from "../../worker/domain/link-place.ts";
import { slugAlphabet } from "../../worker/domain/slug.ts";

describe("the shard of a link", () => {
  it("is named by the first characters of a drawn slug, also where somebody chose one that could have been drawn", () => {
    expect(shardName(placeOfSlug("go.acme.test", "abcd2345"), 1)).toBe("random:a");
    expect(shardName(placeOfSlug("", "packages"), 2)).toBe("random:pa");
    expect(shardName(placeOfSlug("", "abcd2345"), 0)).toBe("random:");
  });

  it("of a named link goes by domain and name, since names begin alike", () => {
    const places = ["track", "track-1", "track-2", "track-3"].map((slug) => placeOfSlug("go.acme.test", slug));
    expect(new Set(places.map(({ digits }) => digits)).size).toBeGreaterThan(2);
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(["named"]));
    expect(placeOfSlug("go.other.test", "track").digits).not.toBe(placeOfSlug("go.acme.test", "track").digits);
  });

  it("never changes for what is stored: these digits are kept", () => {
    expect([placeOfOrigin("m_1").digits, placeOfSlug("", "track").digits]).toEqual(["5g", "8n"]);
  });

  it("when split keeps its prefix: the new name begins as the old one", () => {
    for (const origin of ["m_1", "m_2", "x"]) {
      const place = placeOfOrigin(origin);
      expect(shardName(place, 2).startsWith(shardName(place, 1))).toBe(true);
      expect(shardName(place, 1).startsWith(shardName(place, 0))).toBe(true);
    }
  });

  it("is one of those that an installation has, and all get their share", () => {
    expect(listShardNames(0)).toEqual(["random:", "named:"]);
    expect(listShardNames(1)).toHaveLength(62);
    expect(listShardNames(2)).toHaveLength(1922);
    const counts = new Map<string, number>();
    for (let i = 0; i < 31_000; i += 1) {
      const name = shardName(placeOfOrigin(`m_${i}`), 1);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([...slugAlphabet].map((digit) => `random:${digit}`).sort());
    for (const count of counts.values()) expect(count).toBeGreaterThan(800);
  });
});
