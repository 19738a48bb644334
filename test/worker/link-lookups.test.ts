import { expect, it } from "vitest";
import type { Link } from "../../worker/domain/link.ts";
import { Slug } from "../../worker/domain/slug.ts";
import { askOwner } from "../../worker/links/link-lookups.ts";

const slugs = Array.from({ length: 30 }, (_, i) =>
  Slug.parse(
    `abcd${String(i + 1000)
      .replaceAll("0", "z")
      .replaceAll("1", "y")}`,
  ),
);

/** A shard that counts what it is asked, and answers with the slug alone. */
function countingShard(findAll: (keys: readonly { slug: string }[]) => Promise<unknown>) {
  const asked = { together: 0, alone: 0 };
  const shard = {
    findAll: (keys: readonly { slug: string }[]) => {
      asked.together += 1;
      return findAll(keys);
    },
    find: async (_: string, slug: string) => {
      asked.alone += 1;
      return { slug };
    },
  };
  const env = { LINK_SHARD: { getByName: () => shard }, LINK_SHARD_DIGITS: "0" };
  const context = { env, waitUntil: (work: Promise<unknown>) => void work } as unknown as Parameters<
    typeof askOwner
  >[2];
  return { asked, context };
}

const slugOf = (link: Link | undefined) => link?.slug;

it("links that are asked for together share a message, and each gets its own", async () => {
  const { asked, context } = countingShard(async (keys) => keys.map(({ slug }) => ({ slug })));
  const found = await Promise.all(slugs.map((slug) => askOwner("", slug, context)));
  expect(found.map(slugOf)).toEqual(slugs);
  expect(asked).toEqual({ together: 1, alone: 0 });
});

it("a message that fails is no reason to fail: each asks alone, at once", async () => {
  const { asked, context } = countingShard(() => Promise.reject(new Error("the object was updated")));
  const startedAtMs = Date.now();
  const found = await Promise.all(slugs.slice(0, 3).map((slug) => askOwner("", slug, context)));
  expect(found.map(slugOf)).toEqual(slugs.slice(0, 3));
  expect(asked).toEqual({ together: 1, alone: 3 });
  expect(Date.now() - startedAtMs).toBeLessThan(140);
});

it("a message that does not come back keeps nobody waiting: each asks alone", async () => {
  const { asked, context } = countingShard(() => new Promise(() => undefined));
  const found = await Promise.all(slugs.slice(0, 3).map((slug) => askOwner("", slug, context)));
  expect(found.map(slugOf)).toEqual(slugs.slice(0, 3));
  expect(asked).toEqual({ together: 1, alone: 3 });
});
