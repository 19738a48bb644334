import type { Policy } from "../../shared/contract/policy.ts";
import type { StopScope } from "./gate.ts";
import type { Offers } from "./offer.ts";
import type { Segments } from "./segment.ts";

/**
 * `live` takes entries and sends; `paused` takes entries and holds every text (R9); `off` takes no entries, as the flows of the
 * library that are not on from day one.
 */
export type FlowStatus = "live" | "paused" | "off";

/** A flow that holds by itself, why, and since when (R17). */
export interface Brake {
  readonly flow: string;
  readonly kind: "opt_outs" | "failures" | "content" | "surge";
  readonly atMs: number;
}

/** Everything of a merchant that can change under a waiting run: one row, read at every wake. */
export interface MerchantRules {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly country: string;
  readonly currency: string;
  readonly siteUrl: string | undefined;
  readonly helpText: string | undefined;
  readonly shortDomain: string | undefined;
  readonly isBench: boolean;
  readonly policy: Policy;
  readonly stops: readonly StopScope[];
  /** When the merchant disconnected a store: what it had started by then is over. */
  readonly storesEndedAtMs?: Readonly<Record<string, number>>;
  readonly brakes: readonly Brake[];
  /** By key: the version that new runs enter, and the flow's place among equals (R12). */
  readonly flows: Readonly<
    Record<string, { readonly version: number; readonly status: FlowStatus; readonly order: number }>
  >;
  readonly segments: Segments;
  readonly offers: Offers;
  /** Another one after every change of a product; 0 = the merchant has none. */
  readonly productsRevision: number;
  /** Another one after every corrected wording of a flow. */
  readonly wordingRevision: number;
}
