import * as z from "zod";
import { mostShardDigits } from "../domain/link-place.ts";

/** How many leading digits name a shard, and how many did before, newest first. */
export interface ShardDigits {
  readonly own: number;
  readonly earlier: readonly number[];
}

/**
 * `LINK_SHARD_DIGITS`: "1" = 31 shards of each kind, "2,1" = 961 that take over from those 31 what they are asked for. Only ever
 * grows at the front; a number behind it is left out once every link of that time has ended.
 */
const Digits = z
  .string()
  .regex(/^[0-2](?:,[0-2])*$/)
  .transform((text) => text.split(",").map(Number))
  .refine((counts) => counts.every((count, i) => i === 0 || count < (counts[i - 1] ?? mostShardDigits)))
  .transform(([own = 0, ...earlier]): ShardDigits => ({ own, earlier }));

let known: { readonly text: string; readonly digits: ShardDigits } | undefined;

export function readShardDigits({ LINK_SHARD_DIGITS: text }: Pick<Env, "LINK_SHARD_DIGITS">): ShardDigits {
  if (known?.text !== text) known = { text, digits: Digits.parse(text) };
  return known.digits;
}
