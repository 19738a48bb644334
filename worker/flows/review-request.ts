import type { Flow } from "../../shared/contract/flows.ts";

export const reviewRequest = {
  key: "review-request",
  name: "Review request",
  trigger: { event: "order.delivered" },
  requiresItems: true,
  exitOn: [
    { event: "review.posted" },
    { event: "order.refunded", match: "order_all_items" },
    { event: "order.cancelled" },
    { event: "support.opened" },
  ],
  rank: 10,
  stage: "usage",
  steps: [
    {
      send: {
        template: "review_request",
        body: "Hi {{ customer.firstName | default: 'there' }}, how is your {{ item.shortName | default: 'order' }}? A short review helps others{% if item.reviewUrl or item.url or order.statusUrl or shop.url %}: {{ link }}{% else %}: just reply.{% endif %}",
      },
      link: { url: "{{ item.reviewUrl | default: item.url | default: order.statusUrl | default: shop.url }}" },
      class: "relationship",
      after: "P6D",
      quiet: "defer",
      expires: "P14D",
    },
  ],
} as const satisfies Flow;
