import { median, medianRatio, type Row, type Table } from "./rounds.ts";

export function renderTable({ title, rows, notes }: Table): string {
  const head = "| what | n a round | ours | p50 / p99 | baseline | its value | p50 / p99 | ratio |";
  const table = rows.length === 0 ? [] : [head, "|---|---:|---:|---:|---|---:|---:|---:|", ...rows.map(renderRow)];
  const lines = [`### ${title}`, "", ...table];
  return `${[...lines, "", ...[...notes, ...describeClient(rows)].map((note) => `- ${note}`)].join("\n")}\n`;
}

/** A client that has no core left measures itself. */
function describeClient(rows: readonly Row[]): readonly string[] {
  const cores = rows
    .flatMap(({ ours, theirs }) => [...ours, ...theirs])
    .flatMap(({ clientCores }) => clientCores ?? []);
  return cores.length === 0 ? [] : [`The client took at most ${Math.max(...cores).toFixed(2)} of a core.`];
}

function renderRow(row: Row): string {
  const { what, unit, ours, baseline, theirs } = row;
  const rate = (samples: Row["ours"]) => `${figure(median(samples.map((sample) => sample.perSecond)))} ${unit}`;
  const n = Math.round(median(ours.map((sample) => sample.n)));
  const cells = [what, figure(n), rate(ours), quantiles(ours), baseline, rate(theirs), quantiles(theirs)];
  return `| ${cells.join(" | ")} | **${medianRatio(row).toFixed(2)}** |`;
}

function quantiles(samples: Row["ours"]): string {
  const p50 = samples.flatMap((sample) => sample.p50Ms ?? []);
  const p99 = samples.flatMap((sample) => sample.p99Ms ?? []);
  return p50.length === 0 ? "" : `${median(p50).toFixed(1)} / ${median(p99).toFixed(1)} ms`;
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}
