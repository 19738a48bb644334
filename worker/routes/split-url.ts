interface UrlParts {
  readonly host: string;
  readonly pathname: string;
  /** With its question mark. */
  readonly query: string;
}

let last: { readonly url: string; readonly parts: UrlParts } | undefined;

/** A request's address in its parts, as they came, at a tenth of the URL parser's price. */
export function splitUrl(url: string): UrlParts {
  // A redirect asks more than once: whose it is, whether it is one, and for which link.
  if (last?.url !== url) last = { url, parts: split(url) };
  return last.parts;
}

function split(url: string): UrlParts {
  const hostAt = url.indexOf("//") + 2;
  const pathAt = url.indexOf("/", hostAt);
  if (pathAt === -1) return { host: url.slice(hostAt), pathname: "/", query: "" };
  const hashAt = url.indexOf("#", pathAt);
  const end = hashAt === -1 ? url.length : hashAt;
  const queryAt = url.indexOf("?", pathAt);
  const pathEnd = queryAt === -1 || queryAt > end ? end : queryAt;
  return { host: url.slice(hostAt, pathAt), pathname: url.slice(pathAt, pathEnd), query: url.slice(pathEnd, end) };
}
