import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CreatedLink, DomainView } from "../../shared/contract/links.ts";
import { checkDomains } from "../../worker/cron/check-domains.ts";
import { bringDomain, dropDomain } from "../../worker/domains/bring-domain.ts";
import { ProblemError } from "../../worker/problem.ts";
import { findDomain } from "../../worker/tables/short-domains.ts";
import { call, openShop, resetBench, type Shop } from "./shop.ts";
import { tap, tapTo } from "./short-link-tap.ts";

let acme: Shop;
let other: Shop;
const nowMs = Date.UTC(2026, 10, 20, 12);

beforeEach(async () => {
  await resetBench("2026-11-20T12:00:00Z");
  acme = await openShop({ name: "Acme" });
  other = await openShop({ name: "Other" });
});

const put = (shop: Shop, host: string) => shop.api<DomainView>("PUT", `/v1/domains/${host}`);
const list = async (shop: Shop) => (await shop.api<{ items: DomainView[] }>("GET", "/v1/domains")).body.items;
const make = async (shop: Shop, slug: string) =>
  (await shop.api<CreatedLink>("POST", "/v1/links", { url: `https://${slug}.example/`, slug })).body;

describe("a merchant's own short domain", () => {
  it("serves at once on one's own machine, and new links stand on it", async () => {
    expect((await put(acme, "GO.Acme.test")).body).toEqual({
      host: "go.acme.test",
      status: "active",
      primary: true,
      records: [],
    });
    expect(await make(acme, "track")).toMatchObject({ domain: "go.acme.test", shortUrl: "https://go.acme.test/track" });
    expect(await tapTo("https://go.acme.test/track")).toBe("https://track.example/");
    expect(await tapTo("http://aftertext.test/track")).toBe(404);
  });

  it("is never another merchant's, however it was brought", async () => {
    await put(acme, "go.acme.test");
    expect(await put(other, "go.acme.test")).toMatchObject({ status: 409, body: { type: "/problems/domain-taken" } });
    const again = { name: "Third", timeZone: "UTC", flows: "none", shortDomain: "go.acme.test" };
    expect((await call("POST", "/bench/merchants", { body: again })).status).toBe(409);
    const admin = { authorization: `Bearer ${env.ADMIN_SECRET}` };
    const setup = { name: "Fourth", timeZone: "UTC", shortDomain: "GO.acme.test" };
    expect((await call("POST", "/admin/merchants", { body: setup, headers: admin })).status).toBe(409);
    expect((await other.api("DELETE", "/v1/domains/go.acme.test")).status).toBe(404);
    expect(await list(other)).toEqual([]);
  });

  it("asked for by two at once is one's", async () => {
    const answers = await Promise.all([put(acme, "go.both.test"), put(other, "go.both.test")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("leads to links of its merchant alone", async () => {
    await put(acme, "go.acme.test");
    await put(other, "go.other.test");
    await make(acme, "track");
    expect(await tapTo("https://go.other.test/track")).toBe(404);
    await make(other, "track");
    expect(await tapTo("https://go.other.test/track")).toBe("https://track.example/");
  });

  it("can be one of several: the last that was put is what new links stand on, and all lead on", async () => {
    await put(acme, "go.acme.test");
    await make(acme, "one");
    await put(acme, "a.acme.test");
    expect(await make(acme, "two")).toMatchObject({ domain: "a.acme.test" });
    expect((await list(acme)).map(({ host, primary }) => [host, primary])).toEqual([
      ["a.acme.test", true],
      ["go.acme.test", false],
    ]);
    expect(await tapTo("https://go.acme.test/one")).toBe("https://one.example/");
    expect((await acme.api<CreatedLink>("GET", "/v1/links/one")).body.domain).toBe("go.acme.test");
  });

  it("given up leads nowhere, and is free for another, who meets none of the former merchant's links", async () => {
    await put(acme, "go.acme.test");
    await make(acme, "track");
    expect((await acme.api("DELETE", "/v1/domains/go.acme.test")).status).toBe(200);
    expect(await make(acme, "later")).toMatchObject({ domain: "aftertext.test" });
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    expect((await put(other, "go.acme.test")).status).toBe(200);
    expect(await tapTo("https://go.acme.test/track")).toBe(404);
    expect((await (await tap("https://go.acme.test/nothere2")).text()).includes("Other")).toBe(true);
  });

  it.each([
    "acme",
    "127.0.0.1",
    "aftertext.test",
    "x.aftertext.test",
    "localhost",
    "bit.ly",
    "go.acme.com%2Fx",
    "go_.acme.com",
  ])("can't be %s", async (host) => {
    expect((await put(acme, host)).status).toBe(422);
  });

  it("is refused as a target once it is ours", async () => {
    await put(other, "go.other.test");
    const made = await acme.api("POST", "/v1/links", { url: "https://go.other.test/track" });
    expect(made.status).toBe(422);
  });
});

describe("the root of a short domain", () => {
  const withSite = (siteUrl: string) =>
    env.DB.prepare("UPDATE merchants SET site_url = ?1 WHERE id = ?2").bind(siteUrl, acme.merchantId).run();

  it("leads to the merchant's site, on every domain of theirs", async () => {
    await withSite("https://acme.example/");
    await put(acme, "go.acme.test");
    await put(acme, "a.acme.test");
    expect(await tapTo("https://go.acme.test/")).toBe("https://acme.example/");
    expect(await tapTo("https://a.acme.test")).toBe("https://acme.example/");
    expect(await tapTo("https://unknown.test/")).toBe(404);
  });

  it("shows a page rather than lead to itself for ever", async () => {
    await withSite("https://go.acme.test/");
    await put(acme, "go.acme.test");
    expect(await tapTo("https://go.acme.test/")).toBe(404);
  });

  it("asks robots to stay away", async () => {
    const response = await tap("https://go.acme.test/robots.txt");
    expect([response.status, await response.text()]).toEqual([200, "User-agent: *\nDisallow: /\n"]);
  });
});

/** Cloudflare's custom hostnames, as their API answers (developers.cloudflare.com/api, "Custom Hostnames"). */
class FakeZone {
  readonly calls: string[] = [];
  readonly hostnames = new Map<string, { id: string; hostname: string; isProved: boolean }>();
  isDown = false;

  answer(request: Request, body: unknown): Response {
    const { pathname, searchParams } = new URL(request.url);
    this.calls.push(`${request.method} ${pathname.replace("/client/v4/zones/zone1/custom_hostnames", "")}`);
    if (this.isDown)
      return Response.json(
        { success: false, errors: [{ code: 1000, message: "down" }], messages: [], result: null },
        { status: 500 },
      );
    if (request.headers.get("authorization") !== "Bearer token1") return this.#fail(403, 9109);
    const id = pathname.split("/custom_hostnames/")[1];
    if (request.method === "POST") return this.#add(body);
    if (id === undefined) {
      const found = [...this.hostnames.values()].filter(({ hostname }) => hostname === searchParams.get("hostname"));
      return this.#ok(found.map((one) => this.#view(one)));
    }
    const known = this.hostnames.get(id);
    if (known === undefined) return this.#fail(404, 1436);
    if (request.method === "DELETE") {
      this.hostnames.delete(id);
      return Response.json({ id });
    }
    return this.#ok(this.#view(known));
  }

  #add(body: unknown): Response {
    const { hostname, ssl } = body as { hostname: string; ssl: { method: string; type: string } };
    if (ssl.type !== "dv") return this.#fail(400, 1400);
    if ([...this.hostnames.values()].some((one) => one.hostname === hostname)) return this.#fail(409, 1406);
    const added = { id: `h${this.hostnames.size + 1}`, hostname, isProved: false };
    this.hostnames.set(added.id, added);
    return this.#ok(this.#view(added), 201);
  }

  #view({ id, hostname, isProved }: { id: string; hostname: string; isProved: boolean }) {
    return {
      id,
      hostname,
      status: isProved ? "active" : "pending",
      ssl: { id: "s1", type: "dv", method: "http", status: isProved ? "active" : "pending_validation" },
      ownership_verification: { type: "txt", name: `_cf-custom-hostname.${hostname}`, value: `proof-${id}` },
      created_at: "2026-11-20T12:00:00Z",
    };
  }

  #ok(result: unknown, status = 200): Response {
    return Response.json({ success: true, errors: [], messages: [], result }, { status });
  }

  #fail(status: number, code: number): Response {
    return Response.json({ success: false, errors: [{ code, message: "no" }], messages: [], result: null }, { status });
  }
}

