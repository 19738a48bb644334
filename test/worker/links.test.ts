import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { CreatedLink, LinkHistoryView, LinksView, LinkView } from "../../shared/contract/links.ts";
import { call, moveTo, openShop, resetBench, type Shop } from "./shop.ts";
import { tap, tapTo } from "./short-link-tap.ts";

interface Problem {
  readonly type: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

let acme: Shop;
let local: Shop;

beforeEach(async () => {
  await resetBench("2026-11-20T12:00:00Z");
  acme = await openShop({ shortDomain: "go.acme.test" });
  local = await openShop({ name: "Local" });
});

const make = async (body: unknown, shop = acme, headers?: Record<string, string>) =>
  shop.api<CreatedLink & Problem>("POST", "/v1/links", body, headers);
const paths = (problem: Problem) => problem.errors?.map(({ path }) => path);
const storedLinks = async () => (await env.DB.prepare("SELECT COUNT(*) AS n FROM links").first<{ n: number }>())?.n;

const everything = {
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
};

describe("making a link", () => {
  it("on the merchant's domain prints an https address, on the Worker's own the Worker's", async () => {
    const { status, body: branded } = await make({ url: "https://shop.example/" });
    expect(status).toBe(201);
    expect(branded).toEqual({
      slug: branded.slug,
      domain: "go.acme.test",
      shortUrl: `https://go.acme.test/${branded.slug}`,
    });
    expect(branded.slug).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
    const { body: own } = await make({ url: "https://shop.example/" }, local);
    expect(own).toEqual({ slug: own.slug, domain: "aftertext.test", shortUrl: `http://aftertext.test/${own.slug}` });
  });

  it("keeps all that was said of it, the target in its usual form", async () => {
    expect((await make(everything)).body).toMatchObject({
      slug: "track-me",
      shortUrl: "https://go.acme.test/track-me",
    });
    expect((await acme.api<LinkView>("GET", "/v1/links/TRACK-me")).body).toEqual({
      ...everything,
      slug: "track-me",
      domain: "go.acme.test",
      shortUrl: "https://go.acme.test/track-me",
      url: "https://shop.example/a%20b",
      startsAt: "2026-11-20T10:00:00.000Z",
      expiresAt: "2026-11-21T00:00:00.000Z",
      createdAt: "2026-11-20T12:00:00.000Z",
      usedClicks: 0,
      state: "live",
    });
  });

  it.each([
    ["url", { url: "http://127.0.0.1/" }],
    ["url", { url: "https://go.acme.test/abcd2345" }],
    ["url", { url: "http://aftertext.test/abcd2345" }],
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
    ["cart.items.0.id", { cart: { platform: "shopify", shop: "acme.myshopify.com", items: [{ id: "SERUM" }] } }],
    ["cart", { cart: { platform: "shopify", shop: "localhost", items: [{ id: "1" }] } }],
    ["review.sku", { review: { sku: "NOTHING" } }],
    ["review", { review: {} }],
    ["url", { slug: "x" }],
    ["review", { url: "https://shop.example/", review: { sku: "SERUM" } }],
    ["colour", { url: "https://shop.example/", colour: "red" }],
    ["maxClicks", { url: "https://shop.example/", maxClicks: 0 }],
  ])("is refused for its %s: %o", async (path, input) => {
    const { status, body } = await make(input);
    expect([status, paths(body)]).toEqual([422, [path]]);
    expect(await storedLinks()).toBe(0);
  });

  it("names everything that is wrong at once", async () => {
    const { body } = await make({ url: "ftp://x.example/", slug: "login", fallbackUrl: "http://localhost/" });
    expect(paths(body)).toEqual(["url", "fallbackUrl", "slug"]);
  });

  it("under a slug that is taken is a conflict on the same domain, whatever its case, and none on another", async () => {
    await make({ url: "https://shop.example/", slug: "track" });
    const again = { url: "https://shop.example/2", slug: "TRACK" };
    expect(await make(again)).toMatchObject({ status: 409, body: { type: "/problems/slug-taken" } });
    expect((await make(again, local)).body).toMatchObject({ slug: "track", domain: "aftertext.test" });
  });

  it("under a slug that could have been drawn is a conflict too", async () => {
    await make({ url: "https://shop.example/", slug: "packages" });
    expect(await make({ url: "https://shop.example/", slug: "Packages" })).toMatchObject({ status: 409 });
    expect(await tapTo("https://go.acme.test/packages")).toBe("https://shop.example/");
  });

  it("asked for again under one key makes no second, also where the answer was lost", async () => {
    const headers = { "Idempotency-Key": "one" };
    const first = await make({ url: "https://shop.example/" }, acme, headers);
    await env.DB.prepare("DELETE FROM idempotency_keys").run();
    const second = await make({ url: "https://shop.example/" }, acme, headers);
    expect(second.body.slug).toBe(first.body.slug);
    expect(await storedLinks()).toBe(1);
  });
});

describe("a link made for the merchant", () => {
  it("opens a filled cart", async () => {
    const cart = {
      platform: "shopify",
      shop: "acme.myshopify.com",
      items: [{ id: "70881412", quantity: 2 }],
      discount: "TEN",
    };
    const { body } = await make({ cart });
    expect(await tapTo(body.shortUrl)).toBe("https://acme.myshopify.com/cart/70881412:2?discount=TEN");
  });

  it("leads to where a product is rated, else to its page", async () => {
    await acme.api("PUT", "/v1/products/SERUM", { title: "Serum", reviewUrl: "https://shop.example/serum/review" });
    await acme.api("PUT", "/v1/products/CREAM", { title: "Cream", url: "https://shop.example/cream" });
    const serum = await make({ review: { sku: "SERUM" } });
    const cream = await make({ review: { sku: "CREAM" } });
    expect(await tapTo(serum.body.shortUrl)).toBe("https://shop.example/serum/review");
    expect(await tapTo(cream.body.shortUrl)).toBe("https://shop.example/cream");
  });
});

describe("a link of a platform", () => {
  it("leads an iPhone, an Android phone and a computer each to their own page", async () => {
    const { body } = await make({
      url: "https://shop.example/",
      ios: "https://apps.example/ios",
      android: "https://apps.example/android",
    });
    const android =
      "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
    const mac =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15";
    expect(await tapTo(body.shortUrl)).toBe("https://apps.example/ios");
    expect(await tapTo(body.shortUrl, { "User-Agent": android })).toBe("https://apps.example/android");
    expect(await tapTo(body.shortUrl, { "User-Agent": mac })).toBe("https://shop.example/");
  });
});

describe("an edit", () => {
  const edit = (patch: unknown, slug = "track") => acme.api<LinkView & Problem>("PATCH", `/v1/links/${slug}`, patch);

  it("leads the very next tap elsewhere, under the same slug, and keeps what it does not name", async () => {
    await make({ url: "https://shop.example/old", slug: "track", tags: ["a"], utm: { source: "sms" } });
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/old?utm_source=sms");
    const { status, body } = await edit({ url: "https://shop.example/new" });
    expect([status, body.url, body.tags, body.utm]).toEqual([
      200,
      "https://shop.example/new",
      ["a"],
      { source: "sms" },
    ]);
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/new?utm_source=sms");
    expect((await acme.api<LinksView>("GET", "/v1/links")).body.items[0]?.url).toBe("https://shop.example/new");
  });

  it("removes by null, and is remembered with what was there before", async () => {
    await make({ url: "https://shop.example/", slug: "track", maxClicks: 1, expiresAt: "2026-12-01T00:00:00Z" });
    await tap("https://go.acme.test/track");
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    await moveTo("2026-11-20T13:00:00Z");
    await edit({ maxClicks: null, expiresAt: "2026-12-02T00:00:00Z", tags: ["x"] });
    await edit({ tags: ["x"] });
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/");
    expect((await acme.api<LinkHistoryView>("GET", "/v1/links/track/history")).body).toEqual({
      items: [
        {
          at: "2026-11-20T13:00:00.000Z",
          changes: [
            { field: "expiresAt", before: "2026-12-01T00:00:00.000Z", after: "2026-12-02T00:00:00.000Z" },
            { field: "maxClicks", before: 1 },
            { field: "tags", before: [], after: ["x"] },
          ],
        },
      ],
    });
  });

  it.each([
    ["url", { url: "http://10.0.0.1/" }],
    ["url", { url: null }],
    ["expiresAt", { expiresAt: "2026-11-20T12:00:00Z" }],
    ["expiresAt", { startsAt: "2026-12-24T00:00:00Z", expiresAt: "2026-12-01T00:00:00Z" }],
    ["expiresAt", { expiresAt: "2026-11-30T00:00:00Z" }],
    ["slug", { slug: "other" }],
    ["customer", { customer: "c2" }],
  ])("of %s is refused and changes nothing: %o", async (path, patch) => {
    const link = { url: "https://shop.example/", slug: "track", startsAt: "2026-12-01T00:00:00Z" };
    await make(link);
    const { status, body } = await edit(patch);
    expect([status, paths(body)]).toEqual([422, [path]]);
    expect((await acme.api<LinkHistoryView>("GET", "/v1/links/track/history")).body.items).toEqual([]);
  });

  it("switches a link off and on again", async () => {
    await make({ url: "https://shop.example/", slug: "track", fallbackUrl: "https://shop.example/over" });
    await edit({ enabled: false });
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    await edit({ enabled: true });
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/");
  });
});

it("a deleted link leads nowhere, is in no list, and its slug is never given to another", async () => {
  await make({ url: "https://shop.example/", slug: "offer" });
  expect((await acme.api("DELETE", "/v1/links/offer")).status).toBe(200);
  expect(await tapTo("https://go.acme.test/offer")).toBe(404);
  expect((await acme.api("GET", "/v1/links/offer")).status).toBe(404);
  expect((await acme.api<LinksView>("GET", "/v1/links")).body.items).toEqual([]);
  expect((await make({ url: "https://shop.example/", slug: "offer" })).status).toBe(409);
  expect((await acme.api("PATCH", "/v1/links/offer", { enabled: true })).status).toBe(404);
  expect((await acme.api("DELETE", "/v1/links/offer")).status).toBe(404);
  expect((await acme.api<LinkHistoryView>("GET", "/v1/links/offer/history")).body.items).toHaveLength(1);
});

describe("the list of links", () => {
  const list = async (query: string, shop = acme) =>
    (await shop.api<LinksView & Problem>("GET", `/v1/links${query}`)).body;

  it("shows the newest first, page by page, each once", async () => {
    for (let i = 0; i < 5; i += 1) await make({ url: `https://shop.example/${i}` });
    await moveTo("2026-11-20T12:00:01Z");
    await make({ url: "https://shop.example/newest" });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await list(`?limit=2${cursor}`);
      seen.push(...page.items.map(({ url }) => url));
      cursor = page.next === undefined ? "" : `&cursor=${encodeURIComponent(page.next)}`;
    } while (cursor !== "");
    expect(seen[0]).toBe("https://shop.example/newest");
    expect(new Set(seen).size).toBe(6);
    expect(seen).toHaveLength(6);
  });

  it("is narrowed by tag, customer and text", async () => {
    await make({ url: "https://shop.example/50%_off", tags: ["sale", "vip"], slug: "sale" });
    await make({ url: "https://shop.example/track", customer: "c1", tags: ["sale2"] });
    await make({ url: "https://shop.example/x" }, local);
    const urls = async (query: string) => (await list(query)).items.map(({ url }) => url);
    expect(await urls("?tag=sale")).toEqual(["https://shop.example/50%_off"]);
    expect(await urls("?customer=c1")).toEqual(["https://shop.example/track"]);
    expect(await urls("?query=50%25_")).toEqual(["https://shop.example/50%_off"]);
    expect(await urls("?query=_rack")).toEqual([]);
    expect(await urls("?query=TRACK")).toEqual(["https://shop.example/track"]);
    const long = `https://shop.example/${"long-name/".repeat(150)}?variant=1`;
    await make({ url: long });
    expect(await urls(`?query=${encodeURIComponent(long.slice(0, 100))}`)).toEqual([long]);
    expect(await urls(`?query=${encodeURIComponent(long)}`)).toEqual([long]);
    expect(await urls("?kind=texts")).toEqual([]);
    expect(await urls("?kind=own&tag=vip&query=sale")).toEqual(["https://shop.example/50%_off"]);
  });

  it("refuses a cursor that is none", async () => {
    expect(paths(await list("?cursor=x"))).toEqual(["cursor"]);
  });
});

