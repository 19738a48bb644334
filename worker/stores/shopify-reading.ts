import type * as z from "zod";
import type { StoreEvent } from "../domain/store-event.ts";
import { describeIssues } from "./describe-issues.ts";
import type { Reading } from "./store-adapter.ts";

/** An event as a topic tells it; the adapter adds what every event of a delivery shares. */
export type ShopifyEvent = Omit<StoreEvent, "id" | "source" | "live">;

export interface ShopifyContext {
  /** Header `X-Shopify-Test`. An order says for itself, too, that it is a test. */
  readonly isTest: boolean;
  /** Header `X-Shopify-Triggered-At`, else when we received it: for bodies that tell no instant. */
  readonly triggeredAtMs: number;
  readonly shopCountry: string;
  readonly shopCurrency: string;
}

export type TopicReader = (body: unknown, context: ShopifyContext) => Reading<ShopifyEvent>;

export function readShape<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  read: (shape: z.infer<Schema>) => Reading<ShopifyEvent>,
): Reading<ShopifyEvent> {
  const parsed = schema.safeParse(body);
  return parsed.success ? read(parsed.data) : { kind: "dead_letter", problem: describeIssues(parsed.error) };
}

interface Identified {
  readonly id?: string | undefined;
  readonly admin_graphql_api_id?: string | undefined;
}

/** `gid://shopify/Order/820982911946154508` → its digits: the one spelling that no JSON parser on the way can have rounded. */
export function findShopifyId(resource: Identified | undefined): string | undefined {
  return /^gid:\/\/shopify\/\w+\/(\d+)/.exec(resource?.admin_graphql_api_id ?? "")?.[1] ?? resource?.id;
}
