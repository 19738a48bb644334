import type { Flow } from "../../shared/contract/flows.ts";
import { loyalty } from "./loyalty.ts";
import { reviewRequest } from "./review-request.ts";
import { shopUrl } from "./shop-link.ts";
import { thankYou } from "./thank-you.ts";
import { winBackLast, winBackOffer, winBackSoft, winBackTiming } from "./win-back.ts";

const [review] = reviewRequest.steps;
const [{ else: repeat }] = loyalty.steps;

/**
 * Thanks, then a review from a first order or a word for regulars, then two ways back: as one flow, for a merchant who wants one
 * thread rather than four flows. Turn those off that it stands for.
 */
export const threeStages = {
  key: "three-stages",
  name: "Three stages",
  trigger: { event: "order.placed" },
  requiresItems: true,
  exitOn: [{ event: "order.placed", match: "customer" }, { event: "order.cancelled" }],
  stage: "usage",
  steps: [
    ...thankYou.steps,
    {
      branch: [
        {
          if: { "customer.orderCount": { lte: 1 } },
          steps: [
            {
              waitFor: { event: "order.delivered", timeout: "P21D" },
              then: [{ ...review, from: "previous", unless: ["review.posted", "support.opened"] }],
            },
          ],
        },
      ],
      else: [...repeat],
    },
    { send: winBackSoft, link: { url: shopUrl }, after: "P30D", ...winBackTiming },
    { send: winBackLast, after: "P90D", ...winBackOffer, ...winBackTiming },
  ],
} as const satisfies Flow;
