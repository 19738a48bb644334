import type { Pace } from "../../shared/contract/policy.ts";

/** What a sender has promised so far. */
export interface PaceState {
  /** From here on the sender has room for texts that can wait. */
  readonly bulkFreeAtMs: number;
  /** From here on it has room for order texts, which never queue behind the others. */
  readonly urgentFreeAtMs: number;
  /** Of today and of days ahead, by their number since 1970. */
  readonly days: Readonly<Record<string, SegmentsOfDay>>;
}

interface SegmentsOfDay {
  readonly all: number;
  readonly urgent: number;
}

export interface PaceRequest {
  readonly segments: number;
  readonly isUrgent: boolean;
  readonly earliestMs: number;
}

export const idlePace: PaceState = { bulkFreeAtMs: 0, urgentFreeAtMs: 0, days: {} };

/**
 * Gives a text the next instant at which its sender may send it, and pushes the following ones behind it.
 *
 * A carrier counts segments in a second and in a day (UTC). Order texts have a lane of their own: they push the others back, and
 * find room on a day that the others have filled.
 */
export function takeSlot(state: PaceState, pace: Pace, request: PaceRequest): { slotAtMs: number; state: PaceState } {
  const { segments, isUrgent, earliestMs } = request;
  const costMs = pace.segmentsPerSecond === undefined ? 0 : (segments / pace.segmentsPerSecond) * 1000;
  const freeAtMs = Math.ceil(Math.max(isUrgent ? state.urgentFreeAtMs : state.bulkFreeAtMs, earliestMs));
  const day = findDay(state, pace.segmentsPerDay, request, Math.floor(freeAtMs / DAY_MS));
  const slotAtMs = Math.max(freeAtMs, day * DAY_MS);
  const { all, urgent } = state.days[day] ?? { all: 0, urgent: 0 };
  const today = Math.floor(earliestMs / DAY_MS);
  const ahead = Object.entries(state.days).filter(([number]) => Number(number) >= today);
  return {
    slotAtMs,
    state: {
      bulkFreeAtMs: isUrgent ? Math.max(state.bulkFreeAtMs, earliestMs) + costMs : slotAtMs + costMs,
      urgentFreeAtMs: isUrgent ? slotAtMs + costMs : state.urgentFreeAtMs,
      days: {
        ...Object.fromEntries(ahead),
        [day]: { all: all + segments, urgent: urgent + (isUrgent ? segments : 0) },
      },
    },
  };
}

/** A text that alone is over the budget goes on a day of its own. */
function findDay(
  state: PaceState,
  budget: number | undefined,
  { segments, isUrgent }: PaceRequest,
  from: number,
): number {
  for (let day = from; ; day += 1) {
    const used = state.days[day]?.[isUrgent ? "urgent" : "all"] ?? 0;
    if (budget === undefined || used === 0 || used + segments <= budget) return day;
  }
}

const DAY_MS = 86_400_000;
