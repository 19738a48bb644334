import type { Policy } from "../../shared/contract/policy.ts";

const daySeconds = 86_400;

/** What a merchant starts with: open Mon–Sat 10:00–20:00 and Sun 12:00–20:00 (R6), caps as in R12. */
export const shippedPolicy = {
  quietHours: { from: "20:00", to: "10:00", byDay: { SU: { from: "20:00", to: "12:00" } } },
  caps: [
    { classes: ["promotional"], max: 1, windowSeconds: daySeconds, onCap: "defer" },
    { classes: ["relationship", "promotional"], max: 2, windowSeconds: 14 * daySeconds, onCap: "defer" },
  ],
  stateLaw: true,
  pace: null,
  footer: { optOutLine: true, firstTextLine: true },
  requireTransactionalConsent: false,
  capDoubling: true,
  brakes: true,
  backToService: true,
  budget: null,
} as const satisfies Policy;

/** For the bench alone: nothing holds or changes a text until it is set. */
export const openPolicy = {
  quietHours: null,
  caps: [],
  stateLaw: false,
  pace: null,
  footer: { optOutLine: false, firstTextLine: false },
  requireTransactionalConsent: false,
  capDoubling: false,
  brakes: false,
  backToService: false,
  budget: null,
} as const satisfies Policy;
