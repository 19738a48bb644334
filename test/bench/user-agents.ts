import { isbot } from "isbot";
import { classifyAgent } from "../../worker/domain/agent-class.ts";
import { describeDevice } from "../../worker/domain/user-agent.ts";
import { crawlers, libraries, people, previews } from "../domain/hard-agents.ts";
import type { Sample } from "./load.ts";
import { alternate, median, type Table } from "./rounds.ts";

/** What a tap's user agent costs: who it is and what device, each text seen for the first time. */
export async function benchUserAgents(isFull: boolean): Promise<Table> {
  const [rounds, count] = isFull ? [9, 100_000] : [5, 20_000];
  const lists = { "people's": people, "programs'": [...previews, ...crawlers, ...libraries] };
  const rows = await Promise.all(
    Object.entries(lists).map(async ([name, list]) => {
      const { ours, classOnly, theirs } = await alternate(rounds, {
        ours: (round) => read(list, count, round * 3, (agent) => classifyAgent(agent).kind + describeDevice(agent).os),
        classOnly: (round) => read(list, count, round * 3 + 1, (agent) => classifyAgent(agent).kind),
        theirs: (round) => read(list, count, round * 3 + 2, (agent) => String(isbot(agent))),
      });
      const baseline = "isbot() alone, of its package";
      return [
        { what: `${name}: person or program, and device`, unit: "agents/s", ours, baseline, theirs },
        { what: `${name}: person or program alone`, unit: "agents/s", ours: classOnly, baseline, theirs },
      ];
    }),
  );
  const each = rows.flat().map(({ what, ours }) => {
    const micros = 1e6 / median(ours.map((sample) => sample.perSecond));
    return `${what}: ${micros.toFixed(2)} µs each.`;
  });
  return {
    title: "User agents",
    rows: rows.flat(),
    notes: [
      `${people.length} people's and ${lists["programs'"].length} programs', their versions changed each time: none comes twice.`,
      ...each,
    ],
  };
}

function read(list: readonly string[], count: number, seed: number, look: (agent: string) => string): Sample {
  const agents = Array.from({ length: count }, (_, index) =>
    renumber(list[index % list.length] ?? "", seed * count + index),
  );
  const startedAtMs = performance.now();
  let length = 0;
  for (const agent of agents) length += look(agent).length;
  const perSecond = (count / (performance.now() - startedAtMs)) * 1000;
  if (length === 0) throw new Error("nothing was read");
  return { n: count, perSecond };
}

/** Another version of the same program or browser: one flat string, as a header is. */
function renumber(agent: string, number: number): string {
  return Buffer.from(agent.replace(/\d+(?!.*\d)/, String(number))).toString();
}
