import { LinkShard, type ShardCost } from "../objects/link-shard.ts";

/** The bench empties all state, and a shard's name stays the same afterwards; it prices links by what they took. */
export class LocalLinkShard extends LinkShard {
  #requests = 0;

  override mint(...asked: Parameters<LinkShard["mint"]>): ReturnType<LinkShard["mint"]> {
    this.#requests += 1;
    return super.mint(...asked);
  }

  override markAccepted(...asked: Parameters<LinkShard["markAccepted"]>): ReturnType<LinkShard["markAccepted"]> {
    this.#requests += 1;
    return super.markAccepted(...asked);
  }

  /** Of minting and acceptance; other requests are a tap's or an edit's. */
  localCost(): ShardCost & { readonly requests: number } {
    return { requests: this.#requests, ...this.cost() };
  }

  async empty(): Promise<void> {
    await this.copyNow(); // a copy under way would tell an emptied database of links that are gone
    this.ctx.storage.sql.exec("DELETE FROM link");
    this.ctx.storage.sql.exec("DELETE FROM link_change");
    this.ctx.storage.sql.exec("DELETE FROM link_claim");
    this.ctx.storage.kv.delete("isAllOwned");
  }
}
