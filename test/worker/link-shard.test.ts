import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyLinksInTurn } from "../../worker/cron/copy-links.ts";
import { Slug } from "../../worker/domain/slug.ts";
import { newClickId } from "../../worker/links/describe-hit.ts";
import { linkStore, type NewLink } from "../../worker/links/link-store.ts";
import { openShop, resetBench, type Shop } from "./shop.ts";
import { tapTo } from "./short-link-tap.ts";

const links = linkStore(env);
const shard = env.LINK_SHARD.getByName("random:");
const machineNowMs = Date.now();
let acme: Shop;

beforeEach(async () => {
  await resetBench("2026-11-20T12:00:00Z");
  acme = await openShop({ shortDomain: "go.acme.test" });
});

const wanted = (more: Partial<NewLink> = {}): NewLink => ({
  domain: "go.acme.test",
  merchantId: acme.merchantId,
  targetUrl: "https://shop.example/",
  createdAtMs: Date.UTC(2026, 10, 20, 12),
  ...more,
});
const message = (id: string, linkName = "link") => ({ message: { id, linkName, token: id } });
const mint = async (more: Partial<NewLink> = {}) => {
  const [link] = await links.mint([wanted(more)], machineNowMs);
  if (link === undefined) throw new Error("nothing was minted");
  return link;
};
const stored = async () =>
  (await env.DB.prepare("SELECT slug, target_url, used_clicks, revision FROM links ORDER BY slug").all()).results;

describe("minting", () => {
  it("gives a message the same link again, so that a crash before sending makes no second one", async () => {
    const first = await mint(message("m1"));
    expect((await mint(message("m1"))).slug).toBe(first.slug);
    expect((await mint(message("m1", "track"))).slug).not.toBe(first.slug);
    expect((await mint({ ...message("m1"), merchantId: "other" })).slug).not.toBe(first.slug);
  });

  it("gives it the same link also when it asks many times at once", async () => {
    const slugs = await Promise.all(Array.from({ length: 20 }, async () => (await mint(message("m1"))).slug));
    expect(new Set(slugs).size).toBe(1);
  });

  it("makes a thousand links at once in the order given, all different", async () => {
    const many = Array.from({ length: 1_000 }, (_, i) =>
      wanted({ targetUrl: `https://shop.example/${i}`, ...message(`m${i}`) }),
    );
    const minted = await links.mint(many, machineNowMs);
    expect(minted.map(({ targetUrl }) => targetUrl)).toEqual(many.map(({ targetUrl }) => targetUrl));
    expect(new Set(minted.map(({ slug }) => slug)).size).toBe(1_000);
    for (const { slug } of minted) expect(slug).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
  });

  it("gives a name to the first who asks, of many at once", async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => links.mintNamed(wanted(), Slug.parse("track"), machineNowMs)),
    );
    expect(made.filter((link) => link !== undefined)).toHaveLength(1);
  });
});

describe("a limited link", () => {
  it("is claimed exactly as often as it may be, by many at once, also across a crash of its shard", async () => {
    const link = await mint({ maxClicks: 5 });
    const first = await Promise.all(Array.from({ length: 3 }, () => links.claimClick(link, newClickId(machineNowMs))));
    await evictDurableObject(shard);
    const later = await Promise.all(Array.from({ length: 20 }, () => links.claimClick(link, newClickId(machineNowMs))));
    expect([...first, ...later].filter((isClaimed) => isClaimed)).toHaveLength(5);
    expect((await links.find(link.domain, link.slug))?.usedClicks).toBe(5);
  });
});

