/** What the ClickLogs counted in a run. */
export interface ClickCost {
  readonly groups: number;
  readonly givenClicks: number;
  /** Transactions of D1, and its rows as Cloudflare charges for them. */
  readonly batches: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** US$ a million. https://developers.cloudflare.com/workers/platform/pricing/, …/durable-objects/platform/pricing/, …/d1/platform/pricing/ */
export const prices = { request: 0.3, objectRequest: 0.15, rowRead: 0.001, rowWritten: 1 };

/** On paper, from the rows and requests of this run; a link that is not in memory costs its shard one request more. */
export function describeCost({ groups, givenClicks, batches, rowsRead, rowsWritten }: ClickCost): readonly string[] {
  const inD1 = (rowsWritten * prices.rowWritten + rowsRead * prices.rowRead) / givenClicks;
  // A group is one request to an object, one row written and, once D1 has it, deleted.
  const group = prices.objectRequest + 2 * prices.rowWritten;
  const perGroup = givenClicks / groups;
  const dollars = (clicksPerGroup: number) => (prices.request + group / clicksPerGroup + inD1).toFixed(2);
  const each = (rows: number) => (rows / givenClicks).toFixed(2);
  return [
    `Counted: ${givenClicks.toLocaleString("en")} clicks in ${groups.toLocaleString("en")} groups (${perGroup.toFixed(1)} each) and ${batches.toLocaleString("en")} batches to D1, which wrote ${each(rowsWritten)} and read ${each(rowsRead)} rows a click.`,
    `A million clicks on paper: $${dollars(perGroup)} in such groups, $${dollars(1)} where each comes alone; of that D1 $${inD1.toFixed(2)}.`,
  ];
}
