import type { Pace } from "../../shared/contract/policy.ts";

/** What a sender has promised so far. */
export interface PaceState {
  /** From here on the sender has room for texts that can wait. */
  readonly bulkFreeAtMs: number;
  /** From here on it has room for order texts, which never queue behind the others. */
  readonly urgentFreeAtMs: number;
  readonly day: number;
  readonly segmentsOfDay: number;
}

export interface PaceRequest {
  readonly segments: number;
  readonly isUrgent: boolean;
  readonly earliestMs: number;
}

export const idlePace: PaceState = { bulkFreeAtMs: 0, urgentFreeAtMs: 0, day: 0, segmentsOfDay: 0 };

/**
 * Gives a text the next instant at which its sender may send it, and pushes the following ones behind it.
 *
 * A carrier counts segments in a second and in a day (UTC). Urgent texts have a lane of their own and push the bulk back.
 */
export function takeSlot(state: PaceState, pace: Pace, request: PaceRequest): { slotAtMs: number; state: PaceState } {
  const costMs = pace.segmentsPerSecond === undefined ? 0 : (request.segments / pace.segmentsPerSecond) * 1000;
  const freeAtMs = request.isUrgent ? state.urgentFreeAtMs : state.bulkFreeAtMs;
  let slotAtMs = Math.ceil(Math.max(freeAtMs, request.earliestMs));
  let day = Math.floor(slotAtMs / DAY_MS);
  if (day < state.day) day = state.day;
  let used = day === state.day ? state.segmentsOfDay : 0;
  const budget = pace.segmentsPerDay;
  if (budget !== undefined && used > 0 && used + request.segments > budget) {
    day += 1;
    used = 0;
  }
  slotAtMs = Math.max(slotAtMs, day * DAY_MS);
  const next = slotAtMs + costMs;
  return {
    slotAtMs,
    state: {
      bulkFreeAtMs: Math.max(state.bulkFreeAtMs + (request.isUrgent ? costMs : 0), request.isUrgent ? 0 : next),
      urgentFreeAtMs: request.isUrgent ? next : state.urgentFreeAtMs,
      day,
      segmentsOfDay: used + request.segments,
    },
  };
}

const DAY_MS = 86_400_000;