describe("a claim", () => {
  /** As if it had been made a minute ago. */
  const age = () =>
    runInDurableObject(shard, (_, { storage }) => {
      storage.sql.exec("UPDATE link_claim SET machine_ms = machine_ms - 60000");
    });

  it("of the same click takes one, however often it is made", async () => {
    const link = await mint({ maxClicks: 2 });
    const clickId = newClickId(machineNowMs);
    for (let i = 0; i < 3; i += 1) expect(await links.claimClick(link, clickId)).toBe(true);
    expect((await links.find(link.domain, link.slug))?.usedClicks).toBe(1);
  });

  it("of a click that was lost with its process is given back, and only of such a click", async () => {
    const link = await mint({ maxClicks: 3 });
    const [known, stored, lost, next] = Array.from({ length: 4 }, () => newClickId(machineNowMs));
    await links.claimClick(link, known ?? "");
    await links.keepClaim(link, known ?? "");
    await links.claimClick(link, stored ?? "");
    await env.DB.prepare(
      `INSERT INTO clicks (id, domain, slug, merchant_id, at_ms, machine_at_ms, class, is_unique)
       VALUES (?1, ?2, ?3, ?4, 0, 0, 'person', 1)`,
    )
      .bind(stored, link.domain, link.slug, link.merchantId)
      .run();
    await links.claimClick(link, lost ?? "");
    expect(await links.claimClick(link, next ?? "")).toBe(false); // for all that is known the others are on their way
    await age();
    expect((await links.find(link.domain, link.slug))?.usedClicks).toBe(2);
    expect(await links.claimClick(link, next ?? "")).toBe(true);
    expect(await links.claimClick(link, newClickId(machineNowMs))).toBe(false);
  });

  it("of a person who was led on is kept", async () => {
    const link = await mint({ maxClicks: 1 });
    expect(await tapTo(`https://go.acme.test/${link.slug}`)).toContain("https://shop.example/");
    await age();
    expect(await tapTo(`https://go.acme.test/${link.slug}`)).toBe(404);
  });
});

describe("the copy for lists and reports", () => {
  afterEach(async () => {
    await env.DB.prepare("ALTER TABLE links_away RENAME TO links")
      .run()
      .catch(() => undefined); // most tests leave it in place
  });

  it("is made by the shard's alarm, and follows every change", async () => {
    const link = await mint({ maxClicks: 5 });
    await runDurableObjectAlarm(shard);
    expect(await stored()).toMatchObject([{ slug: link.slug, used_clicks: 0 }]);
    await links.claimClick(link, newClickId(machineNowMs));
    await links.edit(link, { targetUrl: "https://shop.example/2" }, 0);
    await runDurableObjectAlarm(shard);
    expect(await stored()).toMatchObject([{ slug: link.slug, used_clicks: 1, target_url: "https://shop.example/2" }]);
  });

  it("is made after a crash of the shard right behind the minting", async () => {
    const link = await mint(message("m1"));
    await evictDurableObject(shard);
    await runDurableObjectAlarm(shard);
    expect(await stored()).toMatchObject([{ slug: link.slug }]);
  });

  it("is made by cron alone where every alarm was lost", async () => {
    const link = await mint(message("m1"));
    await runInDurableObject(shard, async (_, { storage }) => storage.deleteAlarm());
    await evictDurableObject(shard);
    await copyLinksInTurn(env);
    expect(await stored()).toMatchObject([{ slug: link.slug }]);
  });

  it("waits while D1 is down: links are made, followed, claimed and edited meanwhile, and nothing is lost", async () => {
    await copyLinksInTurn(env); // by now every shard has learnt that D1 knows no links but theirs
    await env.DB.prepare("ALTER TABLE links RENAME TO links_away").run();
    const link = await mint({ ...message("m1"), maxClicks: 2 });
    expect(await tapTo(`https://go.acme.test/${link.slug}`)).toContain("https://shop.example/");
    expect(await tapTo("https://go.acme.test/nothere2")).toBe(404);
    expect(await links.claimClick(link, newClickId(machineNowMs))).toBe(true);
    await links.edit(link, { targetUrl: "https://shop.example/2" }, 0);
    await runDurableObjectAlarm(shard);
    await env.DB.prepare("ALTER TABLE links_away RENAME TO links").run();
    expect(await stored()).toEqual([]);
    await runDurableObjectAlarm(shard);
    expect(await stored()).toMatchObject([{ slug: link.slug, target_url: "https://shop.example/2" }]);
  });

  it("is never set back by an older one", async () => {
    const link = await mint();
    await runDurableObjectAlarm(shard);
    await env.DB.prepare("UPDATE links SET revision = 100, target_url = 'https://shop.example/newer'").run();
    await links.claimClick(link, newClickId(machineNowMs));
    await runDurableObjectAlarm(shard);
    expect(await stored()).toMatchObject([{ target_url: "https://shop.example/newer" }]);
  });
});

