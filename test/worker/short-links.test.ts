import { env as bound } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Link } from "../../worker/domain/link.ts";
import { flushClickLogs } from "../../worker/links/click-logs.ts";
import { type ClickSink, clickLogSink } from "../../worker/links/click-sink.ts";
import { forgetAllFacts, forgetDomains } from "../../worker/links/link-facts.ts";
import { linkStore, type NewLink } from "../../worker/links/link-store.ts";
import { forgetAllLinks } from "../../worker/links/resolve-link.ts";
import { followShortLink } from "../../worker/routes/short-links.ts";
import { clicksOfMessages } from "../../worker/tables/click-statistics.ts";
import { storeClicks } from "../../worker/tables/clicks.ts";

const base = "http://127.0.0.1:8787";
const env = { ...bound, BASE_URL: base, HASH_KEY: btoa("0".repeat(32)) };
const nowMs = Date.UTC(2026, 10, 20, 12);
const machineNowMs = Date.UTC(2026, 10, 21, 9);
const links = linkStore(env);
const waitUntil = (promise: Promise<unknown>) => void promise;
const clickLog = clickLogSink({ env, continent: undefined, waitUntil });
const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const preview = "WhatsApp/2.23.20.0 A";

beforeEach(async () => {
  await flushClickLogs(env);
  await env.DB.batch(
    ["short_domains", "merchants", "clicks", "link_days", "step_days", "day_visitors", "slug_misses"].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  );
  forgetAllLinks();
  forgetAllFacts();
  await addMerchant("acme", "Acme <& Sons>", "go.acme.test");
});

async function addMerchant(id: string, name: string, shortDomain: string | null) {
  await env.DB.prepare(
    `INSERT INTO merchants (id, name, time_zone, country, currency, site_url, short_domain, policy, created_at_ms)
     VALUES (?1, ?2, 'America/New_York', 'US', 'USD', ?3, ?4, '{}', 0)`,
  )
    .bind(id, name, `https://${id}.example/`, shortDomain)
    .run();
  if (shortDomain !== null) {
    await env.DB.prepare(
      `INSERT INTO short_domains (host, merchant_id, status, records, created_at_ms) VALUES (?1, ?2, 'active', '[]', 0)`,
    )
      .bind(shortDomain, id)
      .run();
  }
  forgetDomains();
}

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly atMs?: number;
  readonly machineAtMs?: number;
  readonly isClockRunning?: boolean;
  readonly clicks?: ClickSink;
  readonly db?: D1Database;
}

function ask(
  path: string,
  { method = "GET", headers = {}, atMs, machineAtMs, isClockRunning, clicks, db }: Asked = {},
) {
  const url = path.startsWith("/") ? `https://go.acme.test${path}` : path;
  const request = new Request(url, { method, headers: { "User-Agent": phone, ...headers } });
  return followShortLink(request, {
    env: db === undefined ? env : { ...env, DB: db },
    links,
    clicks: clicks ?? clickLog,
    nowMs: atMs ?? nowMs,
    machineNowMs: machineAtMs ?? machineNowMs,
    isClockRunning: isClockRunning ?? true,
    waitUntil,
  });
}

async function mint(link: Partial<NewLink> = {}): Promise<Link> {
  const [minted] = await links.mint(
    [
      {
        domain: "go.acme.test",
        merchantId: "acme",
        targetUrl: "https://shop.example/p?x=1#top",
        createdAtMs: nowMs,
        ...link,
      },
    ],
    machineNowMs - 60_000,
    { isShownAtOnce: true },
  );
  if (minted === undefined) throw new Error("nothing was minted");
  return minted;
}

interface StoredHit {
  readonly class: string;
  readonly reason: string | null;
  readonly is_unique: number;
  readonly address_hash: string | null;
}

async function hits(): Promise<readonly StoredHit[]> {
  await flushClickLogs(env);
  return (await env.DB.prepare("SELECT * FROM clicks ORDER BY at_ms, id").all<StoredHit>()).results;
}

const classes = async () => (await hits()).map((hit) => hit.class).sort();
/** Another in every test: a shard keeps what it made for a message. */
let message: NonNullable<NewLink["message"]>;
let messages = 0;
beforeEach(() => {
  messages += 1;
  message = { id: `m${messages}`, linkName: "link", token: "t0k3n" };
});

