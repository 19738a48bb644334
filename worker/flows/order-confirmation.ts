import type { Flow } from "../../shared/contract/flows.ts";

export const orderConfirmation = {
  key: "order-confirmation",
  name: "Order confirmation",
  trigger: { event: "order.placed" },
  supersededBy: ["order.shipped", "fulfillment.shipped"],
  exitOn: [{ event: "order.cancelled" }],
  stage: "purchase",
  steps: [
    {
      send: {
        template: "order_confirmation",
        body: "{{ shop.name }}: Thanks{% if customer.firstName %}, {{ customer.firstName }}{% endif %}! Order {{ order.name | default: order.id }} is confirmed. {% if order.statusUrl %}Details: {{ link }}{% else %}We'll text you when it ships.{% endif %}",
      },
      link: { url: "{{ order.statusUrl }}" },
      class: "transactional",
      quiet: "ignore",
      expires: "PT2H",
    },
  ],
} as const satisfies Flow;
