import { publicShorteners } from "./data/public-shorteners.ts";
import { globalIpv6Block, localNames, specialIpv4Blocks, specialIpv6Blocks } from "./data/special-addresses.ts";
import { findSlugInPath } from "./slug.ts";

const longestTargetLength = 2048;

export type TargetRefusal =
  | "unreadable"
  | "scheme"
  | "credentials"
  | "too-long"
  | "private-host"
  | "host-without-dot"
  | "short-link"
  | "blocked";

/** For who wrote the address. */
export const targetRefusals: Readonly<Record<TargetRefusal, string>> = {
  unreadable: "is no address",
  scheme: "must begin with http:// or https://",
  credentials: "must not carry a user name or password",
  "too-long": "must have at most 2,048 characters",
  "private-host": "must be a public address",
  "host-without-dot": "must be a public address: its host has no dot",
  "short-link": "must not be a short link: a tap leads on in one hop",
  blocked: "must not lead to a blocked host (GET /v1/links/blocked-hosts)",
};

export type TargetCheck =
  | { readonly kind: "ok"; readonly url: string }
  | { readonly kind: "refused"; readonly why: TargetRefusal };

/**
 * Decide whether a link may lead, or a webhook go, to an address; its WHATWG form is what to store.
 *
 * Checked when a link is made and again when it is followed: what was public then may be one of our own domains now.
 * `ownDomains` are the hosts (with their port, if not the default one) that answer for short links; our pages there may be
 * targets, our short links may not, so that a tap is one hop and never a loop. `blockedHosts` count with all names below them.
 */
export function checkTarget(
  text: string,
  {
    ownDomains,
    blockedHosts,
  }: { readonly ownDomains: ReadonlySet<string>; readonly blockedHosts?: ReadonlySet<string> | undefined },
): TargetCheck {
  if (!URL.canParse(text)) return refuse("unreadable");
  // The parser turns every spelling of an address (decimal, octal, hex, full-width, final dot) into its usual one.
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return refuse("scheme");
  if (url.username !== "" || url.password !== "") return refuse("credentials");
  if (url.href.length > longestTargetLength) return refuse("too-long");
  if (isOwn(url, ownDomains)) {
    return findSlugInPath(url.pathname) === undefined ? { kind: "ok", url: url.href } : refuse("short-link");
  }
  const host = withoutFinalDots(url.hostname);
  if (host.startsWith("[")) {
    return isGlobalIpv6(host.slice(1, -1)) ? { kind: "ok", url: url.href } : refuse("private-host");
  }
  if (localNames.some((name) => host === name || host.endsWith(`.${name}`))) return refuse("private-host");
  if (!host.includes(".")) return refuse("host-without-dot");
  if (host.split(".").includes("")) return refuse("unreadable"); // RFC 1035, 3.1: an empty label ends a name
  // The parser lets a host end in a number only if it is an IPv4 address.
  if (/\.\d+$/.test(host) && isSpecialIpv4(host)) return refuse("private-host");
  if (isWithinHosts(host, publicShorteners)) return refuse("short-link");
  if (blockedHosts !== undefined && blockedHosts.size > 0 && isWithinHosts(host, blockedHosts))
    return refuse("blocked");
  return { kind: "ok", url: url.href };
}

function refuse(why: TargetRefusal): TargetCheck {
  return { kind: "refused", why };
}

/** A host with a port is a local instance, and its neighbours are strangers; a named domain is ours on every port. */
function isOwn(url: URL, ownDomains: ReadonlySet<string>): boolean {
  return ownDomains.has(url.host) || ownDomains.has(withoutFinalDots(url.hostname));
}

/** Whether the host, or a name above it, is among them. */
function isWithinHosts(host: string, hosts: ReadonlySet<string>): boolean {
  for (let name = host; name !== ""; ) {
    if (hosts.has(name)) return true;
    const dotAt = name.indexOf(".");
    name = dotAt === -1 ? "" : name.slice(dotAt + 1);
  }
  return false;
}

function withoutFinalDots(host: string): string {
  return host.replace(/\.+$/, "");
}

function isSpecialIpv4(address: string): boolean {
  const bits = ipv4Bits(address);
  return specialIpv4Blocks.some(([network, length]) => isWithin(bits, ipv4Bits(network), 32 - length));
}

function isGlobalIpv6(address: string): boolean {
  const bits = ipv6Bits(address);
  const isIn = ([network, length]: readonly [string, number]) => isWithin(bits, ipv6Bits(network), 128 - length);
  return isIn(globalIpv6Block) && !specialIpv6Blocks.some(isIn);
}

function isWithin(address: bigint, network: bigint, hostBits: number): boolean {
  return address >> BigInt(hostBits) === network >> BigInt(hostBits);
}

function ipv4Bits(address: string): bigint {
  return address.split(".").reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

/** Of the parser's form (RFC 5952): groups in hex, at most one `::`, no dotted part. */
function ipv6Bits(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const left = groupsOf(head);
  const right = groupsOf(tail ?? "");
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function groupsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}