describe("a QR code", () => {
  const draw = (query = "") =>
    tap(`http://aftertext.test/v1/links/track/qr.svg${query}`, { authorization: `Bearer ${acme.apiKey}` });

  it("is an SVG that says what it is", async () => {
    await make({ url: "https://shop.example/", slug: "track" });
    const response = await draw();
    const svg = await response.text();
    expect(response.headers.get("content-type")).toBe("image/svg+xml");
    expect(svg).toContain("<title>QR code of https://go.acme.test/track</title>");
    expect(svg).toContain('role="img"');
    expect(svg).toContain('width="512" height="512" viewBox="0 0 33 33"'); // version 2: 25 modules and 4 on each side
  });

  it.each(["?size=63", "?size=4097", "?margin=17", "?ecc=Z", "?size=big"])("is not drawn for %s", async (query) => {
    await make({ url: "https://shop.example/", slug: "track" });
    expect((await draw(query)).status).toBe(422);
  });
});

describe("the kill switch", () => {
  it("stops every link of one merchant at once, and lets them lead on again", async () => {
    await make({ url: "https://shop.example/", slug: "track" });
    await make({ url: "https://shop.example/", slug: "track" }, local);
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/");
    expect((await acme.api("POST", "/v1/links/stop")).body).toEqual({ stopped: true });
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    expect(await tapTo("http://aftertext.test/track")).toBe("https://shop.example/");
    expect((await acme.api("POST", "/v1/links/resume")).body).toEqual({ stopped: false });
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/");
  });
});

