import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { ImportView, LinksView, LinkView, MadeLinks } from "../../shared/contract/links.ts";
import { openShop, resetBench, type Shop } from "./shop.ts";
import { tapTo } from "./short-link-tap.ts";

interface Problem {
  readonly type: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

let acme: Shop;

beforeEach(async () => {
  await resetBench("2026-11-20T12:00:00Z");
  acme = await openShop({ shortDomain: "go.acme.test" });
});

const bulk = (links: readonly unknown[], headers?: Record<string, string>) =>
  acme.api<MadeLinks & Problem>("POST", "/v1/links/bulk", { links }, headers);
const paths = (problem: Problem) => problem.errors?.map(({ path }) => path);
const count = async () => (await env.DB.prepare("SELECT COUNT(*) AS n FROM links").first<{ n: number }>())?.n;

async function send(method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(
    new Request(`http://aftertext.test${path}`, {
      method,
      headers: { authorization: `Bearer ${acme.apiKey}`, ...headers },
      body: body ?? null,
    }),
  );
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe("many links in one call", () => {
  it("are made in the order asked for, each its own, for people and by name", async () => {
    const asked = Array.from({ length: 100 }, (_, i) => ({ url: `https://shop.example/${i}`, customer: `c${i}` }));
    const { status, body } = await bulk([...asked, { url: "https://shop.example/track", slug: "Track" }]);
    expect(status).toBe(201);
    expect(body.domain).toBe("go.acme.test");
    expect(new Set(body.items.map(({ slug }) => slug)).size).toBe(101);
    expect(await tapTo(body.items[37]?.shortUrl ?? "")).toBe("https://shop.example/37");
    expect(body.items[100]).toEqual({ slug: "track", shortUrl: "https://go.acme.test/track" });
    expect((await acme.api<LinksView>("GET", "/v1/links?customer=c99")).body.items).toMatchObject([
      { url: "https://shop.example/99" },
    ]);
  });

  it("are all refused for one that can't be made, with the path of each fault", async () => {
    await acme.api("POST", "/v1/links", { url: "https://shop.example/", slug: "taken" });
    const good = { url: "https://shop.example/" };
    const wrong = await bulk([
      good,
      { url: "http://10.0.0.1/" },
      good,
      { ...good, slug: "admin", expiresAt: "2026-01-01T00:00:00Z" },
    ]);
    expect([wrong.status, paths(wrong.body)]).toEqual([422, ["links.1.url", "links.3.expiresAt", "links.3.slug"]]);
    const misshapen = await bulk([good, { url: 1 }, { slug: "x" }]);
    expect([misshapen.status, paths(misshapen.body)]).toEqual([422, ["links.1.url", "links.2.url"]]);
    const twins = await bulk([{ ...good, slug: "twin" }, good, { ...good, slug: "TWIN" }]);
    expect([twins.status, paths(twins.body)]).toEqual([422, ["links.2.slug"]]);
    const taken = await bulk([good, { ...good, slug: "free" }, { ...good, slug: "Taken" }]);
    expect([taken.status, paths(taken.body)]).toEqual([409, ["links.2.slug"]]);
    expect(await count()).toBe(1);
  });

  it("asked for again under one key are the same, also where the answer was lost in a crash", async () => {
    const headers = { "Idempotency-Key": "k1" };
    const asked = [
      ...Array.from({ length: 300 }, () => ({ url: "https://shop.example/" })),
      { url: "https://shop.example/", slug: "once" },
    ];
    const first = await bulk(asked, headers);
    expect((await bulk(asked, headers)).body).toEqual(first.body);
    await env.DB.prepare("DELETE FROM idempotency_keys").run();
    await evictDurableObject(env.LINK_SHARD.getByName("random:"));
    expect((await bulk(asked, headers)).body).toEqual(first.body);
    expect(await count()).toBe(301);
  });

  it("under a key that was forgotten and is used for something else are made anew", async () => {
    const headers = { "Idempotency-Key": "daily" };
    const first = await bulk([{ url: "https://shop.example/monday" }], headers);
    await env.DB.prepare("DELETE FROM idempotency_keys").run();
    const second = await bulk([{ url: "https://shop.example/tuesday" }], headers);
    expect(second.body.items[0]?.slug).not.toBe(first.body.items[0]?.slug);
    expect(await tapTo(second.body.items[0]?.shortUrl ?? "")).toBe("https://shop.example/tuesday");
  });

  it("may be ten thousand, and no more", async () => {
    const asked = Array.from({ length: 10_000 }, (_, i) => ({ url: `https://shop.example/${i}` }));
    const { status, body } = await bulk(asked);
    expect([status, new Set(body.items.map(({ slug }) => slug)).size]).toEqual([201, 10_000]);
    expect(await count()).toBe(10_000);
    expect(await bulk([...asked, { url: "https://shop.example/" }])).toMatchObject({ status: 422 });
  }, 60_000);

  it("are refused by size above 5 MB, and other bodies still above 1 MB", async () => {
    expect((await send("POST", "/v1/links/bulk", " ".repeat(5_242_881))).status).toBe(413);
    expect((await send("POST", "/v1/links/bulk", " ".repeat(1_500_000))).status).toBe(422);
    expect((await send("POST", "/v1/links", " ".repeat(1_500_000))).status).toBe(413);
    const key = { "Idempotency-Key": "k" };
    expect((await send("POST", "/v1/links", " ".repeat(1_500_000), key)).status).toBe(413);
    expect((await send("POST", "/v1/links/bulk", " ".repeat(1_500_000), key)).status).toBe(422);
  });
});

describe("an import", () => {
  const start = async (csv: BodyInit, headers: Record<string, string> = {}) => {
    const { status, text } = await send("POST", "/v1/links/import", csv, { "content-type": "text/csv", ...headers });
    return { status, body: JSON.parse(text) as ImportView & Problem }; // what the contract says of it
  };
  const look = async (id: string) => (await acme.api<ImportView>("GET", `/v1/links/imports/${id}`)).body;
  const objectOf = (id: string) => env.LINK_IMPORT.getByName(`${acme.merchantId}/${id}`);
  const finish = async (id: string) => {
    for (let round = 0; (await look(id)).status === "running"; round += 1) {
      if (round > 100) throw new Error("the import does not end");
      await runDurableObjectAlarm(objectOf(id));
    }
    return look(id);
  };

  it("makes a link of every row that can be one, and says what is wrong with the others in the file's own words", async () => {
    const csv =
      "Url,Slug,Customer,Expires at,Max clicks,Tags\r\n" +
      'https://shop.example/1,track,,,,"vip|late"\r\n' +
      "http://10.0.0.1/,,,,,\r\n" +
      "https://shop.example/3,,c3,,,\r\n" +
      "https://shop.example/4,TRACK,,,,\r\n" +
      "https://shop.example/5,,,2020-01-01T00:00:00Z,many,\r\n";
    const started = await start(csv);
    expect([started.status, started.body.total]).toEqual([202, 5]);
    const done = await finish(started.body.id);
    expect(done).toMatchObject({ status: "done", total: 5, done: 2, failed: 3 });
    expect(done.errors.map(({ row, errors }) => [row, errors.map(({ path }) => path)])).toEqual([
      [2, ["Url"]],
      [4, ["Slug"]],
      [5, ["Max clicks"]],
    ]);
    expect(await tapTo("https://go.acme.test/track")).toBe("https://shop.example/1");
    expect((await acme.api<LinkView>("GET", "/v1/links/track")).body.tags).toEqual(["vip", "late"]);

    const results = await send("GET", `/v1/links/imports/${started.body.id}/results.csv`);
    const rows = results.text.split("\r\n");
    expect(rows[0]).toBe("row,slug,short_url,error");
    expect(rows[1]).toBe("1,track,https://go.acme.test/track,");
    expect(rows[2]).toBe("2,,,Url must be a public address");
    expect(rows[3]).toMatch(/^3,([2-9a-hjkmnp-z]{8}),https:\/\/go\.acme\.test\/\1,$/);
  });

  it("goes on where a crash cut it off, and makes no link twice", async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => `https://shop.example/${i}`);
    const { body } = await start(`url\n${rows.join("\n")}\n`);
    await runDurableObjectAlarm(objectOf(body.id));
    const before = await look(body.id);
    expect(before.done).toBeGreaterThanOrEqual(250);
    // The crash came between the making of links and the note of it: those rows are made again.
    await objectOf(body.id).start({ id: body.id, merchantId: acme.merchantId, columnOf: {} }, []);
    await evictDurableObject(objectOf(body.id));
    expect(await finish(body.id)).toMatchObject({ status: "done", total: 1_000, done: 1_000, failed: 0 });
    await env.LINK_SHARD.getByName("random:").copyNow();
    expect(await count()).toBe(1_000);
  });

  it("under one key is one import", async () => {
    const key = { "Idempotency-Key": "file-1" };
    const first = await start("url\nhttps://shop.example/\n", key);
    await env.DB.prepare("DELETE FROM idempotency_keys").run();
    const second = await start("url\nhttps://shop.example/\n", key);
    expect(second.body.id).toBe(first.body.id);
    await finish(first.body.id);
    await env.LINK_SHARD.getByName("random:").copyNow();
    expect(await count()).toBe(1);
  });

  it.each([
    ["nothing", "", "is empty"],
    ["a header alone", "url\n", "no row"],
    ["a table without targets", "slug\nx\n", "no column url"],
    ["an unknown column", "url,colour\nhttps://shop.example/,red\n", "colour"],
    ["a quote that never ends", 'url\n"https://shop.example/\n', "line 2"],
    ["a row too many", `url\n${"https://shop.example/\n".repeat(10_001)}`, "10001 rows"],
  ])("of %s is refused at once", async (_, csv, message) => {
    const { status, body } = await start(csv);
    expect(status).toBe(422);
    expect(body.errors?.[0]?.message).toContain(message);
  });

  it("of what is no UTF-8 is refused, and of more than 5 MB too", async () => {
    expect((await start(new Uint8Array([0x75, 0x72, 0x6c, 0x0a, 0xfc]))).status).toBe(422);
    expect((await start("x".repeat(5_242_881))).status).toBe(413);
  });

  it("is nobody else's", async () => {
    const { body } = await start("url\nhttps://shop.example/\n");
    const other = await openShop({ name: "Other" });
    expect((await other.api("GET", `/v1/links/imports/${body.id}`)).status).toBe(404);
    expect((await other.api("GET", `/v1/links/imports/${body.id}/results.csv`)).status).toBe(404);
    expect((await acme.api("GET", "/v1/links/imports/i_nothing")).status).toBe(404);
  });
});

