import type { WooWebhook } from "../stores/woocommerce-orders.ts";

export type WebhookVerdict =
  | { readonly kind: "trouble"; readonly detail: string }
  | { readonly kind: "fine" }
  /** Nothing that would open or end a notice. */
  | { readonly kind: "unknown" };

/**
 * Whether a store's webhooks bring its orders. A store that may be asked says itself which ones it has switched off; else it is
 * concluded from what was found by asking and what was told.
 */
export function judgeWebhooks(
  { shop, webhookUrl }: { readonly shop: string; readonly webhookUrl: string },
  webhooks: readonly WooWebhook[] | undefined,
  { missed, isTold }: { readonly missed: number; readonly isTold: boolean },
): WebhookVerdict {
  const own = webhooks?.filter((one) => one.topic?.startsWith("order.") && one.delivery_url === webhookUrl);
  const off = own?.filter(({ status }) => status !== "active") ?? [];
  if (off.length > 0) {
    const names = off.map(({ name, topic, status }) => `"${name ?? topic}" (${status ?? "off"})`).join(", ");
    return { kind: "trouble", detail: `${shop} sends nothing by ${names}: set it to Active under ${WHERE}. ${UNTIL}` };
  }
  if (missed > 0)
    return { kind: "trouble", detail: `${describeMissed(shop, missed)} ${advise(own, webhookUrl)} ${UNTIL}` };
  return isTold || (own !== undefined && own.length > 0) ? { kind: "fine" } : { kind: "unknown" };
}

const WHERE = "WooCommerce, Settings, Advanced, Webhooks";
const UNTIL = "Until then orders are found by asking the store every 15 minutes, and their texts go late.";

function describeMissed(shop: string, missed: number): string {
  return missed === 1
    ? `An order of ${shop} was found by asking that no webhook told of.`
    : `${missed} orders of ${shop} were found by asking that no webhook told of.`;
}

function advise(own: readonly WooWebhook[] | undefined, webhookUrl: string): string {
  if (own === undefined)
    return `Look under ${WHERE} whether one was switched off: WooCommerce does so after five failures.`;
  if (own.length === 0) return `None of its webhooks leads to ${webhookUrl}: add them under ${WHERE}.`;
  return "They are active: look whether the site's WP-Cron runs, which sends them, and whether a firewall stops them.";
}
