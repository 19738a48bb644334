import type * as z from "zod";
import { formatMinor, parseMinor } from "../../shared/money.ts";
import type { OrderItem } from "../domain/store-event.ts";
import { parseInstantMs } from "./instant.ts";
import { skuOf } from "./shopify-item.ts";
import { findShopifyId, readShape, type TopicReader } from "./shopify-reading.ts";
import { Refund } from "./shopify-shapes.ts";

/** A refund names the lines that came back; one of an amount alone names none, and then nothing came back. */
export const readRefund: TopicReader = (body, context) =>
  readShape(Refund, body, (refund) => {
    if (refund.order_id === undefined) return { kind: "dead_letter", problem: "order_id: no order id" };
    const items: OrderItem[] = [];
    for (const line of refund.refund_line_items ?? []) {
      const lineId = findShopifyId({ ...line.line_item, id: line.line_item_id ?? line.line_item?.id });
      if (lineId === undefined) return { kind: "dead_letter", problem: "refund_line_items: a line without an id" };
      if (line.quantity > 0) items.push({ lineId, sku: skuOf(line.line_item, lineId), quantity: line.quantity });
    }
    return {
      kind: "events",
      events: [
        {
          type: "order.refunded",
          occurredAtMs:
            parseInstantMs(refund.processed_at) ?? parseInstantMs(refund.created_at) ?? context.triggeredAtMs,
          test: context.isTest,
          orderId: refund.order_id,
          items,
          refundId: findShopifyId(refund),
          attributes: refundedAmount(refund),
        },
      ],
    };
  });

/** What went back, where it went back in one currency. A refund may move no money, as of what was never paid. */
function refundedAmount({ transactions = [] }: z.infer<typeof Refund>): { readonly amount: string } | undefined {
  const paid = transactions.filter(({ kind, status }) => kind === "refund" && status === "success");
  const [first] = paid;
  const currency = first?.currency;
  if (currency === undefined || paid.some((one) => one.currency !== currency)) return undefined;
  const amounts = paid.map(({ amount }) => (amount === undefined ? undefined : parseMinor(amount, currency)));
  const sum = amounts.reduce((total, one) => (total === undefined || one === undefined ? undefined : total + one), 0);
  return sum === undefined ? undefined : { amount: formatMinor(sum, currency) };
}
