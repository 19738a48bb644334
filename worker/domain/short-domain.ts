import { publicShorteners } from "./data/public-shorteners.ts";
import { localNames } from "./data/special-addresses.ts";

/** As long as a link may be that a text prints, and far longer than any that deserves its name. */
const longestHostLength = 100;

/** A host that a merchant may bring, in its usual form; undefined = it can be nobody's short domain. `ownHost` is the Worker's. */
export function readShortDomain(text: string, ownHost: string): string | undefined {
  const address = `https://${text.trim()}/`;
  if (!/^[^\s/?#@:\\[\]]+$/.test(text.trim()) || !URL.canParse(address)) return undefined;
  const host = new URL(address).hostname.replace(/\.$/, "");
  const labels = host.split(".");
  if (host.length > longestHostLength || labels.length < 2) return undefined;
  // RFC 1123, 2.1; the last label is no number, or it would be an address.
  if (!labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) || /^\d+$/.test(labels.at(-1) ?? "")) {
    return undefined;
  }
  const isBelow = (name: string) => host === name || host.endsWith(`.${name}`);
  if (isBelow(ownHost) || localNames.some(isBelow) || publicShorteners.has(host)) return undefined;
  return host;
}
