import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Link } from "../../worker/domain/link.ts";
import { Slug } from "../../worker/domain/slug.ts";
import { Memory } from "../../worker/links/memory.ts";
import { leadOn } from "../../worker/links/redirect.ts";

const startMs = Date.UTC(2026, 10, 20);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

it("answers at once while fresh, asks anew beside a redirect for a second more, and waits for what is older", async () => {
  const memory = new Memory<number>({ maxSize: 10, freshMs: 1_000 });
  let loads = 0;
  const beside: Promise<unknown>[] = [];
  const load = async () => {
    loads += 1;
    return loads;
  };
  const get = () => memory.get("shop", load, (work) => void beside.push(work));
  expect(await get()).toBe(1);
  vi.setSystemTime(startMs + 999);
  expect(get()).toBe(1);
  vi.setSystemTime(startMs + 1_500);
  expect([get(), get()]).toEqual([1, 1]);
  expect(beside).toHaveLength(1); // one asks, the others go on
  await beside[0];
  expect(get()).toBe(2);
  vi.setSystemTime(startMs + 60_000);
  expect(await get()).toBe(3);
});

it("a redirect is made once for a link that is tapped again, and forgotten once thousands of others were", () => {
  const domains = { own: new Set<string>(), merchantIds: new Map<string, string>() };
  const follow = (link: Link) =>
    leadOn({ link, visitor: { os: "iOS" }, query: "", domains, shop: undefined }, startMs).redirect;
  const tapped = linkTo("https://shop.example/tapped");
  const first = follow(tapped);
  expect(first?.headers.get("Location")).toBe("https://shop.example/tapped");
  expect(follow(tapped)).toBe(first);
  for (let i = 0; i < 5_000; i += 1) follow(linkTo(`https://shop.example/${i}`));
  expect(follow(tapped)).not.toBe(first);
});

function linkTo(targetUrl: string): Link {
  return {
    domain: "go.acme.test",
    slug: Slug.parse("abcd2345"),
    merchantId: "acme",
    targetUrl,
    utm: {},
    tags: [],
    attributes: {},
    state: "live",
    createdAtMs: startMs,
    mintedMachineMs: startMs,
    usedClicks: 0,
  };
}
