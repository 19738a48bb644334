import { nanoid } from "nanoid";
import type { ClickClass } from "../domain/click-class.ts";
import type { Link } from "../domain/link.ts";
import type { ClosedReason } from "../domain/link-state.ts";
import { type Click, recipientKey } from "../tables/clicks.ts";
import { type Visitor, visitorDayKey } from "./visitor.ts";

/** What became of a hit. */
export type Outcome = "target" | "refused-target" | "stopped" | ClosedReason;

export interface Hit {
  /** Where one was needed before (`newClickId`). */
  readonly id?: string | undefined;
  readonly request: Request;
  readonly link: Link;
  readonly visitor: Visitor;
  readonly clickClass: ClickClass;
  readonly outcome: Outcome;
}

/** A hit as it is kept, also one that led nowhere. */
export function describeHit(
  hit: Hit,
  { hashKey, nowMs, machineNowMs }: { readonly hashKey: string; readonly nowMs: number; readonly machineNowMs: number },
): Click {
  const { request, link, visitor } = hit;
  const { kind, reason } = nameHit(hit);
  const dayKey = () => visitorDayKey(request, { hashKey, nowMs });
  return {
    id: hit.id ?? newClickId(machineNowMs),
    domain: link.domain,
    slug: link.slug,
    merchantId: link.merchantId,
    messageId: link.messageId,
    run: link.run,
    step: link.step,
    atMs: nowMs,
    machineAtMs: machineNowMs,
    class: kind,
    reason,
    uniqueKey: kind === "person" ? (isShared(link) ? dayKey() : recipientKey) : undefined,
    device: visitor.device,
    os: visitor.os,
    browser: visitor.browser,
    country: visitor.country,
    region: visitor.region,
    referrer: visitor.referrer,
    language: visitor.language,
    addressHash: visitor.addressHash,
  };
}

let minted: { readonly isolate: string; count: number } | undefined;

/** In order of time; unlike any other isolate's by chance, unlike this one's by count: drawing each would cost microseconds. */
export function newClickId(machineNowMs: number): string {
  minted ??= { isolate: nanoid(12), count: 0 }; // nothing can be drawn before the first request
  minted.count += 1;
  return machineNowMs.toString(36).padStart(9, "0") + minted.isolate + minted.count.toString(36);
}

function nameHit({ clickClass, outcome }: Hit): { readonly kind: string; readonly reason: string | undefined } {
  if (clickClass.kind === "machine") return { kind: clickClass.class, reason: clickClass.reason };
  switch (outcome) {
    case "target":
      return { kind: "person", reason: undefined };
    case "stopped":
      return { kind: outcome, reason: "the merchant had stopped all links" };
    case "disabled":
      return { kind: outcome, reason: "the link was switched off" };
    case "not-started":
      return { kind: outcome, reason: "the link had not started" };
    case "expired":
      return { kind: outcome, reason: "the link had expired" };
    case "used-up":
      return { kind: outcome, reason: "the link's clicks were used up" };
    case "refused-target":
      return { kind: outcome, reason: "the link's target is no longer allowed" };
  }
}

function isShared(link: Link): boolean {
  return link.messageId === undefined && link.customerId === undefined;
}
