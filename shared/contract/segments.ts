import * as z from "zod";
import { Condition } from "./flows.ts";

/** Body of `PUT /v1/segments/{key}`: a condition under a name, over customer, order, product and behaviour. */
export const SegmentInput = z.strictObject({ name: z.string().min(1).max(100), where: Condition });
export type SegmentInput = z.infer<typeof SegmentInput>;
