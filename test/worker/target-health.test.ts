import { env } from "cloudflare:workers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { installWeb, probeTarget } from "../../worker/links/probe-target.ts";
import { simulatedWeb } from "../../worker/simulator/simulated-web.ts";
import { oneText } from "./inside.ts";
import { advance, call, openShop, resetBench, type Shop } from "./shop.ts";

const page = "https://shop.example/offer";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-11-20T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/customers/c1", { phone: "+14155550123" });
  await shop.api("PUT", "/v1/flows/one", oneText("Yours: {{ link }}", { link: { url: page } }));
});

const script = (status: number | string, url = page) =>
  call<{ targets: { url: string; state: string }[] }>("POST", "/bench/targets", { body: { url, status } });
const order = (id: string) => shop.event({ id, type: "order.placed", customer: "c1", order: id });
const notices = async () => (await shop.api<{ items: Record<string, unknown>[] }>("GET", "/v1/notices")).body.items;
const goingOn = async () => (await shop.api<{ notices: object[] }>("GET", "/v1/me")).body.notices;

describe("a text whose link leads to nothing", () => {
  it("waits, the merchant is told, and it goes once the page is back", async () => {
    await script(404);
    await order("o1");
    await advance();
    expect(await shop.texts()).toEqual([]);
    expect(await shop.decisions()).toMatchObject([
      { outcome: "waiting", reason: "dead_link", rule: "dead_link", untilAt: "2026-11-20T15:05:00.000Z" },
    ]);
    expect(await notices()).toMatchObject([
      { kind: "dead_link", subject: page, detail: `${page} answers 404: texts that lead there wait` },
    ]);
    expect((await notices())[0]).not.toHaveProperty("endedAt");
    expect(await goingOn()).toEqual(await notices());

    await advance("PT20M");
    expect(await shop.texts()).toEqual([]);
    await script(200);
    expect(await notices()).toMatchObject([{ endedAt: "2026-11-20T15:20:00.000Z" }]);
    expect(await goingOn()).toEqual([]);
    await advance("PT1H");
    expect(await shop.texts()).toMatchObject([{ to: "+14155550123" }]);
    expect(await notices()).toHaveLength(1);
  });

  it("does not go any more when it has expired meanwhile", async () => {
    await shop.api("PUT", "/v1/flows/one", oneText("Yours: {{ link }}", { link: { url: page }, expires: "PT2H" }));
    await script(410);
    await order("o1");
    await advance("PT3H");
    expect(await shop.decisions()).toMatchObject([
      { outcome: "suppressed", reason: "dead_link", at: "2026-11-20T17:00:00.000Z" },
    ]);
    await script(200);
    await advance("P1D");
    expect(await shop.texts()).toEqual([]);
  });

  it("without an expiry waits three days at most", async () => {
    await script(404);
    await order("o1");
    await advance("P4D");
    expect(await shop.decisions()).toMatchObject([
      { outcome: "suppressed", reason: "dead_link", at: "2026-11-23T15:00:00.000Z" },
    ]);
  });

  it("holds no text that leads elsewhere, or nowhere", async () => {
    await script(404);
    await shop.api("PUT", "/v1/flows/two", oneText("No link"));
    await shop.api("PUT", "/v1/flows/three", oneText("{{ link }}", { link: { url: "https://shop.example/other" } }));
    await order("o1");
    await advance();
    const outcomes = (await shop.decisions()).map(({ flow, outcome }) => `${flow} ${outcome}`);
    expect(outcomes.sort()).toEqual(["one waiting", "three sent", "two sent"]);
  });
});

describe("a page that dies later", () => {
  it("is noticed by cron, and holds the next text", async () => {
    await order("o1");
    await advance();
    expect(await shop.texts()).toHaveLength(1);
    await script(503); // asked once
    expect(await notices()).toEqual([]);
    await advance("PT6M"); // asked again
    expect(await notices()).toMatchObject([{ subject: page }]);
    await order("o2");
    await advance();
    expect(await shop.texts()).toHaveLength(1);
  });

  it.each([["no-host"], ["refused"], [500]])("is dead for good reason only: one %s is none", async (status) => {
    await order("o1");
    await advance();
    await script(status);
    await order("o2");
    await advance();
    expect(await shop.texts()).toHaveLength(2);
  });

  it("that asks programs to go away is alive", async () => {
    for (const status of [401, 403, 429]) await script(status);
    await order("o1");
    await advance("PT1H");
    expect(await shop.texts()).toHaveLength(1);
  });
});

