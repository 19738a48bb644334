import type { Attributes } from "../../shared/contract/primitives.ts";
import type { Utm } from "./link-decoration.ts";
import type { Slug } from "./slug.ts";

/** `disabled` can be undone; a deleted link's slug is never given to another. Both answer the page that says there is none. */
export type LinkState = "live" | "disabled" | "deleted";

/** What its merchant may change under the same slug. */
export interface LinkTerms {
  /** As `checkTarget` gave it; so are the others. */
  readonly targetUrl: string;
  readonly iosUrl?: string | undefined;
  readonly androidUrl?: string | undefined;
  readonly fallbackUrl?: string | undefined;
  readonly utm: Utm;
  readonly startsAtMs?: number | undefined;
  readonly expiresAtMs?: number | undefined;
  readonly maxClicks?: number | undefined;
  readonly tags: readonly string[];
  readonly attributes: Attributes;
  readonly state: LinkState;
}

export interface Link extends LinkTerms {
  /** '' = the Worker's own address (`linkDomain`). */
  readonly domain: string;
  readonly slug: Slug;
  readonly merchantId: string;
  /** Names the message in the target's address. */
  readonly token?: string | undefined;
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly run?: string | undefined;
  readonly step?: string | undefined;
  readonly messageId?: string | undefined;
  /** Which of the message's links it is. */
  readonly name?: string | undefined;
  readonly createdAtMs: number;
  /** Machine time: how soon a program follows a text is no matter of business time. */
  readonly mintedMachineMs: number;
  /** When the gateway took the message. */
  readonly acceptedMachineMs?: number | undefined;
  /** People's, kept where `maxClicks` is set. */
  readonly usedClicks: number;
}

/** A link that has no slug yet. */
export interface WantedLink extends Omit<Link, "slug" | "usedClicks" | "acceptedMachineMs"> {
  /** What asked for it, once per merchant: the same again gets the same link. */
  readonly mintKey: string | undefined;
  /** With which its slug is to begin, by `placeOfOrigin`: however often shards are split, both lead to the same one. */
  readonly digits: string;
}
