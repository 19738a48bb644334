import { type KillReport, killUnderLoad } from "../end-to-end/click-kill.ts";
import type { Table } from "./rounds.ts";

/** SIGKILL to the whole process group under full load, and what became of the clicks. */
export async function benchKill(): Promise<Table> {
  const near = await killUnderLoad({ rounds: 20, connections: 32, clickLogDelayMs: 0 });
  const far = await killUnderLoad({ rounds: 5, connections: 32, clickLogDelayMs: 300 });
  return {
    title: "SIGKILL under load",
    rows: [],
    notes: [`20 times: ${describe(near)}`, `5 times, the ClickLog 300 ms away: ${describe(far)}`],
  };
}

function describe({ answered, stored, lost, twice, undurable, secondWay, isCountedRight }: KillReport): string {
  const share = ((secondWay / stored) * 100).toFixed(0);
  return [
    `${answered.toLocaleString("en")} redirects received`,
    `${lost} without a click in D1`,
    `${twice} stored twice`,
    `${undurable} undurable`,
    `${share} % of the clicks took the second way`,
    `roll-ups ${isCountedRight ? "agree" : "DISAGREE"}`,
  ].join(", ");
}