describe("a tap", () => {
  it("is led on in one hop, with UTM parameters, token and its own query, and nobody may cache it", async () => {
    const link = await mint({ utm: { source: "sms" }, message });
    const response = await ask(`/${link.slug}?coupon=A&x=2`);
    expect(response.status).toBe(302);
    expect(response.headers.get("Location")).toBe(
      "https://shop.example/p?x=1&utm_source=sms&utm_content=t0k3n&coupon=A#top",
    );
    expect(response.headers.get("Cache-Control")).toBe("private, no-store");
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(await response.text()).toBe("");
  });

  it.each([
    ["upper case", (slug: string) => `/${slug.toUpperCase()}`],
    ["a trailing slash", (slug: string) => `/${slug}/`],
    ["percent-encoding", (slug: string) => `/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}`],
    ["a port and a final dot", (slug: string) => `https://GO.acme.test.:8443/${slug}`],
  ])("finds its link by %s", async (_, pathOf) => {
    const link = await mint();
    expect((await ask(pathOf(link.slug))).status).toBe(302);
  });

  it("is stored with what is known of it, the address only as a hash that changes every day", async () => {
    const link = await mint({ message, run: "r1", step: "0" });
    const headers = {
      "CF-Connecting-IP": "198.51.100.7",
      "X-Forwarded-For": "203.0.113.1",
      "Accept-Language": "es-MX,es;q=0.9",
      Referer: "https://mail.example/secret?x",
    };
    await ask(`/${link.slug}`, { headers });
    await ask(`/${link.slug}`, { headers: { ...headers, "X-Forwarded-For": "203.0.113.2" }, atMs: nowMs + 1 });
    await ask(`/${link.slug}`, { headers, atMs: nowMs + 86_400_000 });
    const [first, again, nextDay] = await hits();
    expect(first).toMatchObject({
      merchant_id: "acme",
      slug: link.slug,
      message_id: message.id,
      run: "r1",
      step: "0",
      at_ms: nowMs,
      machine_at_ms: machineNowMs,
      class: "person",
      reason: null,
      device: "mobile",
      os: "iOS",
      browser: "Safari",
      referrer: "mail.example",
      language: "es-MX",
    });
    expect(first?.address_hash).toMatch(/^[\w-]{43}$/);
    expect(again?.address_hash).toBe(first?.address_hash);
    expect(nextDay?.address_hash).not.toBe(first?.address_hash);
    expect(JSON.stringify(await hits())).not.toContain("198.51.100.7");
  });

  it.each([
    ["https://user:pw@mail.example:8443/secret?x", "mail.example"],
    [`https://${"a".repeat(300)}.example/`, null],
    ["about:blank", null],
  ])("keeps of where it came from a host at most: %s", async (referrer, kept) => {
    const link = await mint();
    await ask(`/${link.slug}`, { headers: { Referer: referrer } });
    expect(await hits()).toMatchObject([{ class: "person", referrer: kept }]);
  });

  it.each([
    ["zh-Hant-TW,zh;q=0.9", "zh-Hant-TW"],
    ["*", null],
    ["x".repeat(300), null],
  ])("keeps the language that is asked for first, if it is one: %s", async (accepted, kept) => {
    const link = await mint();
    await ask(`/${link.slug}`, { headers: { "Accept-Language": accepted } });
    expect(await hits()).toMatchObject([{ language: kept }]);
  });

  it("leaves no trace of its address with Global Privacy Control", async () => {
    const link = await mint();
    await ask(`/${link.slug}`, { headers: { "CF-Connecting-IP": "198.51.100.7", "Sec-GPC": "1" } });
    expect(await hits()).toMatchObject([{ class: "person", is_unique: 1, address_hash: null }]);
  });

  it("is stored before the redirect leaves", async () => {
    const link = await mint();
    let isStored = false;
    const clicks: ClickSink = {
      record: async (_, answer) => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        isStored = true;
        return answer;
      },
    };
    await ask(`/${link.slug}`, { clicks });
    expect(isStored).toBe(true);
  });
});

