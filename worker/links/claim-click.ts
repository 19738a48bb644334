import type { ClickClass } from "../domain/click-class.ts";
import type { Link } from "../domain/link.ts";
import { logError } from "../log.ts";
import type { LinkStore } from "./link-store.ts";
import { within } from "./within.ts";

/** Longer than the owner looks for clicks that were lost: else a limit would be passed where D1 is slow. */
const longestClaimMs = 2_000;

export type ClickClaims = Pick<LinkStore, "claimClick" | "keepClaim" | "find">;

/** A person's hit takes one of a limited link's clicks; a program's never does, and is led where a person would be. */
export async function hasClickLeft(
  { link, clickClass }: { readonly link: Link; readonly clickClass: ClickClass },
  id: string,
  links: ClickClaims,
): Promise<boolean> {
  try {
    if (clickClass.kind === "person") return await within(longestClaimMs, links.claimClick(link, id));
    const { maxClicks, usedClicks } = (await within(longestClaimMs, links.find(link.domain, link.slug))) ?? link;
    return maxClicks === undefined || usedClicks < maxClicks;
  } catch (cause) {
    logError("unclaimed_click", { merchantId: link.merchantId }, cause);
    return true; // a store that is down must not keep the person from the page
  }
}

/** Untold, the owner of the link finds out by itself. */
export async function keepClaim(link: Link, id: string, links: ClickClaims): Promise<void> {
  await links.keepClaim(link, id).catch((cause: unknown) => {
    logError("unkept_claim", { merchantId: link.merchantId }, cause);
  });
}
