import type { SegmentInput } from "../../shared/contract/segments.ts";
import { holds } from "./condition.ts";
import type { Scope } from "./scope.ts";

export type Segments = Readonly<Record<string, SegmentInput>>;

/** The scope with `customer.segments`: the keys of all segments that this person is in, found out when it is asked for. */
export function withSegments(scope: Scope, segments: Segments): Scope {
  const { customer } = scope;
  if (typeof customer !== "object" || customer === null || Object.keys(segments).length === 0) return scope;
  return {
    ...scope,
    customer: Object.defineProperty({ ...customer }, "segments", {
      enumerable: true,
      get: () =>
        Object.entries(segments)
          .filter(([, { where }]) => holds(where, scope)) // a segment names no other: `scope` has none
          .map(([key]) => key),
    }),
  };
}
