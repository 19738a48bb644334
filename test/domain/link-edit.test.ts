import { expect, it } from "vitest";
import type { Link } from "../../worker/domain/link.ts";
import { decideLinkEdit } from "../../worker/domain/link-edit.ts";
import { Slug } from "../../worker/domain/slug.ts";

const link: Link = {
  domain: "go.acme.test",
  slug: Slug.parse("track"),
  merchantId: "acme",
  targetUrl: "https://shop.example/",
  utm: { source: "sms" },
  tags: ["autumn"],
  attributes: {},
  state: "live",
  startsAtMs: 1_000,
  expiresAtMs: 5_000,
  createdAtMs: 0,
  mintedMachineMs: 0,
  usedClicks: 3,
};

it("an edit changes what it names, keeps the rest and the used clicks, and remembers what was there", () => {
  const decision = decideLinkEdit(link, { targetUrl: "https://shop.example/2", expiresAtMs: undefined }, 2_000);
  expect(decision).toEqual({
    kind: "changed",
    link: { ...link, targetUrl: "https://shop.example/2", expiresAtMs: undefined },
    change: {
      atMs: 2_000,
      fields: [
        { field: "targetUrl", before: "https://shop.example/", after: "https://shop.example/2" },
        { field: "expiresAtMs", before: 5_000, after: undefined },
      ],
    },
  });
});

it("an edit that says what is so already leaves no trace", () => {
  const same = { utm: { source: "sms" }, tags: ["autumn"], targetUrl: link.targetUrl, maxClicks: undefined };
  expect(decideLinkEdit(link, same, 2_000)).toEqual({ kind: "unchanged", link });
});

it.each([
  ["a new end at the start", { expiresAtMs: 1_000 }, "refused"],
  ["a new start at the end", { startsAtMs: 5_000 }, "refused"],
  ["both moved together", { startsAtMs: 6_000, expiresAtMs: 7_000 }, "changed"],
  ["a link whose end has passed gets a new target", { targetUrl: "https://shop.example/3" }, "changed"],
])("%s is %3$s", (_, edit, kind) => {
  expect(decideLinkEdit(link, edit, 9_000).kind).toBe(kind);
});

it("a deleted link can't be edited, not even back to life", () => {
  expect(decideLinkEdit({ ...link, state: "deleted" }, { state: "live" }, 2_000)).toEqual({
    kind: "refused",
    why: "deleted",
  });
});
