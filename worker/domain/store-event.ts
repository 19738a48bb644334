import type { EventType } from "../../shared/contract/events.ts";
import type { Attributes, PhoneNumber } from "../../shared/contract/primitives.ts";

export type EventSource = "shopify" | "woocommerce" | "bigcommerce" | "custom" | "api";

/** Facts about a person as one event gives them: absent = unchanged, null = removed. */
export interface CustomerFacts {
  readonly phone?: PhoneNumber | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly priorOrders?: number | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly region?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly postalCode?: string | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
  readonly consent?: ConsentFacts | null | undefined;
  readonly attributes?: Attributes | null | undefined;
}

/** One entry of the append-only consent record; null = the permission was removed, as if never asked. */
export interface ConsentFacts {
  readonly transactional?: boolean | null | undefined;
  readonly promotional?: boolean | null | undefined;
  readonly source: string;
  readonly wording?: string | undefined;
  readonly atMs: number;
}

export interface OrderItem {
  /** Of the store's line; what refunds and parcels refer to. The SKU where the store has no line ids. */
  readonly lineId: string;
  readonly sku: string;
  readonly name?: string | undefined;
  readonly quantity: number;
  readonly unitAmountMinor?: number | undefined;
  /** False for what no parcel brings: a download, a gift card. */
  readonly requiresShipping?: boolean | undefined;
  readonly url?: string | undefined;
  readonly imageUrl?: string | undefined;
  /** What the store's cart address calls these goods: the variant at Shopify, the product elsewhere. */
  readonly cartId?: string | undefined;
}

export interface OrderFacts {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly totalMinor?: number | undefined;
  readonly currency?: string | undefined;
  readonly placedAtMs?: number | undefined;
  readonly itemCount?: number | undefined;
  readonly eta?: string | undefined;
  readonly statusUrl?: string | undefined;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly trackingUrl?: string | undefined;
  readonly shippingMethod?: string | undefined;
  /** Goes to somebody else: no text names what is in it. */
  readonly isGift?: boolean | undefined;
  readonly attributes?: Attributes | undefined;
}

export interface ParcelFacts {
  readonly id: string;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly trackingUrl?: string | undefined;
  readonly shippedAtMs?: number | undefined;
  /** As the store wrote it: an ISO date or instant. */
  readonly eta?: string | undefined;
  readonly window?: string | undefined;
  readonly index?: number | undefined;
  readonly count?: number | undefined;
}

/** What every store's adapter turns its webhooks into, and all that flows know of a store. */
export interface StoreEvent {
  /** Unique for the merchant: `<source>:<the sender's event id>`; the same id again changes nothing. */
  readonly id: string;
  readonly source: EventSource;
  readonly type: EventType;
  /** When it happened, never when it was received (R4, R10). */
  readonly occurredAtMs: number;
  /** False for imports: they change state and statistics, and start no run (R16). */
  readonly live: boolean;
  /** Of a test order, which texts nobody. */
  readonly test: boolean;
  readonly customerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly customer?: CustomerFacts | undefined;
  readonly order?: OrderFacts | undefined;
  readonly items?: readonly OrderItem[] | undefined;
  readonly parcel?: ParcelFacts | undefined;
  readonly eta?: string | undefined;
  readonly reason?: string | undefined;
  /** Of a refund, as its store names it: told again, by another webhook or a fetch, it takes nothing more away. */
  readonly refundId?: string | undefined;
  readonly attributes?: Attributes | undefined;
  /** The record's own `updated_at`: facts older than what is known change nothing (R10). */
  readonly factsAtMs?: number | undefined;
}

/** What a delivery tells that names a record and leaves the rest to be asked for at the store. */
export type Notice = RecordNotice | RefundNotice;

export interface RecordNotice {
  readonly kind: "order" | "customer";
  /** As the store writes it. */
  readonly id: string;
  /** When it happened, by the store's clock. */
  readonly atMs: number;
  /** The status that an order left, where the notice says so. */
  readonly statusBefore?: number | undefined;
  readonly isRefund?: boolean | undefined;
  /** False where the notice was replayed (R16). */
  readonly live: boolean;
}

/** A refund that was named with its amount alone. */
export interface RefundNotice {
  readonly kind: "refund";
  /** As the store writes them. */
  readonly orderId: string;
  readonly id: string;
  readonly live: boolean;
  /** What holds where the store cannot be asked. */
  readonly told: StoreEvent;
}
