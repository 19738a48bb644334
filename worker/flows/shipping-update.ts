import type { Flow } from "../../shared/contract/flows.ts";

export const shippingUpdate = {
  key: "shipping-update",
  name: "Shipping update",
  trigger: { event: "order.shipped" },
  exitOn: [{ event: "order.cancelled" }, { event: "order.delivered" }],
  stage: "waiting",
  steps: [
    {
      send: {
        template: "shipping_update",
        body: "{{ shop.name }}: Good news! Order {{ order.name | default: order.id }} is on its way{% if parcel.carrier %} with {{ parcel.carrier }}{% endif %}.{% if order.trackingUrl or order.statusUrl %} Track it: {{ link }}{% endif %}",
      },
      link: { url: "{{ parcel.trackingUrl | default: order.trackingUrl | default: order.statusUrl }}" },
      class: "transactional",
      quiet: "defer",
      expires: "PT24H",
    },
  ],
} as const satisfies Flow;
