import { LinkShard } from "../objects/link-shard.ts";

/** The bench empties all state, and a shard's name stays the same afterwards. */
export class LocalLinkShard extends LinkShard {
  async empty(): Promise<void> {
    await this.copyNow(); // a copy under way would tell an emptied database of links that are gone
    this.ctx.storage.sql.exec("DELETE FROM link");
    this.ctx.storage.sql.exec("DELETE FROM link_change");
    this.ctx.storage.sql.exec("DELETE FROM link_claim");
    this.ctx.storage.kv.delete("isAllOwned");
  }
}
