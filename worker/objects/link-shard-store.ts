import type { Link } from "../domain/link.ts";
import type { LinkChange } from "../domain/link-edit.ts";
import type { Slug } from "../domain/slug.ts";
import type { CountedSql } from "./counted-sql.ts";

export interface MintedLink {
  readonly link: Link;
  /** What asked for it, once per merchant: the same again gets the same link. */
  readonly mintKey: string | undefined;
}

/** As D1 is told of it: of two copies the later revision holds. */
export interface CopiedLink extends Link {
  readonly revision: number;
}

/** What goes over when a shard is split. */
export interface MovedLink extends MintedLink {
  readonly history: readonly LinkChange[];
  readonly revision: number;
}

export interface LinkKey {
  readonly domain: string;
  readonly slug: string;
}

type Row = {
  domain: string;
  slug: string;
  mint_key: string | null;
  body: string;
  used_clicks: number;
  accepted_machine_ms: number | null;
  revision: number;
  moved_to: string | null;
};

/** All SQL of a link shard. Synchronous: what happens between two awaits is one transaction. */
export class LinkShardStore {
  readonly #sql: CountedSql;

  constructor(sql: CountedSql) {
    this.#sql = sql;
    for (const statement of tables) sql.exec(statement);
  }

  /** `movedTo` names the shard that has it by now. */
  find(key: LinkKey): (MintedLink & { readonly movedTo: string | undefined }) | undefined {
    const row = this.#row(key);
    if (row === undefined) return undefined;
    return { link: linkOf(row), mintKey: row.mint_key ?? undefined, movedTo: row.moved_to ?? undefined };
  }

  findMinted(merchantId: string, mintKey: string): Link | undefined {
    const query = "SELECT * FROM link WHERE merchant_id = ? AND mint_key = ?";
    const row = this.#sql.exec<Row>(query, merchantId, mintKey)[0];
    return row === undefined ? undefined : linkOf(row);
  }

