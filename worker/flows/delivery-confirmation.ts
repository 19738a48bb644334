import type { Flow } from "../../shared/contract/flows.ts";

export const deliveryConfirmation = {
  key: "delivery-confirmation",
  name: "Delivery confirmation",
  trigger: { event: "order.delivered" },
  stage: "delivery",
  steps: [
    {
      send: {
        template: "delivery_confirmation",
        body: "{{ shop.name }}: Order {{ order.name | default: order.id }} has been delivered. Anything not right? Just reply to this text.",
      },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
