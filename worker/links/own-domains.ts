import { clock } from "../clock.ts";
import { listShortDomains } from "../tables/short-domains.ts";
import { ownDomains } from "./short-url.ts";

/** A target is checked again whenever its link is followed, so what was a stranger's a moment ago does no harm (machine time). */
const MAX_AGE_MS = 10_000;

let known: { readonly domains: readonly string[]; readonly readAtMs: number } | undefined;

/** All hosts that answer for short links, as a text on its way out sees them. */
export async function findOwnDomains(env: Pick<Env, "DB" | "BASE_URL">): Promise<readonly string[]> {
  const nowMs = clock.machineNowMs();
  if (known === undefined || nowMs - known.readAtMs >= MAX_AGE_MS) {
    known = { domains: ownDomains(await listShortDomains(env.DB), env.BASE_URL), readAtMs: nowMs };
  }
  return known.domains;
}
