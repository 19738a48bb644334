import type { Flow } from "../../shared/contract/flows.ts";

export const winBack = {
  key: "win-back",
  name: "Win-back",
  trigger: { event: "order.placed" },
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "order.cancelled" }],
  rank: 0,
  stage: "replenishment",
  steps: [
    {
      send: {
        template: "win_back_soft",
        body: "Hi {{ customer.firstName | default: 'there' }}, it's been a while! See what's new at {{ shop.name }}{% if shop.url %}: {{ link }}{% endif %}",
      },
      link: { url: "{{ shop.url }}" },
      class: "promotional",
      after: "P30D",
      at: { localTime: "11:00" },
      quiet: "defer",
      expires: "P14D",
    },
    {
      send: {
        template: "win_back_last",
        body: "{{ customer.firstName | default: 'Hi' }}, we miss you at {{ shop.name }}! Reply, tell us why{% if shop.url %}, or visit: {{ link }}{% else %}.{% endif %}",
      },
      link: { url: "{{ shop.url }}" },
      class: "promotional",
      after: "P90D",
      at: { localTime: "11:00" },
      quiet: "defer",
      expires: "P14D",
    },
  ],
} as const satisfies Flow;
