import { customAlphabet } from "nanoid";
import { type OfferCode, putOfferCode } from "../tables/offer-codes.ts";

export type NewCode = Omit<OfferCode, "code">;

/** Where single-use codes come from: our own list, or later a store that takes no others. */
export interface CodeSource {
  /** The code of this text, the same one whenever it is asked for; undefined = there is none now, and the text waits. */
  take(code: NewCode): Promise<string | undefined>;
}

// Without 0, O, 1, I, L: people type them.
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH = 8;
const MOST_DRAWS = 4;

/** Codes that the shop is told of by the order that uses them. */
export function ownCodes(db: D1Database): CodeSource {
  return {
    take: async (code) => {
      const draw = customAlphabet(ALPHABET, LENGTH);
      for (let drawn = 0; drawn < MOST_DRAWS; drawn += 1) {
        const taken = await putOfferCode(db, { ...code, code: draw() });
        if (taken !== undefined) return taken;
      }
      return undefined;
    },
  };
}
