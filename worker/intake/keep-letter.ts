import { nanoid } from "nanoid";
import type { Delivery } from "../stores/store-adapter.ts";
import { insertLetter } from "../tables/dead-letters.ts";
import { compress } from "./compress.ts";

/** The headers that the adapters read: no others are kept. */
const KEPT_HEADERS =
  /^(?:x-shopify-(?:topic|event-id|webhook-id|shop-domain|test|triggered-at|api-version)|x-wc-webhook-(?:topic|source|id|delivery-id)|webhook-id|webhook-timestamp)$/;

/** What is authentic and cannot be understood is kept for replay. */
export async function keepLetter(
  env: Pick<Env, "DB">,
  merchantId: string,
  letter: {
    readonly source: string;
    readonly delivery: Extract<Delivery, { readonly kind: "dead_letter" }>;
    readonly headers: Headers;
    readonly rawBody: Uint8Array<ArrayBuffer>;
    readonly receivedAtMs: number;
  },
): Promise<void> {
  const { source, delivery, headers, rawBody, receivedAtMs } = letter;
  await insertLetter(env.DB, {
    id: `dl_${nanoid()}`,
    merchantId,
    source,
    deliveryId: delivery.deliveryId,
    topic: delivery.topic,
    receivedAtMs,
    headers: Object.fromEntries([...headers].filter(([name]) => KEPT_HEADERS.test(name))),
    raw: await compress(rawBody),
    problem: delivery.problem,
  });
}
