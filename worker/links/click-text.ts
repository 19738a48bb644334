import type { Click } from "../tables/clicks.ts";

/**
 * A click between the redirect and D1, as JSON: values in the order of `readRow`, without their names, which would be half of it.
 * A log must hold an hour of them where D1 is down.
 */
export function writeClick(click: Click): string {
  return JSON.stringify([
    click.id,
    click.domain,
    click.slug,
    click.merchantId,
    click.messageId,
    click.run,
    click.step,
    click.atMs,
    click.machineAtMs,
    click.class,
    click.reason,
    click.uniqueKey,
    click.device,
    click.os,
    click.browser,
    click.country,
    click.region,
    click.referrer,
    click.language,
    click.addressHash,
  ] satisfies ClickRow<undefined>);
}

/** A JSON array of them. */
export function readClicks(text: string): readonly Click[] {
  const rows = JSON.parse(text) as readonly (ClickRow<null> | Click)[]; // written by writeClick alone
  return rows.map((row) => (isRow(row) ? readRow(row) : row));
}

/** What a log holds from before 2026-11-22 are objects. */
function isRow(row: ClickRow<null> | Click): row is ClickRow<null> {
  return Array.isArray(row);
}

/** `None`: what JSON makes of an absent value is null. */
type ClickRow<None> = readonly [
  id: string,
  domain: string,
  slug: string,
  merchantId: string,
  messageId: string | None,
  run: string | None,
  step: string | None,
  atMs: number,
  machineAtMs: number,
  clickClass: string,
  reason: string | None,
  uniqueKey: string | None,
  device: string | None,
  os: string | None,
  browser: string | None,
  country: string | None,
  region: string | None,
  referrer: string | None,
  language: string | None,
  addressHash: string | None,
];

function readRow(row: ClickRow<null>): Click {
  return {
    id: row[0],
    domain: row[1],
    slug: row[2],
    merchantId: row[3],
    messageId: row[4] ?? undefined,
    run: row[5] ?? undefined,
    step: row[6] ?? undefined,
    atMs: row[7],
    machineAtMs: row[8],
    class: row[9],
    reason: row[10] ?? undefined,
    uniqueKey: row[11] ?? undefined,
    device: row[12] ?? undefined,
    os: row[13] ?? undefined,
    browser: row[14] ?? undefined,
    country: row[15] ?? undefined,
    region: row[16] ?? undefined,
    referrer: row[17] ?? undefined,
    language: row[18] ?? undefined,
    addressHash: row[19] ?? undefined,
  };
}
