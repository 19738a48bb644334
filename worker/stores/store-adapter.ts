import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import type { EventSource, Notice, StoreEvent } from "../domain/store-event.ts";

/** What a store's webhooks need: is this delivery the store's, and what does it tell? */
export interface StoreAdapter {
  readonly kind: StoreKind;
  verify(request: SignedRequest): Promise<boolean>;
  /** Pure, and never throws for an authentic body: the same delivery reads the same when it is replayed. */
  read(input: DeliveryInput): Delivery;
  /** The unsigned request by which a store tries an address out. It is answered and leaves nothing. */
  isPing?(rawBody: string): boolean;
}

export type StoreKind = Exclude<EventSource, "api">;

export interface HeaderReader {
  get(name: string): string | null;
}

export interface SignedRequest {
  readonly rawBody: Uint8Array<ArrayBuffer>;
  readonly headers: HeaderReader;
  /** More than one while a secret is being replaced. */
  readonly secrets: readonly string[];
  /** Machine time: a signed timestamp has nothing to do with the business clock. */
  readonly nowMs: number;
}

export interface DeliveryInput extends ReadingContext {
  /** The body as it came: 64-bit ids survive only here. */
  readonly rawBody: string;
  readonly headers: HeaderReader;
}

/** What a body is read by, besides itself. */
export interface ReadingContext {
  /** Business time; stands in where a body tells no instant. */
  readonly receivedAtMs: number;
  /** ISO 3166-1 alpha-2, for phone numbers written without a country. */
  readonly shopCountry: string;
  /** ISO 4217, for amounts written without a currency. */
  readonly shopCurrency: string;
}

export type Delivery = {
  /** The same for every attempt at one delivery, and unique for the merchant and store. */
  readonly deliveryId: string;
  readonly topic: string;
} & (
  | Reading<StoreEvent>
  | { readonly kind: "notice"; readonly notice: Notice }
  | { readonly kind: "privacy"; readonly request: PrivacyRequest }
  /** The merchant has disconnected the store. */
  | { readonly kind: "uninstalled"; readonly atMs: number }
);

/** What the law lets people and shops ask of us, by their store. */
export type PrivacyRequest =
  | {
      readonly kind: "erase_customer";
      readonly customerId: string | undefined;
      readonly phone: PhoneNumber | undefined;
      readonly orderIds: readonly string[];
    }
  /** All that the store told. */
  | { readonly kind: "erase_store" }
  | { readonly kind: "export_customer"; readonly customerId: string };

/** `ignored` is understood and of no use to flows; a `dead_letter` is kept for replay. `problem` holds no personal data. */
export type Reading<Event> =
  | { readonly kind: "events"; readonly events: readonly Event[] }
  | { readonly kind: "ignored"; readonly why: string }
  | { readonly kind: "dead_letter"; readonly problem: string };