describe("with Cloudflare", () => {
  const before = globalThis.fetch;
  let zone: FakeZone;
  const deployed = { ...env, CF_ZONE_ID: "zone1", CF_API_TOKEN: "token1" };
  const bring = (shop: Shop) => bringDomain(deployed, { merchantId: shop.merchantId, host: "go.acme.com", nowMs });
  const printed = async (shop: Shop) =>
    env.DB.prepare("SELECT short_domain FROM merchants WHERE id = ?1").bind(shop.merchantId).first("short_domain");

  beforeEach(() => {
    zone = new FakeZone();
    vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
      const request = new Request(input, init);
      if (new URL(request.url).hostname !== "api.cloudflare.com") return before(input, init);
      const text = await request.text();
      return zone.answer(request, text === "" ? undefined : JSON.parse(text));
    });
  });
  afterEach(() => vi.stubGlobal("fetch", before));

  it("a domain waits until its owner has set the records, serves nobody until then, and then its merchant", async () => {
    const waiting = await bring(acme);
    expect(waiting).toMatchObject({
      status: "pending",
      records: [
        { type: "CNAME", name: "go.acme.com", value: "aftertext.test" },
        { type: "TXT", name: "_cf-custom-hostname.go.acme.com", value: "proof-h1" },
      ],
    });
    expect(await printed(acme)).toBeNull();
    expect(await list(acme)).toMatchObject([{ host: "go.acme.com", status: "pending", primary: false }]);
    await checkDomains(deployed, nowMs);
    expect(await findDomain(env.DB, "go.acme.com")).toMatchObject({ status: "pending" });
    zone.hostnames.set("h1", { id: "h1", hostname: "go.acme.com", isProved: true });
    await checkDomains(deployed, nowMs);
    expect(await findDomain(env.DB, "go.acme.com")).toMatchObject({ status: "active", records: [] });
    expect(await printed(acme)).toBe("go.acme.com");
    zone.calls.length = 0;
    await checkDomains(deployed, nowMs);
    expect(zone.calls).toEqual([]);
  });

  it("a domain that another merchant waits for is taken, and is free again after two weeks without proof", async () => {
    await bring(acme);
    await expect(bring(other)).rejects.toThrow(ProblemError);
    await checkDomains(deployed, nowMs + 14 * 86_400_000 + 1);
    expect(zone.hostnames.size).toBe(0);
    expect(await bring(other)).toMatchObject({ merchantId: other.merchantId });
  });

  it("a crash between Cloudflare's answer and our note adds nothing twice", async () => {
    await bring(acme);
    await env.DB.prepare("UPDATE short_domains SET hostname_id = NULL").run();
    expect(await bring(acme)).toMatchObject({ hostnameId: "h1" });
    expect(zone.hostnames.size).toBe(1);
  });

  it("a domain that Cloudflare forgot is added anew", async () => {
    await bring(acme);
    zone.hostnames.clear();
    expect(await bring(acme)).toMatchObject({ status: "pending" });
    expect(zone.hostnames.size).toBe(1);
  });

  it("an outage of Cloudflare is told, and the next try goes on", async () => {
    zone.isDown = true;
    await expect(bring(acme)).rejects.toMatchObject({ problem: { status: 502 } });
    zone.isDown = false;
    expect(await bring(acme)).toMatchObject({ status: "pending", hostnameId: "h1" });
  });

  it("a domain given up is taken off Cloudflare, also where they forgot it before", async () => {
    const domain = await bring(acme);
    await dropDomain(deployed, domain);
    expect(zone.hostnames.size).toBe(0);
    const again = await bring(acme);
    zone.hostnames.clear();
    await dropDomain(deployed, again);
    expect(await findDomain(env.DB, "go.acme.com")).toBeUndefined();
  });
});
