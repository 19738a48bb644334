import { prices } from "./click-cost.ts";

/** What the LinkShards counted while links were made. */
export interface LinkCost {
  /** To make links, and to tell of a text's acceptance. */
  readonly requests: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Batches to D1, and its rows as Cloudflare charges for them. */
  readonly copies: number;
  readonly copyRowsRead: number;
  readonly copyRowsWritten: number;
}

export function subtractCost(after: LinkCost, before: LinkCost): LinkCost {
  return {
    requests: after.requests - before.requests,
    rowsRead: after.rowsRead - before.rowsRead,
    rowsWritten: after.rowsWritten - before.rowsWritten,
    copies: after.copies - before.copies,
    copyRowsRead: after.copyRowsRead - before.copyRowsRead,
    copyRowsWritten: after.copyRowsWritten - before.copyRowsWritten,
  };
}

/** On paper, from the rows and requests of this run; `apiRequests`: how many of the Worker's own went into it. */
export function describeLinkCost(
  how: string,
  links: number,
  { requests, rowsRead, rowsWritten, copies, copyRowsRead, copyRowsWritten }: LinkCost,
  apiRequests: number,
): string {
  const dollars =
    (apiRequests * prices.request +
      requests * prices.objectRequest +
      (rowsRead + copyRowsRead) * prices.rowRead +
      (rowsWritten + copyRowsWritten) * prices.rowWritten) /
    links;
  const each = (count: number) => (count / links).toFixed(2);
  return `A million links ${how} on paper: $${dollars.toFixed(2)}. Counted, a link: ${each(requests)} requests to its shard, which wrote ${each(rowsWritten)} and read ${each(rowsRead)} rows; D1's copy (${copies} batches of ${links.toLocaleString("en")} links) wrote ${each(copyRowsWritten)} and read ${each(copyRowsRead)}.`;
}