describe("with a database that never answers, and nothing remembered", () => {
  const never = () => new Promise(() => undefined);
  const statement = { bind: () => statement, all: never, first: never, run: never };
  const db = { prepare: () => statement, batch: never } as unknown as D1Database; // as far as a tap asks it

  it("a tap leads on, and one that misses is answered, each within three seconds", async () => {
    const link = await mint();
    forgetAllFacts();
    const startedAtMs = Date.now();
    expect((await ask(`/${link.slug}`, { db })).headers.get("Location")).toBe("https://shop.example/p?x=1#top");
    expect(Date.now() - startedAtMs).toBeLessThan(3_000);
    expect((await ask("/nothere2", { db })).status).toBe(404);
    expect(Date.now() - startedAtMs).toBeLessThan(6_000);
  });
});

describe("programs", () => {
  it("get the same redirect, and are kept with their class and reason", async () => {
    const link = await mint();
    const person = (await ask(`/${link.slug}`)).headers.get("Location");
    for (const headers of [{ "User-Agent": preview }, { "Sec-Purpose": "prefetch" }, { "User-Agent": "" }]) {
      const response = await ask(`/${link.slug}`, { headers });
      expect([response.status, response.headers.get("Location")]).toEqual([302, person]);
    }
    const head = await ask(`/${link.slug}`, { method: "HEAD" });
    expect([head.status, head.headers.get("Location"), head.body]).toEqual([302, person, null]);
    expect(await classes()).toEqual(["library", "method", "person", "prefetch", "preview"]);
    expect((await hits()).filter((hit) => hit.class !== "person" && hit.reason === null)).toEqual([]);
  });

  it("are told by how soon they follow a text's acceptance, unless the local clock stands still", async () => {
    const link = await mint({ message });
    await links.markAccepted("acme", message.id, machineNowMs - 2_000);
    await links.markAccepted("acme", message.id, machineNowMs - 9_000); // a second word changes nothing
    await ask(`/${link.slug}`);
    await ask(`/${link.slug}`, { isClockRunning: false, atMs: nowMs + 1 });
    await ask(`/${link.slug}`, { machineAtMs: machineNowMs + 1_001, atMs: nowMs + 2 });
    expect((await hits()).map((hit) => hit.class)).toEqual(["early", "person", "person"]);
  });

  it("are told by asking for a link before its text was accepted", async () => {
    const link = await mint({ message });
    await ask(`/${link.slug}`, { machineAtMs: machineNowMs - 60_000 + 500 });
    expect(await classes()).toEqual(["early"]);
  });

  const mintMany = () =>
    links.mint(
      Array.from({ length: 23 }, () => ({
        domain: "go.acme.test",
        merchantId: "acme",
        targetUrl: "https://shop.example/",
        createdAtMs: nowMs,
      })),
      machineNowMs,
    );

  it("are told by asking for many links from one address, which says nothing of a loopback one", async () => {
    const many = await mintMany();
    for (const address of ["203.0.113.77", "127.0.0.1"]) {
      for (const { slug } of many) await ask(`/${slug}`, { headers: { "CF-Connecting-IP": address } });
    }
    const stored = await classes();
    expect(stored.filter((name) => name === "many-slugs")).toHaveLength(3);
    expect(stored.filter((name) => name === "person")).toHaveLength(43);
  });

  it("are told so with Global Privacy Control too, which keeps nothing of their address", async () => {
    for (const { slug } of await mintMany()) {
      await ask(`/${slug}`, { headers: { "CF-Connecting-IP": "203.0.113.78", "Sec-GPC": "1" } });
    }
    const stored = await hits();
    expect(stored.filter((hit) => hit.class === "many-slugs")).toHaveLength(3);
    expect(stored.filter((hit) => hit.address_hash !== null)).toEqual([]);
  });

  it("are not the people of a city whose addresses share a line of iCloud Private Relay", async () => {
    for (const [i, { slug }] of (await mintMany()).entries()) {
      await ask(`/${slug}`, { headers: { "CF-Connecting-IP": `2001:db8:7:1::${i.toString(16)}` } });
    }
    expect(new Set(await classes())).toEqual(new Set(["person"]));
  });
});

