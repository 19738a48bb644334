import * as z from "zod";
import { failedAnswer, type RecordAnswer, unreadableRecord } from "./record-answer.ts";
import type { RecordRef } from "./record-id.ts";
import { readShopifyRecord } from "./shopify-record.ts";
import type { ReadingContext } from "./store-adapter.ts";
import { askStore } from "./store-http.ts";

/** A version is served for a year and then falls forward. Source: shopify.dev/docs/api/usage/versioning. */
const VERSION = "2026-07";

const RESOURCES = {
  order: ["orders", "order"],
  post: ["orders", "order"],
  draft_order: ["draft_orders", "draft_order"],
  customer: ["customers", "customer"],
} as const satisfies Record<RecordRef["kind"], readonly [path: string, key: string]>;

/** The REST resources, since they have the shape of the webhooks. `base` is the shop's own host. */
export async function fetchShopifyRecord(
  { base, accessToken }: { readonly base: string; readonly accessToken: string },
  { kind, id }: Pick<RecordRef, "kind" | "id">,
  context: ReadingContext,
  signal: AbortSignal,
): Promise<RecordAnswer> {
  const [path, key] = RESOURCES[kind];
  const url = `${base}/admin/api/${VERSION}/${path}/${id}.json`;
  const answer = await askStore({ url, headers: { "x-shopify-access-token": accessToken } }, signal);
  if (answer.kind !== "json") return failedAnswer(answer);
  const body = z.record(z.string(), z.unknown()).safeParse(answer.body).data?.[key];
  const events = readShopifyRecord(kind, body, context);
  return events === undefined ? unreadableRecord : { kind: "found", events };
}
