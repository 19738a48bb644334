import { manySlugsWindowMs, mostSlugsOfPeople } from "./click-class.ts";
import { keepNewest } from "./keep-newest.ts";

/** More addresses than this are not followed at a time: those that were silent longest are forgotten. */
const mostAddresses = 5_000;

/**
 * How many different links an address has asked for of late, by machine time. Held in memory: one that forgets (a new isolate,
 * too many addresses) counts a scanner as a person for as long as people might ask for as many.
 */
export class SlugTrail {
  /** The addresses in the order in which they asked last; of each its links in that order, with when. */
  readonly #trails = new Map<string, Map<string, number>>();

  /** Takes down that this address asks for this link; answers how many different ones that makes within the window. */
  follow(address: string, link: string, nowMs: number): number {
    const trail = this.#trails.get(address) ?? new Map<string, number>();
    keepNewest(this.#trails, address, trail, mostAddresses);

    trail.delete(link);
    trail.set(link, nowMs);
    for (const [former, atMs] of trail) {
      // One too many is enough to know: more are not kept.
      if (atMs > nowMs - manySlugsWindowMs && trail.size <= mostSlugsOfPeople + 1) break;
      trail.delete(former);
    }
    return trail.size;
  }
}