describe("unique people", () => {
  const unique = async () => (await hits()).map((hit) => hit.is_unique);

  it("of a recipient's own link are the first person's click, whoever looked before", async () => {
    const link = await mint({ message });
    await ask(`/${link.slug}`, { headers: { "User-Agent": preview } });
    await ask(`/${link.slug}`, { atMs: nowMs + 1 });
    await ask(`/${link.slug}`, { atMs: nowMs + 2, headers: { "CF-Connecting-IP": "198.51.100.9" } });
    expect(await unique()).toEqual([0, 1, 0]);
    expect(await clicksOfMessages(env.DB, "acme", [message.id, "none"])).toEqual(
      new Map([[message.id, { people: 2, all: 3 }]]),
    );
    expect(await clicksOfMessages(env.DB, "other", [message.id])).toEqual(new Map());
  });

  it("of a shared link are counted by address, user agent and day", async () => {
    const link = await mint();
    const one = { "CF-Connecting-IP": "198.51.100.7" };
    await ask(`/${link.slug}`, { headers: one });
    await ask(`/${link.slug}`, { headers: one, atMs: nowMs + 1 });
    await ask(`/${link.slug}`, { headers: { "CF-Connecting-IP": "198.51.100.8" }, atMs: nowMs + 2 });
    await ask(`/${link.slug}`, { headers: { ...one, "User-Agent": phone.replace("17_5", "17_4") }, atMs: nowMs + 3 });
    await ask(`/${link.slug}`, { headers: one, atMs: nowMs + 86_400_000 });
    expect(await unique()).toEqual([1, 0, 1, 1, 1]);
  });

  it("are one when a person's taps come at once", async () => {
    const link = await mint({ customerId: "c1" });
    await Promise.all(Array.from({ length: 10 }, () => ask(`/${link.slug}`)));
    expect((await unique()).filter((isUnique) => isUnique === 1)).toHaveLength(1);
  });

  it("do not grow when a click arrives twice", async () => {
    const link = await mint();
    const twice: ClickSink = {
      record: async (click, answer) => {
        for (const shard of ["one", "other"]) await storeClicks(env.DB, { shard, upTo: 1, clicks: [click] });
        return answer;
      },
    };
    await ask(`/${link.slug}`, { clicks: twice });
    expect(await unique()).toEqual([1]);
  });
});

