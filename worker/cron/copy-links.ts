import { clock } from "../clock.ts";
import { listShardNames } from "../domain/link-place.ts";
import { readShardDigits } from "../links/shard-digits.ts";

/** More would be more connections than an invocation has, for shards that as a rule have nothing to tell. */
const SHARDS_PER_TICK = 8;

/** Makes up for a shard's lost alarm: in turn, a few a minute, each is asked for what D1 does not know yet. */
export async function copyLinksInTurn(env: Env): Promise<void> {
  const names = listShardNames(readShardDigits(env).own);
  const turns = Math.ceil(names.length / SHARDS_PER_TICK);
  const turn = Math.floor(clock.machineNowMs() / 60_000) % turns;
  const asked = names.slice(turn * SHARDS_PER_TICK, (turn + 1) * SHARDS_PER_TICK);
  await Promise.all(asked.map((name) => env.LINK_SHARD.getByName(name).copyNow()));
}
