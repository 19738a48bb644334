import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { ClickStatsView, LinkStatsView } from "../../shared/contract/click-statistics.ts";
import type { ClicksView, CreatedLink } from "../../shared/contract/links.ts";
import { oneText } from "./inside.ts";
import { moveTo, openShop, resetBench, type Shop } from "./shop.ts";

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const desktop =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-11-20T22:30:00Z");
  shop = await openShop();
});

async function makeLink(link: Record<string, unknown> = {}): Promise<string> {
  const made = await shop.api<CreatedLink>("POST", "/v1/links", { url: "https://shop.example/p", ...link });
  return made.body.slug;
}

async function tap(slug: string, headers: Record<string, string> = {}, method = "GET"): Promise<void> {
  const response = await exports.default.fetch(
    new Request(`http://aftertext.test/${slug}`, {
      method,
      headers: { "User-Agent": phone, "CF-Connecting-IP": "198.51.100.7", ...headers },
      redirect: "manual",
    }),
  );
  expect(response.status).toBe(302);
}

const stats = async (slug: string, query = "") =>
  (await shop.api<LinkStatsView>("GET", `/v1/links/${slug}/stats${query}`)).body;

describe("a link's statistics", () => {
  it("show people, unique people, all hits, where people's came from and why the others are not people's", async () => {
    const slug = await makeLink();
    await tap(slug, { Referer: "https://mail.example/secret", "Accept-Language": "es-MX,es;q=0.9" });
    await tap(slug);
    await tap(slug, { "User-Agent": desktop, "CF-Connecting-IP": "198.51.100.8" });
    await tap(slug, { "User-Agent": "WhatsApp/2.23.20.0 A" });
    await tap(slug, { "User-Agent": "WhatsApp/2.23.20.0 A" });
    await tap(slug, {}, "HEAD");
    const shown = await stats(slug);
    expect(shown).toMatchObject({ by: "day", people: 3, uniquePeople: 2, all: 6, to: "2026-11-21T00:00:00.000Z" });
    expect(shown.breakdown).toMatchObject({
      device: [
        { value: "mobile", people: 2 },
        { value: "desktop", people: 1 },
      ],
      os: [
        { value: "iOS", people: 2 },
        { value: "Windows", people: 1 },
      ],
      referrer: [{ value: "mail.example", people: 1 }],
      language: [{ value: "es-MX", people: 1 }],
    });
    expect(shown.reasons).toEqual([
      { class: "preview", reason: "user agent: WhatsApp", count: 2 },
      { class: "method", reason: "asked with HEAD", count: 1 },
    ]);
    const clicks = await shop.api<ClicksView>("GET", `/v1/links/${slug}/clicks`);
    expect(clicks.body).toMatchObject({ people: 3, uniquePeople: 2, all: 6, reasons: shown.reasons });
    expect(clicks.body.items).toHaveLength(6);
  });

  it("are there by day and by hour, with the days and hours on which nobody came", async () => {
    const slug = await makeLink();
    await tap(slug);
    await moveTo("2026-11-21T00:30:00Z");
    await tap(slug);
    await tap(slug, { "User-Agent": "curl/8.5.0" });
    const byDay = await stats(slug, "?from=2026-11-19T12:00:00Z&to=2026-11-21T12:00:00Z");
    expect(byDay.series).toEqual([
      { at: "2026-11-19T00:00:00.000Z", people: 0, uniquePeople: 0, all: 0 },
      { at: "2026-11-20T00:00:00.000Z", people: 1, uniquePeople: 1, all: 1 },
      { at: "2026-11-21T00:00:00.000Z", people: 1, uniquePeople: 1, all: 2 },
    ]);
    const byHour = await stats(slug, "?from=2026-11-20T00:00:00Z&to=2026-11-22T00:00:00Z&by=hour");
    expect(byHour.series).toHaveLength(48);
    expect(byHour.series.filter((point) => point.all > 0)).toEqual([
      { at: "2026-11-20T22:00:00.000Z", people: 1, uniquePeople: 1, all: 1 },
      { at: "2026-11-21T00:00:00.000Z", people: 1, uniquePeople: 1, all: 2 },
    ]);
    expect((await stats(slug)).series).toHaveLength(30);
  });

  it.each([
    ["?from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z", "from"],
    ["?from=2025-01-01T00:00:00Z&to=2026-11-20T00:00:00Z", "from"],
    ["?from=2026-09-20T00:00:00Z&to=2026-11-20T00:00:00Z&by=hour", "from"],
    ["?by=week", "by"],
    ["?from=yesterday", "from"],
  ])("refuse %s", async (query, path) => {
    const answer = await shop.api<{ errors: { path: string }[] }>("GET", `/v1/links/${await makeLink()}/stats${query}`);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]?.path).toBe(path);
  });

  it("of another merchant's link are a 404", async () => {
    const slug = await makeLink();
    const other = await openShop({ name: "Other" });
    expect((await other.api("GET", `/v1/links/${slug}/stats`)).status).toBe(404);
  });
});

describe("a merchant's clicks", () => {
  it("are counted by the step whose text carried the link; links that no text carried stand apart", async () => {
    await shop.api(
      "PUT",
      "/v1/flows/welcome",
      oneText("Yours: {{ link }}", { link: { url: "https://shop.example/o" } }),
    );
    await shop.api("PUT", "/v1/customers/c1", { phone: "+14155550123" });
    await shop.event({ id: "e1", type: "order.placed", customer: "c1", order: "o1", at: "2026-11-20T22:30:00Z" });
    await moveTo("2026-11-20T22:31:00Z");
    const [text] = await shop.texts();
    const slug = text?.links[0]?.split("/").at(-1) ?? "";
    await tap(slug);
    await tap(slug, { "User-Agent": "WhatsApp/2" });
    await tap(await makeLink());
    const all = (await shop.api<ClickStatsView>("GET", "/v1/clicks")).body;
    expect(all).toMatchObject({ people: 2, uniquePeople: 2, all: 3 });
    expect(all.steps).toEqual([
      { flow: "", step: "", people: 1, uniquePeople: 1, all: 1 },
      { flow: "welcome", step: "0", people: 1, uniquePeople: 1, all: 2 },
    ]);
    const one = (await shop.api<ClickStatsView>("GET", "/v1/clicks?flow=welcome")).body;
    expect(one).toMatchObject({ people: 1, all: 2, series: { length: 30 } });
    const other = await openShop({ name: "Other" });
    expect((await other.api<ClickStatsView>("GET", "/v1/clicks")).body).toMatchObject({ all: 0, steps: [] });
  });
});