describe("a link with limits", () => {
  it("leads exactly as many people on as it may, at once, and no preview uses one up", async () => {
    const link = await mint({ maxClicks: 3, fallbackUrl: "https://shop.example/over" });
    for (let i = 0; i < 5; i += 1) await ask(`/${link.slug}`, { headers: { "User-Agent": preview } });
    const responses = await Promise.all(Array.from({ length: 8 }, () => ask(`/${link.slug}`)));
    const locations = responses.map((response) => response.headers.get("Location")).sort();
    expect(locations.filter((location) => location === "https://shop.example/p?x=1#top")).toHaveLength(3);
    expect(locations.filter((location) => location === "https://shop.example/over")).toHaveLength(5);
    const stored = await classes();
    expect(stored.filter((name) => name === "person")).toHaveLength(3);
    expect(stored.filter((name) => name === "used-up")).toHaveLength(5);
    const later = await ask(`/${link.slug}`, { headers: { "User-Agent": preview } });
    expect(later.headers.get("Location")).toBe("https://shop.example/over");
  });

  it.each([
    ["not started", { startsAtMs: nowMs + 1, fallbackUrl: "https://shop.example/over" }, "not-started"],
    ["expired", { expiresAtMs: nowMs }, "expired"],
    ["leading to a private address by now", { targetUrl: "http://10.0.0.1/" }, "refused-target"],
    ["leading to a short link by now", { targetUrl: "https://go.acme.test/abcd2345" }, "refused-target"],
    ["leading to another merchant's short link", { targetUrl: "https://go.other.test/abcd2345" }, "refused-target"],
  ])("that is %s shows the merchant's page; the hit is kept and is no click", async (_, terms, kept) => {
    await addMerchant("other", "Other", "go.other.test");
    const link = await mint(terms);
    const response = await ask(`/${link.slug}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Acme &lt;&amp; Sons&gt;");
    expect(await hits()).toMatchObject([{ class: kept, is_unique: 0 }]);
  });

  it("keeps its clicks while its target is not allowed", async () => {
    const link = await mint({ targetUrl: "http://10.0.0.1/", maxClicks: 1 });
    await ask(`/${link.slug}`);
    expect((await links.find(link.domain, link.slug))?.usedClicks).toBe(0);
  });

  it("that is expired leads to its fallback", async () => {
    const link = await mint({ expiresAtMs: nowMs, fallbackUrl: "https://shop.example/over", utm: { source: "sms" } });
    expect((await ask(`/${link.slug}?a=1`)).headers.get("Location")).toBe("https://shop.example/over");
    expect(await classes()).toEqual(["expired"]);
  });

  it("per platform leads an iPhone and a computer to different pages", async () => {
    const link = await mint({ iosUrl: "https://apps.example/ios" });
    expect((await ask(`/${link.slug}`)).headers.get("Location")).toBe("https://apps.example/ios");
    const mac = {
      "User-Agent":
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    };
    expect((await ask(`/${link.slug}`, { headers: mac })).headers.get("Location")).toBe(
      "https://shop.example/p?x=1#top",
    );
  });
});

describe("an address that is no link", () => {
  it.each([["/nothere2"], ["/%"], ["/%ff"], ["/a/b"], ["/favicon.ico"], [`/${"x".repeat(5_000)}`], ["/%3Cscript%3E"]])(
    "%s shows the merchant's page and nothing of the request",
    async (path) => {
      const response = await ask(path);
      const body = await response.text();
      expect(response.status).toBe(404);
      expect(body).toContain("Acme &lt;&amp; Sons&gt;");
      expect(body).toContain('href="https://acme.example/"');
      expect(body).not.toContain("script");
      expect(response.headers.get("Cache-Control")).toBe("private, no-store");
      expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(response.headers.get("Content-Security-Policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
      expect(await hits()).toEqual([]);
    },
  );

  it("answers HEAD with the status alone", async () => {
    const response = await ask("/nothere2", { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([404, ""]);
  });

  it("allows its page exactly the style that it has", async () => {
    const response = await ask("/nothere2");
    const style = /<style>(.*)<\/style>/s.exec(await response.text())?.[1] ?? "";
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(response.headers.get("Content-Security-Policy")).toContain(`'sha256-${hash}'`);
  });

  it("includes another merchant's slug", async () => {
    await addMerchant("other", "Other", null);
    const link = await mint({ domain: "", merchantId: "other" });
    expect((await ask(`/${link.slug}`)).status).toBe(404);
    expect((await ask(`${base}/${link.slug}`)).status).toBe(302);
    expect((await ask(`https://unknown.test/${link.slug}`)).status).toBe(404);
  });

  it("names a merchant on the Worker's own address only while it has it to itself", async () => {
    await addMerchant("one", "First Shop", null);
    expect(await (await ask(`${base}/nothere2`)).text()).toContain("First Shop");
    await addMerchant("two", "Second Shop", null);
    expect(await (await ask(`${base}/nothere2`)).text()).not.toContain("Shop");
  });

  it("is answered 429 to an address that guesses, while its real links still lead on", async () => {
    const link = await mint();
    const headers = { "CF-Connecting-IP": "198.51.100.7" };
    const statuses: number[] = [];
    for (let i = 0; i < 62; i += 1) statuses.push((await ask("/nothere2", { headers })).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(`/${link.slug}`, { headers })).status).toBe(302);
    expect((await ask("/nothere2", { headers: { "CF-Connecting-IP": "198.51.100.8" } })).status).toBe(404);
    expect((await ask("/nothere2", { headers, machineAtMs: machineNowMs + 60_000 })).status).toBe(404);
  });

  it.each([
    ["with Global Privacy Control, of which nothing is kept", () => "198.51.100.9", { "Sec-GPC": "1" }, 0],
    ["from ever another address of its line", (i: number) => `2001:db8::2:0:0:${i.toString(16)}`, {}, 1],
  ])("is answered 429 to who guesses %s", async (_, addressOf, headers, kept) => {
    const statuses: number[] = [];
    for (let i = 0; i < 62; i += 1) {
      const asked = await ask("/nothere2", { headers: { "CF-Connecting-IP": addressOf(i), ...headers } });
      statuses.push(asked.status);
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(60);
    const rows = (await env.DB.prepare("SELECT * FROM slug_misses").all()).results;
    expect(rows).toHaveLength(kept);
  });
});
