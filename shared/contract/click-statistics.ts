import * as z from "zod";
import { Instant, Key } from "./primitives.ts";

const range = {
  from: Instant.optional(),
  to: Instant.optional(),
};

/** Query of `GET /v1/links/{slug}/stats`; the last 30 days where nothing is said. */
export const LinkStatsQuery = z.strictObject({ ...range, by: z.enum(["day", "hour"]).default("day") });
export type LinkStatsQuery = z.infer<typeof LinkStatsQuery>;

/** Query of `GET /v1/clicks`. */
export const ClickStatsQuery = z.strictObject({ ...range, flow: Key.optional() });
export type ClickStatsQuery = z.infer<typeof ClickStatsQuery>;

const counts = { people: z.number(), uniquePeople: z.number(), all: z.number() };
const shares = z.array(z.object({ value: z.string(), people: z.number() }));

const Shown = z.object({
  /** Start and end of what is counted: whole UTC days, the end not among them. */
  from: z.string(),
  to: z.string(),
  ...counts,
  /** Where people's clicks came from, the commonest first; what did not say is in none. */
  breakdown: z.object({
    country: shares,
    region: shares,
    device: shares,
    os: shares,
    browser: shares,
    referrer: shares,
    language: shares,
  }),
  /** Why the others are not people's, the commonest first. */
  reasons: z.array(z.object({ class: z.string(), reason: z.string(), count: z.number() })),
});

const series = z.array(z.object({ at: z.string(), ...counts }));

export const LinkStatsView = Shown.extend({ by: z.enum(["day", "hour"]), series });
export type LinkStatsView = z.infer<typeof LinkStatsView>;

export const ClickStatsView = Shown.extend({
  series,
  /** By step of each flow; flow "" = links that no text carried, "message" = single texts. */
  steps: z.array(z.object({ flow: z.string(), step: z.string(), ...counts })),
});
export type ClickStatsView = z.infer<typeof ClickStatsView>;
