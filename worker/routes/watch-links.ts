import type { LinkInput, LinkPatch } from "../../shared/contract/links.ts";
import { watchTargets } from "../links/target-health.ts";
import { logError } from "../log.ts";
import type { ApiContext } from "./route.ts";

type Targets = Pick<LinkInput | LinkPatch, "url" | "fallbackUrl" | "ios" | "android">;

/** Looks whether links that were just made or changed lead anywhere, behind the answer: nobody waits for a stranger's server. */
export function watchLinks(links: readonly Targets[], { env, ctx, merchant, nowMs }: ApiContext): void {
  const urls = links
    .flatMap(({ url, fallbackUrl, ios, android }) => [url, fallbackUrl, ios, android])
    .filter((url) => typeof url === "string");
  const watched = watchTargets(env, { merchantId: merchant.id, urls: [...new Set(urls)], nowMs });
  // Not waited for: cron finds what is left undone, and what was never written down is not missed by a text.
  ctx.waitUntil(watched.catch((cause: unknown) => logError("watch_links", { merchantId: merchant.id }, cause)));
}
