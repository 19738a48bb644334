import { expect, it } from "vitest";
import { SlugTrail } from "../../worker/domain/slug-trail.ts";

it("an address is known by how many different links it asked for within a minute", () => {
  const trail = new SlugTrail();
  expect(trail.follow("a", "one", 0)).toBe(1);
  expect(trail.follow("a", "one", 10)).toBe(1);
  expect(trail.follow("a", "two", 20)).toBe(2);
  expect(trail.follow("b", "three", 30)).toBe(1);
});

it("what is a minute old no longer counts; asking again keeps a link alive", () => {
  const trail = new SlugTrail();
  trail.follow("a", "one", 0);
  trail.follow("a", "two", 1_000);
  trail.follow("a", "one", 30_000);
  expect(trail.follow("a", "three", 60_999)).toBe(3);
  expect(trail.follow("a", "three", 61_000)).toBe(2);
});

it("twenty different links in a minute may be people's, the twenty-first is too many, and so are a thousand", () => {
  const trail = new SlugTrail();
  const counts = Array.from({ length: 1_000 }, (_, i) => trail.follow("a", `slug-${i}`, i));
  expect(counts[19]).toBe(20);
  expect(counts[20]).toBe(21);
  expect(counts[999]).toBe(21);
});

it("forgets the address that was silent longest when there are too many", () => {
  const trail = new SlugTrail();
  trail.follow("first", "one", 0);
  trail.follow("second", "one", 1);
  for (let i = 0; i < 4_998; i += 1) trail.follow(`other-${i}`, "one", 2);
  trail.follow("first", "two", 3);
  trail.follow("one too many", "one", 4);
  expect(trail.follow("first", "three", 5)).toBe(3);
  expect(trail.follow("second", "two", 6)).toBe(1);
});