  /** False where the slug is taken, or the merchant has a link of that mint key. */
  insert({ link, mintKey }: MintedLink, revision = 1): boolean {
    const { usedClicks, acceptedMachineMs, ...body } = link;
    return this.#changes(
      `INSERT INTO link (domain, slug, merchant_id, message_id, mint_key, body, used_clicks, accepted_machine_ms, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      link.domain,
      link.slug,
      link.merchantId,
      link.messageId ?? null,
      mintKey ?? null,
      JSON.stringify(body),
      usedClicks,
      acceptedMachineMs ?? null,
      revision,
    );
  }

  /** Takes one of a limited link's clicks; false = none was left. One statement, so that no two people get the last one. */
  takeClick({ domain, slug }: LinkKey): boolean {
    return this.#changes(
      `UPDATE link SET used_clicks = used_clicks + 1, revision = revision + 1, is_uncopied = 1
       WHERE domain = ? AND slug = ? AND (body ->> 'maxClicks' IS NULL OR used_clicks < body ->> 'maxClicks')`,
      domain,
      slug,
    );
  }

  returnClick({ domain, slug }: LinkKey): void {
    this.#sql.exec(
      `UPDATE link SET used_clicks = used_clicks - 1, revision = revision + 1, is_uncopied = 1
       WHERE domain = ? AND slug = ?`,
      domain,
      slug,
    );
  }

  markAccepted(merchantId: string, messageId: string, machineMs: number): boolean {
    return this.#changes(
      `UPDATE link SET accepted_machine_ms = ?, revision = revision + 1, is_uncopied = 1
       WHERE merchant_id = ? AND message_id = ? AND accepted_machine_ms IS NULL`,
      machineMs,
      merchantId,
      messageId,
    );
  }

  change(link: Link, change: LinkChange): void {
    const { usedClicks, acceptedMachineMs, ...body } = link;
    this.#sql.exec(
      "UPDATE link SET body = ?, revision = revision + 1, is_uncopied = 1 WHERE domain = ? AND slug = ?",
      JSON.stringify(body),
      link.domain,
      link.slug,
    );
    this.addHistory(link, change);
  }

  addHistory({ domain, slug }: LinkKey, change: LinkChange): void {
    this.#sql.exec(
      "INSERT INTO link_change (domain, slug, body) VALUES (?, ?, ?)",
      domain,
      slug,
      JSON.stringify(change),
    );
  }

  /** In order of time. */
  history({ domain, slug }: LinkKey): readonly LinkChange[] {
    return this.#sql
      .exec<{ body: string }>(
        "SELECT body FROM link_change WHERE domain = ? AND slug = ? ORDER BY number",
        domain,
        slug,
      )
      .map(({ body }) => JSON.parse(body) as LinkChange); // written by addHistory alone
  }

  /** From now on another shard's. Asked again it gives the same again: whoever asked may not have got it. */
  release(key: LinkKey, to: string): MovedLink | undefined {
    const row = this.#row(key);
    if (row === undefined || (row.moved_to !== null && row.moved_to !== to)) return undefined;
    this.#sql.exec(
      "UPDATE link SET moved_to = ?, is_uncopied = 0 WHERE domain = ? AND slug = ?",
      to,
      key.domain,
      key.slug,
    );
    return {
      link: linkOf(row),
      mintKey: row.mint_key ?? undefined,
      history: this.history(key),
      revision: row.revision + 1,
    };
  }

  adopt(moved: MovedLink): void {
    if (!this.insert(moved, moved.revision)) return;
    for (const change of moved.history) this.addHistory(moved.link, change);
  }

  /** Slugs of a message's links. */
  keysOfMessage(merchantId: string, messageId: string): readonly LinkKey[] {
    const query = "SELECT domain, slug FROM link WHERE merchant_id = ? AND message_id = ?";
    return this.#sql.exec<{ domain: string; slug: string }>(query, merchantId, messageId);
  }

  uncopied(most: number): readonly CopiedLink[] {
    return this.#sql
      .exec<Row>("SELECT * FROM link WHERE is_uncopied = 1 LIMIT ?", most)
      .map((row) => ({ ...linkOf(row), revision: row.revision }));
  }

  /** What has changed meanwhile stays to be copied. */
  markCopied(links: readonly CopiedLink[]): void {
    for (const { domain, slug, revision } of links) {
      this.#sql.exec(
        "UPDATE link SET is_uncopied = 0 WHERE domain = ? AND slug = ? AND revision = ?",
        domain,
        slug,
        revision,
      );
    }
  }

  hasUncopied(): boolean {
    return this.#sql.exec("SELECT 1 FROM link WHERE is_uncopied = 1 LIMIT 1").length > 0;
  }

  #row({ domain, slug }: LinkKey): Row | undefined {
    return this.#sql.exec<Row>("SELECT * FROM link WHERE domain = ? AND slug = ?", domain, slug)[0];
  }

  #changes(query: string, ...bindings: SqlStorageValue[]): boolean {
    return this.#sql.exec(`${query} RETURNING 1`, ...bindings).length > 0;
  }
}

function linkOf({ domain, slug, body, used_clicks, accepted_machine_ms }: Row): Link {
  const terms = JSON.parse(body) as Omit<Link, "usedClicks" | "acceptedMachineMs">; // written by insert and change alone
  return {
    ...terms,
    domain,
    slug: slug as Slug, // the key is what `body` was stored under
    usedClicks: used_clicks,
    acceptedMachineMs: accepted_machine_ms ?? undefined,
  };
}

const tables = [
  `CREATE TABLE IF NOT EXISTS link (
     domain              TEXT NOT NULL,
     slug                TEXT NOT NULL,
     merchant_id         TEXT NOT NULL,
     message_id          TEXT,
     mint_key            TEXT,
     body                TEXT NOT NULL,
     used_clicks         INTEGER NOT NULL DEFAULT 0,
     accepted_machine_ms INTEGER,
     revision            INTEGER NOT NULL,
     is_uncopied         INTEGER NOT NULL DEFAULT 1,
     moved_to            TEXT,
     PRIMARY KEY (domain, slug)
   ) WITHOUT ROWID`,
  "CREATE UNIQUE INDEX IF NOT EXISTS link_mint ON link (merchant_id, mint_key) WHERE mint_key IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS link_message ON link (merchant_id, message_id) WHERE message_id IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS link_uncopied ON link (domain, slug) WHERE is_uncopied = 1",
  `CREATE TABLE IF NOT EXISTS link_change (
     number INTEGER PRIMARY KEY,
     domain TEXT NOT NULL,
     slug   TEXT NOT NULL,
     body   TEXT NOT NULL
   )`,
  "CREATE INDEX IF NOT EXISTS link_change_link ON link_change (domain, slug, number)",
];
