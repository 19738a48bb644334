/**
 * How long a `Retry-After` header asks us to wait: whole seconds, or an HTTP date. Undefined when it says neither.
 * Source: RFC 9110, 10.2.3 and 5.6.7.
 */
export function parseRetryAfter(value: string | null, nowMs: number): number | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  // The two date forms that are still sent; a bare Date.parse would also read "-1" or "2 minutes" as some year.
  if (!/^(Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*, /.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