describe("the export", () => {
  it("has every link once, safe to open in a spreadsheet, and can be read back by an import", async () => {
    await acme.api("POST", "/v1/links", {
      url: "https://shop.example/?a=1,2",
      slug: "track",
      utm: { source: "sms", campaign: "=HYPERLINK(1)" },
      tags: ["a", "-b"],
      expiresAt: "2026-12-01T00:00:00Z",
      maxClicks: 3,
      attributes: { size: "L" },
    });
    await bulk(Array.from({ length: 1_200 }, (_, i) => ({ url: `https://shop.example/${i}` })));
    const { status, text, headers } = await send("GET", "/v1/links/export.csv");
    expect([status, headers.get("content-disposition")]).toEqual([200, 'attachment; filename="links.csv"']);
    const rows = text.trimEnd().split("\r\n");
    expect(rows).toHaveLength(1_202);
    const row = rows.find((one) => one.includes("/track,"));
    expect(row).toContain(",sms,,'=HYPERLINK(1),");
    expect(row).toContain('"https://shop.example/?a=1,2"');

    const imported = await openShop({ name: "Moved", shortDomain: "go.moved.test" });
    acme = imported;
    const started = JSON.parse((await send("POST", "/v1/links/import", `${rows[0]}\r\n${row}\r\n`)).text) as ImportView;
    await runDurableObjectAlarm(env.LINK_IMPORT.getByName(`${imported.merchantId}/${started.id}`));
    expect((await imported.api<LinkView>("GET", "/v1/links/track")).body).toMatchObject({
      url: "https://shop.example/?a=1,2",
      utm: { source: "sms", campaign: "=HYPERLINK(1)" },
      tags: ["a", "-b"],
      expiresAt: "2026-12-01T00:00:00.000Z",
      maxClicks: 3,
      attributes: { size: "L" },
    });
  });

  it("is narrowed as the list is", async () => {
    await acme.api("POST", "/v1/links", { url: "https://shop.example/1", tags: ["vip"] });
    await acme.api("POST", "/v1/links", { url: "https://shop.example/2" });
    const { text } = await send("GET", "/v1/links/export.csv?tag=vip");
    expect(text.trimEnd().split("\r\n")).toHaveLength(2);
    expect((await send("GET", "/v1/links/export.csv?limit=1")).status).toBe(422);
  });
});
