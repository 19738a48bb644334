import { DurableObject } from "cloudflare:workers";
import { type ImportView, LinkInput } from "../../shared/contract/links.ts";
import { clock } from "../clock.ts";
import { describeFields } from "../domain/field-errors.ts";
import { wordIssue } from "../domain/issue-words.ts";
import type { RowInput } from "../domain/link-csv.ts";
import type { Slug } from "../domain/slug.ts";
import { type LinkError, linkChecker } from "../links/check-link.ts";
import { linkStore, type NewLink } from "../links/link-store.ts";
import { logError } from "../log.ts";
import { findMerchant } from "../merchants/merchant-rules.ts";

/** One call to one shard, one write here. */
const ROWS_PER_ROUND = 250;
const KEPT_MS = 30 * 86_400_000;
const LONGEST_PAUSE_MS = 60_000;
const MOST_SHOWN_ERRORS = 1_000;

interface Import {
  readonly id: string;
  readonly merchantId: string;
  readonly columnOf: Readonly<Record<string, string>>;
}

export interface ImportedRow {
  readonly row: number;
  readonly slug?: string | undefined;
  readonly domain?: string | undefined;
  readonly errors?: readonly LinkError[] | undefined;
}

type Row = { number: number; input: string };

/** One table of links on its way: kept here, made by alarms, so that a restart goes on where it was cut off. */
export class LinkImport extends DurableObject<Env> {
  #failures = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS import_row (number INTEGER PRIMARY KEY, input TEXT NOT NULL, result TEXT)",
    );
    ctx.storage.sql.exec("CREATE INDEX IF NOT EXISTS import_open ON import_row (number) WHERE result IS NULL");
  }

  /** Told twice, it starts once. */
  async start(wanted: Import, rows: readonly RowInput[]): Promise<void> {
    if (this.#import() !== undefined) return;
    this.ctx.storage.kv.put("import", wanted);
    for (const [i, row] of rows.entries()) {
      this.ctx.storage.sql.exec("INSERT INTO import_row (number, input) VALUES (?, ?)", i + 1, JSON.stringify(row));
    }
    await this.ctx.storage.setAlarm(clock.machineNowMs());
  }

  /** Undefined = nobody's, or another merchant's. */
  async view(merchantId: string): Promise<ImportView | undefined> {
    const known = this.#import();
    if (known?.merchantId !== merchantId) return undefined;
    const { total, open, failed } = this.ctx.storage.sql
      .exec<{ total: number; open: number; failed: number }>(
        `SELECT COUNT(*) AS total, COUNT(*) FILTER (WHERE result IS NULL) AS open,
           COUNT(*) FILTER (WHERE result ->> 'errors' IS NOT NULL) AS failed
         FROM import_row`,
      )
      .one();
    // Whoever looks makes up for an alarm that was lost.
    if (open > 0 && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(clock.machineNowMs());
    const errors = this.#results("result ->> 'errors' IS NOT NULL", 0, MOST_SHOWN_ERRORS);
    return {
      id: known.id,
      status: open === 0 ? "done" : "running",
      total,
      done: total - open - failed,
      failed,
      errors: errors.map(({ row, errors: found = [] }) => ({ row, errors: [...found] })),
    };
  }

  /** What became of the rows behind `after`, in their order. */
  async results(merchantId: string, after: number, most: number): Promise<readonly ImportedRow[] | undefined> {
    return this.#import()?.merchantId === merchantId ? this.#results("result IS NOT NULL", after, most) : undefined;
  }

  override async alarm(): Promise<void> {
    const known = this.#import();
    if (known === undefined) return;
    const rows = this.ctx.storage.sql
      .exec<Row>("SELECT number, input FROM import_row WHERE result IS NULL ORDER BY number LIMIT ?", ROWS_PER_ROUND)
      .toArray();
    if (rows.length === 0) {
      await this.#rest();
      return;
    }
    try {
      const isAnybodys = await this.#makeLinks(known, rows);
      this.#failures = 0;
      if (isAnybodys) await this.ctx.storage.setAlarm(clock.machineNowMs());
    } catch (cause) {
      this.#failures += 1;
      logError("links_not_imported", { merchantId: known.merchantId, importId: known.id }, cause);
      const pauseMs = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** this.#failures);
      await this.ctx.storage.setAlarm(clock.machineNowMs() + pauseMs);
    }
  }

  /** Done: what became of every row is told for a while, then nothing of it is left. */
  async #rest(): Promise<void> {
    const doneAtMs = this.ctx.storage.kv.get<number>("doneAtMs");
    const nowMs = clock.machineNowMs();
    if (doneAtMs === undefined) {
      this.ctx.storage.kv.put("doneAtMs", nowMs);
      await this.ctx.storage.setAlarm(nowMs + KEPT_MS);
    } else if (nowMs >= doneAtMs + KEPT_MS) {
      await this.ctx.storage.deleteAll();
    } else {
      await this.ctx.storage.setAlarm(doneAtMs + KEPT_MS);
    }
  }

  /**
   * A crash before the results are written makes the same links again: each is of its row, and minted once. False = the merchant
   * is gone.
   */
  async #makeLinks({ id, merchantId, columnOf }: Import, rows: readonly Row[]): Promise<boolean> {
    const merchant = await findMerchant(this.env, merchantId);
    if (merchant === undefined) {
      await this.ctx.storage.deleteAll(); // gone since: nobody will ask for these links
      return false;
    }
    await clock.ready();
    const nowMs = clock.nowMs();
    const parsed = rows.map(({ number, input }) => {
      const value: unknown = JSON.parse(input);
      return { number, value, parsed: LinkInput.safeParse(value, { error: wordIssue }) };
    });
    const inputs = parsed.flatMap(({ parsed: { data } }) => (data === undefined ? [] : [data]));
    const check = await linkChecker(inputs, { env: this.env, merchantId, merchant, nowMs });
    const results = new Map<number, Omit<ImportedRow, "row">>();
    const drawn: { readonly number: number; readonly link: NewLink }[] = [];
    const named: { readonly number: number; readonly link: NewLink; readonly slug: Slug }[] = [];
    for (const { number, value, parsed: row } of parsed) {
      const refuse = (errors: readonly LinkError[]) => results.set(number, { errors: nameColumns(errors, columnOf) });
      if (!row.success) {
        refuse(describeFields(row.error, value));
        continue;
      }
      const one = check(row.data);
      if (one.kind === "refused") refuse(one.errors);
      else {
        const link = { ...one.link, batch: { id: `i:${id}`, index: number } };
        if (one.slug === undefined) drawn.push({ number, link });
        else named.push({ number, link, slug: one.slug });
      }
    }
    const links = linkStore(this.env);
    const machineNowMs = clock.machineNowMs();
    for (const { number, link, slug } of named) {
      const made = await links.mintNamed(link, slug, machineNowMs);
      const errors = nameColumns([{ path: "slug", message: "is taken" }], columnOf);
      results.set(number, made === undefined ? { errors } : { slug: made.slug, domain: made.domain });
    }
    const minted = await links.mint(
      drawn.map(({ link }) => link),
      machineNowMs,
    );
    for (const [i, { number }] of drawn.entries()) {
      const made = minted[i];
      if (made !== undefined) results.set(number, { slug: made.slug, domain: made.domain });
    }
    for (const [number, result] of results) {
      this.ctx.storage.sql.exec("UPDATE import_row SET result = ? WHERE number = ?", JSON.stringify(result), number);
    }
    return true;
  }

  #import(): Import | undefined {
    return this.ctx.storage.kv.get<Import>("import");
  }

  #results(condition: string, after: number, most: number): readonly ImportedRow[] {
    return this.ctx.storage.sql
      .exec<{ number: number; result: string }>(
        `SELECT number, result FROM import_row WHERE ${condition} AND number > ? ORDER BY number LIMIT ?`,
        after,
        most,
      )
      .toArray()
      .map(({ number, result }) => ({ ...(JSON.parse(result) as Omit<ImportedRow, "row">), row: number })); // by #makeLinks
  }
}

/** Says which column of the file is meant, in the file's own words. */
function nameColumns(errors: readonly LinkError[], columnOf: Readonly<Record<string, string>>): readonly LinkError[] {
  return errors.map(({ path, message }) => {
    const column = columnOf[path] ?? columnOf[path.split(".")[0] ?? ""];
    return { path: column ?? path, message };
  });
}
