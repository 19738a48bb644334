import * as z from "zod";
import { EventInput } from "./events.ts";
import { Flow } from "./flows.ts";
import { Key } from "./primitives.ts";

/** A made-up event: what is left out is filled in and said so. */
const MadeUpEvent = EventInput.partial({ id: true, type: true, customer: true });

/** Body of `POST /v1/flows/dry-run` and `POST /v1/flows/{key}/dry-run`: nothing = the last 10 real orders. */
export const DryRunInput = z.strictObject({
  /** A made-up order. With an order placed alone, shipping and delivery are assumed unless `assume` is false. */
  event: MadeUpEvent.optional(),
  /** The same with all that happens to it. */
  events: z.array(MadeUpEvent).min(1).max(50).optional(),
  /** A real order of a store, by its id. */
  order: z.string().min(1).max(128).optional(),
  assume: z.boolean().optional(),
  /** How many of the last orders, where none is given. */
  last: z.int().min(1).max(10).optional(),
  /** A flow that is not published, in place of the one that is. */
  flow: Flow.partial({ key: true }).optional(),
  /** Flows that are off too. */
  includeOff: z.boolean().optional(),
});
export type DryRunInput = z.infer<typeof DryRunInput>;

const Place = z.object({ flow: z.string(), step: z.string(), at: z.string() });

const Cost = z.object({ amount: z.string(), currency: z.string() });

/** Neither where a text goes to a country that no price is known of. */
const totalCost = {
  cost: Cost.optional(),
  /** In place of `cost` where prices are in several currencies. */
  costs: z.array(Cost).optional(),
};

const DryRunText = z.object({
  flow: z.string(),
  version: z.int(),
  step: z.string(),
  template: z.string().optional(),
  class: z.string(),
  customer: z.string(),
  order: z.string().optional(),
  to: z.string(),
  outcome: z.enum(["sent", "suppressed", "waiting"]),
  at: z.string(),
  customerTime: z.string(),
  shopTime: z.string(),
  reason: z.string().optional(),
  rule: z.string().optional(),
  /** What would hold it back on the way. */
  holds: z.array(z.object({ rule: z.string(), untilAt: z.string().optional(), behind: z.array(Place) })),
  gaveWayTo: z.array(Place),
  body: z.string().optional(),
  segments: z.int().optional(),
  /** By the merchant's own price at home, else the gateway's list. */
  cost: Cost.optional(),
});

export const DryRunView = z.object({
  flows: z.array(z.string()),
  orders: z.int(),
  /** In the order of their instants. */
  texts: z.array(DryRunText),
  waits: z.array(
    z.object({
      flow: z.string(),
      step: z.string(),
      awaits: z.string(),
      timeout: z.string().optional(),
      cameTrue: z.boolean(),
      otherwise: z.array(z.string()),
    }),
  ),
  totals: z.object({ sent: z.int(), segments: z.int(), ...totalCost }),
  /** What was assumed, and what of the merchant's own holds it leaves out. */
  notes: z.array(z.string()),
});

/** Body of `POST /v1/flows/{key}/estimate`. */
export const EstimateInput = z.strictObject({ flow: Flow.partial({ key: true }).optional() });
export type EstimateInput = z.infer<typeof EstimateInput>;

export const EstimateView = z.object({
  flow: z.string(),
  days: z.int(),
  orders: z.int(),
  /** How many of them were gone through: fewer = the numbers are extrapolated. */
  sampled: z.int(),
  isExtrapolated: z.boolean(),
  texts: z.int(),
  segments: z.int(),
  ...totalCost,
  /** Texts that would not have gone, by reason. */
  suppressed: z.record(z.string(), z.int()),
  summary: z.string(),
});

/** Body of `POST /v1/flows/{key}/enrol`. */
export const EnrolInput = z.strictObject({
  segment: Key,
  /** Only say how many, when, and at what cost. */
  dryRun: z.boolean().optional(),
  /** `next` of the answer before, where one call did not get through. */
  after: z.string().max(200).optional(),
});
export type EnrolInput = z.infer<typeof EnrolInput>;

export const EnrolView = z.object({
  flow: z.string(),
  version: z.int(),
  segment: z.string(),
  dryRun: z.boolean(),
  /** Customers in the segment that this call looked at. */
  matching: z.int(),
  /** Of them: who enters, or would; who is or was in for that order already; who has no order that the flow starts with. */
  entering: z.int(),
  alreadyIn: z.int(),
  withoutOrder: z.int(),
  /** Whom the flow itself does not let in again. */
  refused: z.int(),
  /** What they would get, with what would hold each text back reckoned in. */
  texts: z.int(),
  segments: z.int(),
  ...totalCost,
  firstTextAt: z.object({ earliest: z.string(), latest: z.string() }).optional(),
  examples: z.array(
    z.object({ customer: z.string(), order: z.string().optional(), firstTextAt: z.string().optional() }),
  ),
  done: z.boolean(),
  next: z.string().optional(),
});
