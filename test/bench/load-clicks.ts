import { DatabaseSync } from "node:sqlite";
import { tallyNames } from "../../worker/domain/click-tally.ts";
import { d1Folder, findDatabase } from "./state-database.ts";

interface Load {
  readonly merchantId: string;
  /** Of the link that half of the clicks are on; four of the others are on each of as many links as it takes. */
  readonly slug: string;
  readonly clicks: number;
  readonly nowMs: number;
}

const dayMs = 86_400_000;
const days = 90;
/** How many different clicks there are; after these they come again. */
const kinds = 1_000;

/** Writes clicks of 90 days and what they add up to into the file of a D1 that is not running. */
export function loadClicks(state: string, { merchantId, slug, clicks, nowMs }: Load): void {
  const database = new DatabaseSync(findDatabase(state, d1Folder));
  const fromMs = Math.floor(nowMs / dayMs) * dayMs - (days - 1) * dayMs;
  const stepMs = ((days - 1) * dayMs) / clicks;
  try {
    database.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN");
    database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?4 - 1)
         INSERT INTO clicks (
           id, domain, slug, merchant_id, run, step, at_ms, machine_at_ms, class, reason, unique_key, is_unique, device, os, browser,
           country, region, language
         )
         SELECT printf('0%020d', i), '', CASE WHEN i % 2 = 0 THEN ?2 ELSE printf('r%07d', i / 8) END, ?1,
           CASE WHEN i % 2 = 1 THEN 'welcome:' || (i / 8) END, CASE WHEN i % 2 = 1 THEN '0' END, ?3 + CAST(i * ?5 AS INTEGER),
           ?3 + CAST(i * ?5 AS INTEGER), iif(i % 10 = 9, 'preview', 'person'), iif(i % 10 = 9, 'user agent: WhatsApp', NULL),
           NULL, i % 8 = 1, 'mobile', 'iOS', 'Safari', 'US', 'NY', 'en-US'
         FROM n`,
      )
      .run(merchantId, slug, fromMs, clicks, stepMs);
    database
      .prepare(
        `INSERT INTO link_days (domain, slug, day_ms, people, unique_people, all_hits, counts)
         SELECT domain, slug, MIN(at_ms - at_ms % ${dayMs}), SUM(class = 'person'), SUM(is_unique), COUNT(*), ?2
         FROM clicks WHERE slug <> ?1 GROUP BY domain, slug`,
      )
      .run(slug, JSON.stringify({ "all|1": 4, "person|1": 4, "unique|1": 1, "country|US": 4, "os|iOS": 4 }));
    const add = (table: string, keys: string) =>
      database.prepare(
        `INSERT INTO ${table} (${keys}, day_ms, people, unique_people, all_hits, counts) VALUES (${keys.replace(/\w+/g, "?")}, ?, ?, ?, ?, ?)`,
      );
    const [links, steps] = [add("link_days", "domain, slug"), add("step_days", "merchant_id, flow, step")];
    for (let day = 0; day < days - 1; day += 1) {
      const { people, counts } = countDay(clicks / 2 / (days - 1));
      const values = [
        fromMs + day * dayMs,
        people,
        people,
        Math.round(clicks / 2 / (days - 1)),
        JSON.stringify(counts),
      ];
      links.run("", slug, ...values);
      steps.run(merchantId, "welcome", "0", ...values);
      steps.run(merchantId, "", "", ...values);
    }
    database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    database.close();
  }
}

/** What a day's clicks add up to, by the names that the Worker gives them. */
function countDay(clicks: number): { readonly people: number; readonly counts: Readonly<Record<string, number>> } {
  const counts: Record<string, number> = {};
  let people = 0;
  const different = Math.min(kinds, Math.floor(clicks));
  for (let kind = 0; kind < different; kind += 1) {
    const times = Math.floor(clicks / different);
    const isPerson = kind % 10 !== 9;
    if (isPerson) people += times;
    const names = tallyNames({
      atMs: (kind % 24) * 3_600_000,
      class: isPerson ? "person" : "preview",
      reason: isPerson ? undefined : `user agent: ${pick(["WhatsApp", "GoogleMessages", "facebookexternalhit"], kind)}`,
      device: pick(["mobile", "mobile", "tablet", "desktop"], kind),
      os: pick(["iOS", "Android", "iOS", "Windows", "macOS"], kind),
      browser: pick(["Safari", "Chrome", "Samsung Internet", "Instagram", "Facebook", "Edge"], kind),
      country: pick(["US", "CA", "GB", "DE", "FR", "ES", "MX", "AU"], kind),
      region: pick(["NY", "CA", "TX", "ON", "BC"], kind),
      referrer: kind % 4 === 0 ? pick(["mail.example", "l.instagram.com", "t.co"], kind) : undefined,
      language: pick(["en-US", "es-MX", "fr-FR", "de-DE"], kind),
    });
    for (const name of names) counts[name] = (counts[name] ?? 0) + times;
  }
  return { people, counts };
}

function pick(values: readonly string[], index: number): string | undefined {
  return values[index % values.length];
}