describe("a link made by the API", () => {
  it("is looked at behind the answer, and the merchant is told where it leads nowhere", async () => {
    await script(404, "https://shop.example/gone");
    const made = await shop.api("POST", "/v1/links", {
      url: "https://shop.example/gone#top",
      ios: "https://shop.example/ios",
    });
    expect(made.status).toBe(201);
    await expect.poll(notices).toMatchObject([{ kind: "dead_link", subject: "https://shop.example/gone" }]);
    const { results } = await env.DB.prepare("SELECT url, state FROM targets ORDER BY url").all();
    expect(results).toEqual([
      { url: "https://shop.example/gone", state: "dead" },
      { url: "https://shop.example/ios", state: "alive" },
    ]);
    const other = await openShop({ name: "Other" });
    expect((await other.api<{ items: unknown[] }>("GET", "/v1/notices")).body.items).toEqual([]);
  });
});

describe("asking for a page", () => {
  const rules = { ownDomains: new Set<string>(), blockedHosts: undefined };
  const asked: { method: string; url: string; agent: string | null; range: string | null }[] = [];
  const answerWith = (answer: (url: string, method: string) => Response) => {
    asked.length = 0;
    installWeb((url, init) => {
      const headers = new Headers(init.headers);
      const method = init.method ?? "";
      asked.push({ method, url, agent: headers.get("User-Agent"), range: headers.get("Range") });
      expect(init.redirect).toBe("manual");
      return Promise.resolve(answer(url, method));
    });
  };
  const probe = (url = page) => probeTarget(url, { rules, contactUrl: "https://aftertext.example" });
  const redirectTo = (location: string) => new Response(null, { status: 302, headers: { Location: location } });
  afterAll(() => installWeb(simulatedWeb));

  it("is done by HEAD under our own name", async () => {
    answerWith(() => new Response(null));
    expect(await probe()).toEqual({ kind: "answered", status: 200 });
    expect(asked).toEqual([
      { method: "HEAD", url: page, agent: "Aftertext-LinkCheck/1.0 (+https://aftertext.example)", range: null },
    ]);
  });

  it("is done as a browser does it where HEAD is refused", async () => {
    answerWith((_, method) => new Response(method === "GET" ? "x" : null, { status: method === "GET" ? 206 : 405 }));
    expect(await probe()).toEqual({ kind: "answered", status: 206 });
    expect(asked.map(({ method, range }) => [method, range])).toEqual([
      ["HEAD", null],
      ["GET", "bytes=0-0"],
    ]);
  });

  it("follows redirects, also relative ones, five at most", async () => {
    answerWith((url) => (url.endsWith("/c") ? new Response(null) : redirectTo(url.endsWith("/b") ? "c" : "/b")));
    expect(await probe()).toEqual({ kind: "answered", status: 200 });
    expect(asked.map(({ url }) => url)).toEqual([page, "https://shop.example/b", "https://shop.example/c"]);
    answerWith(() => redirectTo(page));
    expect(await probe()).toEqual({ kind: "unreachable", why: "redirects more than 5 times" });
    expect(asked).toHaveLength(6);
  });

  it.each([
    ["http://127.0.0.1/"],
    ["http://169.254.169.254/latest/meta-data"],
    ["http://[::1]/"],
    ["ftp://shop.example/"],
  ])("never follows a redirect to %s", async (location) => {
    answerWith(() => redirectTo(location));
    expect(await probe()).toEqual({ kind: "unreachable", why: "leads to an address that no link may lead to" });
    expect(asked).toHaveLength(1);
  });

  it("gives up where nobody answers", async () => {
    installWeb(() => Promise.reject(new Error("getaddrinfo ENOTFOUND shop.example")));
    expect(await probe()).toEqual({ kind: "unreachable", why: "cannot be reached" });
  });
});
