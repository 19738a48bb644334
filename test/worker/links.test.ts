import { env as bound } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { LinkInput } from "../../shared/contract/links.ts";
import { d1ClickSink } from "../../worker/links/click-sink.ts";
import { d1LinkStore } from "../../worker/links/link-store.ts";
import { ProblemError } from "../../worker/problem.ts";
import { createLink, listLinkClicks, readLink } from "../../worker/routes/links.ts";
import { followShortLink } from "../../worker/routes/short-links.ts";

const env = { DB: bound.DB, BASE_URL: "http://127.0.0.1:8787", HASH_KEY: btoa("0".repeat(32)) };
const nowMs = Date.UTC(2026, 10, 20, 12);
const acme = { env, merchantId: "acme", merchant: { shortDomain: "go.acme.test" }, nowMs };
const local = { env, merchantId: "local", merchant: {}, nowMs };
const phone =
  "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";

beforeEach(async () => {
  await env.DB.batch([
    env.DB.prepare("DELETE FROM merchants"),
    env.DB.prepare("DELETE FROM links"),
    env.DB.prepare("DELETE FROM clicks"),
    env.DB.prepare(
      `INSERT INTO merchants (id, name, time_zone, country, currency, short_domain, policy, created_at_ms) VALUES
       ('acme', 'Acme', 'UTC', 'US', 'USD', 'go.acme.test', '{}', 0), ('local', 'Local', 'UTC', 'US', 'USD', NULL, '{}', 0)`,
    ),
  ]);
});

/** What the client would be told, or the value. */
async function answer<Value>(made: Promise<Value>) {
  try {
    return await made;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { status, type, errors } = error.problem;
    return { status, type, ...(errors === undefined ? {} : { paths: errors.map((field) => field.path) }) };
  }
}

function tap(url: string, userAgent: string, atMs = nowMs) {
  return followShortLink(new Request(url, { headers: { "User-Agent": userAgent } }), {
    env,
    links: d1LinkStore(env.DB),
    clicks: d1ClickSink(env.DB),
    nowMs: atMs,
    machineNowMs: Date.now(),
    isClockRunning: true,
    waitUntil: () => {},
  });
}

const everything = LinkInput.parse({
  url: "https://shop.example/a b",
  slug: "Track-Me",
  customer: "c1",
  utm: { source: "sms" },
  startsAt: "2026-11-20T11:00:00+01:00",
  expiresAt: "2026-11-21T00:00:00Z",
  maxClicks: 5,
  fallbackUrl: "https://shop.example/over",
  ios: "https://apps.example/ios",
  android: "https://apps.example/android",
  tags: ["autumn"],
  attributes: { owner: "Ann" },
});

