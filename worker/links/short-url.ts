/**
 * The domain under which a link is kept: '' for the Worker's own address, so that nothing stored names it and it may change.
 * `host` is a request's or a merchant's, with or without a port.
 */
export function linkDomain(host: string, baseUrl: string): string {
  const folded = host.toLowerCase();
  if (folded === hostOf(baseUrl)) return "";
  return folded.replace(/:\d+$/, "").replace(/\.$/, "");
}

/** The host to show for a link's domain. */
export function shownDomain(domain: string, baseUrl: string): string {
  return domain === "" ? hostOf(baseUrl) : domain;
}

/** What a text prints. A merchant's domain is always asked for by TLS; only the Worker's own address may be a local one. */
export function shortUrl(
  { domain, slug }: { readonly domain: string; readonly slug: string },
  baseUrl: string,
): string {
  return domain === "" ? `${baseUrl}/${slug}` : `https://${domain}/${slug}`;
}

/** All hosts that answer for short links. */
export function ownDomains(shortDomains: readonly string[], baseUrl: string): readonly string[] {
  return [hostOf(baseUrl), ...shortDomains];
}

let known: { readonly baseUrl: string; readonly host: string } | undefined;

/** Asked for at every redirect, and always of the same address. */
function hostOf(baseUrl: string): string {
  if (known?.baseUrl !== baseUrl) known = { baseUrl, host: new URL(baseUrl).host };
  return known.host;
}