describe("a link from before there were shards", () => {
  const addOld = (slug: string, merchantId = acme.merchantId) =>
    env.DB.prepare(
      `INSERT INTO links (domain, slug, merchant_id, target_url, created_at_ms, minted_machine_ms)
       VALUES ('go.acme.test', ?1, ?2, 'https://shop.example/old', 0, 0)`,
    )
      .bind(slug, merchantId)
      .run();

  it("leads on, and is its shard's from then on", async () => {
    await addOld("abcd2345");
    await addOld("track");
    expect(await tapTo("https://go.acme.test/abcd2345")).toBe("https://shop.example/old");
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/old");
    expect((await acme.api("PATCH", "/v1/links/track", { url: "https://shop.example/new" })).status).toBe(200);
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/new");
    expect((await acme.api("POST", "/v1/links", { url: "https://shop.example/", slug: "track" })).status).toBe(409);
  });

  it("keeps its name from being given to another before anybody followed it", async () => {
    await addOld("offer");
    expect((await acme.api("POST", "/v1/links", { url: "https://shop.example/", slug: "offer" })).status).toBe(409);
    expect(await tapTo("https://go.acme.test/offer")).toBe("https://shop.example/old");
  });
});

describe("a split shard", () => {
  /** As if this shard had been started by an installation that says so. */
  const configure = (name: string, digits: string) =>
    runInDurableObject(env.LINK_SHARD.getByName(name), (instance) => {
      const held = instance as unknown as { env: Env }; // protected in the class, a plain field of the instance
      held.env = { ...held.env, LINK_SHARD_DIGITS: digits };
    });

  it("takes over what it is asked for: links lead on, their limits and names hold, messages find theirs", async () => {
    const before = linkStore({ ...env, LINK_SHARD_DIGITS: "0" });
    const minted = await before.mint(
      Array.from({ length: 20 }, (_, i) => wanted({ maxClicks: 2, ...message(`m${i}`) })),
      machineNowMs,
    );
    for (const link of minted) await before.claimClick(link, newClickId(machineNowMs));
    const named = await before.mintNamed(wanted(), Slug.parse("loyalty"), machineNowMs);
    const history = { targetUrl: "https://shop.example/2" };
    await before.edit({ domain: "go.acme.test", slug: Slug.parse("loyalty"), merchantId: acme.merchantId }, history, 1);

    const digits = [..."23456789abcdefghjkmnpqrstuvwxyz"];
    for (const digit of digits) {
      await configure(`random:${digit}`, "1,0");
      await configure(`named:${digit}`, "1,0");
    }
    const after = linkStore({ ...env, LINK_SHARD_DIGITS: "1,0" });
    for (const [i, link] of minted.entries()) {
      expect(await after.find(link.domain, link.slug)).toMatchObject({ usedClicks: 1, targetUrl: link.targetUrl });
      expect(await after.claimClick(link, newClickId(machineNowMs))).toBe(true);
      expect(await after.claimClick(link, newClickId(machineNowMs))).toBe(false);
      expect((await after.mint([wanted(message(`m${i}`))], machineNowMs))[0]?.slug).toBe(link.slug);
      // An instance of the time before still asks the former owner, who sends it on.
      expect(await before.claimClick(link, newClickId(machineNowMs))).toBe(false);
    }
    expect(await after.find("go.acme.test", Slug.parse("loyalty"))).toMatchObject({
      targetUrl: "https://shop.example/2",
    });
    expect(await after.history({ domain: "go.acme.test", slug: Slug.parse("loyalty") })).toHaveLength(1);
    expect(await after.mintNamed(wanted(), Slug.parse("loyalty"), machineNowMs)).toBeUndefined();
    expect(named?.slug).toBe("loyalty");
  });
});