describe("making a link", () => {
  it("on the merchant's domain prints an https address, on the Worker's own the Worker's", async () => {
    const branded = await createLink({ url: "https://shop.example/" }, acme);
    expect(branded).toEqual({
      slug: branded.slug,
      domain: "go.acme.test",
      shortUrl: `https://go.acme.test/${branded.slug}`,
    });
    expect(branded.slug).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
    const own = await createLink({ url: "https://shop.example/" }, local);
    expect(own).toEqual({ slug: own.slug, domain: "127.0.0.1:8787", shortUrl: `http://127.0.0.1:8787/${own.slug}` });
  });

  it("keeps all that was said of it, the target in its usual form", async () => {
    expect(await createLink(everything, acme)).toEqual({
      slug: "track-me",
      domain: "go.acme.test",
      shortUrl: "https://go.acme.test/track-me",
    });
    expect(JSON.parse(JSON.stringify(await readLink("TRACK-me", acme)))).toEqual({
      ...everything,
      slug: "track-me",
      domain: "go.acme.test",
      shortUrl: "https://go.acme.test/track-me",
      url: "https://shop.example/a%20b",
      startsAt: "2026-11-20T10:00:00.000Z",
      expiresAt: "2026-11-21T00:00:00.000Z",
      createdAt: "2026-11-20T12:00:00.000Z",
    });
  });

  it.each([
    ["url", { url: "http://127.0.0.1/" }],
    ["url", { url: "https://go.acme.test/abcd2345" }],
    ["url", { url: "http://127.0.0.1:8787/abcd2345" }],
    ["fallbackUrl", { url: "https://shop.example/", fallbackUrl: "javascript:alert(1)" }],
    ["ios", { url: "https://shop.example/", ios: "myapp://x" }],
    ["android", { url: "https://shop.example/", android: "http://10.0.0.1/" }],
    ["slug", { url: "https://shop.example/", slug: "admin" }],
    ["slug", { url: "https://shop.example/", slug: "a--b" }],
    ["expiresAt", { url: "https://shop.example/", expiresAt: "2026-11-20T12:00:00Z" }],
    [
      "expiresAt",
      { url: "https://shop.example/", startsAt: "2026-11-22T00:00:00Z", expiresAt: "2026-11-21T00:00:00Z" },
    ],
  ])("is refused for its %s: %o", async (path, input) => {
    expect(await answer(createLink(input, acme))).toEqual({
      status: 422,
      type: "/problems/invalid-link",
      paths: [path],
    });
    expect((await env.DB.prepare("SELECT * FROM links").all()).results).toEqual([]);
  });

  it("names everything that is wrong at once", async () => {
    const input = { url: "ftp://x.example/", slug: "login", fallbackUrl: "http://localhost/" };
    expect(await answer(createLink(input, acme))).toMatchObject({ paths: ["url", "fallbackUrl", "slug"] });
  });

  it("under a slug that is taken is a conflict on the same domain, whatever its case, and none on another", async () => {
    await createLink({ url: "https://shop.example/", slug: "track" }, acme);
    const again = { url: "https://shop.example/2", slug: "TRACK" };
    expect(await answer(createLink(again, acme))).toEqual({ status: 409, type: "/problems/slug-taken" });
    expect(await createLink(again, local)).toMatchObject({ slug: "track", domain: "127.0.0.1:8787" });
  });

  it.each([{ url: "https://a.example/", colour: "red" }, { slug: "x" }, { url: "https://a.example/", maxClicks: 0 }])(
    "takes the named fields and nothing else: %o",
    (body) => {
      expect(LinkInput.safeParse(body).success).toBe(false);
    },
  );
});

describe("the clicks of a link", () => {
  it("tell people from all hits, page by page, in order of time", async () => {
    const { slug, shortUrl } = await createLink({ url: "https://shop.example/" }, acme);
    for (let i = 0; i < 3; i += 1) await tap(shortUrl, phone, nowMs + i * 1000);
    await tap(shortUrl, "WhatsApp/2.23.20.0 A", nowMs + 500);

    const first = await listLinkClicks(slug, { limit: 3 }, acme);
    expect(first).toMatchObject({ people: 3, uniquePeople: 1, all: 4 });
    expect(first.items.map((item) => [item.at, item.class, item.unique])).toEqual([
      ["2026-11-20T12:00:00.000Z", "person", true],
      ["2026-11-20T12:00:00.500Z", "preview", false],
      ["2026-11-20T12:00:01.000Z", "person", false],
    ]);
    expect(first.items[0]).toMatchObject({ device: "mobile", os: "Android", browser: "Chrome" });
    expect(first.items[1]?.reason).toBe("user agent: WhatsApp");

    const second = await listLinkClicks(slug, { limit: 3, cursor: first.next }, acme);
    expect(second.items.map((item) => item.at)).toEqual(["2026-11-20T12:00:02.000Z"]);
    expect(second.next).toBeUndefined();
  });

  it("count nobody before the first tap", async () => {
    const { slug } = await createLink({ url: "https://shop.example/" }, acme);
    expect(await listLinkClicks(slug, { limit: 10 }, acme)).toEqual({ people: 0, uniquePeople: 0, all: 0, items: [] });
  });

  it("refuse a cursor that is none", async () => {
    const { slug } = await createLink({ url: "https://shop.example/" }, acme);
    expect(await answer(listLinkClicks(slug, { limit: 3, cursor: "x' OR 1" }, acme))).toMatchObject({ status: 422 });
  });
});

it("another merchant's link, an unknown one and a name that can be none are equally unknown", async () => {
  const { slug } = await createLink({ url: "https://shop.example/" }, local);
  for (const text of [slug, "nothere2", "%", "a/b", "v1"]) {
    expect(await answer(readLink(text, acme))).toEqual({ status: 404, type: "/problems/unknown-link" });
    expect(await answer(listLinkClicks(text, { limit: 1 }, acme))).toEqual({
      status: 404,
      type: "/problems/unknown-link",
    });
  }
});