describe("a blocked host", () => {
  it("is led to by no link of the merchant, made before or after, and by others' still", async () => {
    await make({ url: "https://www.rival.example/", slug: "track" });
    await make({ url: "https://www.rival.example/", slug: "track" }, local);
    const put = await acme.api("PUT", "/v1/links/blocked-hosts", { hosts: ["Rival.example", "rival.example"] });
    expect(put.body).toEqual({ hosts: ["rival.example"], everywhere: [] });
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    expect(paths((await make({ url: "https://rival.example/" })).body)).toEqual(["url"]);
    expect(await tapTo("http://aftertext.test/track")).toBe("https://www.rival.example/");
  });

  it("of the operator is everybody's", async () => {
    await make({ url: "https://rival.example/", slug: "track" });
    const admin = { authorization: `Bearer ${env.ADMIN_SECRET}` };
    expect((await call("PUT", "/admin/blocked-hosts", { body: { hosts: ["rival.example"] } })).status).toBe(401);
    expect(
      (await call("PUT", "/admin/blocked-hosts", { body: { hosts: ["rival.example"] }, headers: admin })).status,
    ).toBe(200);
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    expect((await acme.api("GET", "/v1/links/blocked-hosts")).body).toEqual({
      hosts: [],
      everywhere: ["rival.example"],
    });
  });
});

it("another merchant's link, an unknown one and a name that can be none are equally unknown", async () => {
  const { body } = await make({ url: "https://shop.example/" }, local);
  for (const text of [body.slug, "nothere2", "%25", "a%2Fb", "v1"]) {
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["GET", "/history"],
      ["GET", "/clicks"],
      ["GET", "/qr.svg"],
    ]) {
      const answer = await acme.api(method ?? "", `/v1/links/${text}${path}`, method === "PATCH" ? {} : undefined);
      expect(answer).toMatchObject({ status: 404, body: { type: "/problems/unknown-link" } });
    }
  }
});
