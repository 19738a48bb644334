/** What came back from one HTTP request, its body read to the end. */
export type HttpAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly kind: "none"; readonly why: "timeout" | "broken" };

/**
 * Ask once and wait for the whole answer, at most `timeoutMs`.
 *
 * workerd says "Network connection lost." for a refused connection just as for one that broke after the request was
 * read (seen with 1.20261023), so `broken` never proves that nothing was processed.
 */
export async function askOverHttp(url: string, init: RequestInit, timeoutMs: number): Promise<HttpAnswer> {
  const abort = new AbortController();
  // Cleared below: AbortSignal.timeout would keep a Durable Object in memory until it fires.
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  try {
    const response = await fetch(url, { ...init, redirect: "manual", signal: abort.signal });
    return { kind: "answer", status: response.status, headers: response.headers, text: await response.text() };
  } catch {
    return { kind: "none", why: abort.signal.aborted ? "timeout" : "broken" };
  } finally {
    clearTimeout(timer);
  }
}
