/**
 * Addresses that no target and no webhook may have.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190); RFC 5771 for multicast.
 */
export const specialIpv4Blocks: readonly (readonly [network: string, prefixLength: number])[] = [
  ["0.0.0.0", 8], // this network, RFC 791
  ["10.0.0.0", 8], // private, RFC 1918
  ["100.64.0.0", 10], // shared by carriers, RFC 6598
  ["127.0.0.0", 8], // loopback, RFC 1122
  ["169.254.0.0", 16], // link-local, RFC 3927
  ["172.16.0.0", 12], // private, RFC 1918
  ["192.0.0.0", 24], // IETF protocols, RFC 6890
  ["192.0.2.0", 24], // documentation, RFC 5737
  ["192.31.196.0", 24], // AS112, RFC 7535
  ["192.52.193.0", 24], // AMT, RFC 7450
  ["192.88.99.0", 24], // 6to4 relay, RFC 7526
  ["192.168.0.0", 16], // private, RFC 1918
  ["192.175.48.0", 24], // AS112, RFC 7534
  ["198.18.0.0", 15], // benchmarking, RFC 2544
  ["198.51.100.0", 24], // documentation, RFC 5737
  ["203.0.113.0", 24], // documentation, RFC 5737
  ["224.0.0.0", 4], // multicast, RFC 5771
  ["240.0.0.0", 4], // reserved and limited broadcast, RFC 1112, RFC 919
];

/** Within 2000::/3. All else but 2000::/3 is no global unicast (RFC 4291, 2.4), IPv4-mapped addresses included. */
export const globalIpv6Block = ["2000::", 3] as const;
export const specialIpv6Blocks: readonly (readonly [network: string, prefixLength: number])[] = [
  ["2001::", 23], // IETF protocols: Teredo, benchmarking, ORCHID, RFC 2928
  ["2001:db8::", 32], // documentation, RFC 3849
  ["2002::", 16], // 6to4, which carries an IPv4 address, RFC 3056
  ["2620:4f:8000::", 48], // AS112, RFC 7534
  ["3fff::", 20], // documentation, RFC 9637
];

/** Names that resolve to the reader's own machine or network alone; each with all names below it. */
export const localNames: readonly string[] = [
  "localhost", // RFC 6761, 6.3
  "local", // multicast DNS, link-local by definition, RFC 6762
  "home.arpa", // RFC 8375
  "internal", // ICANN board resolution 2024.07.29.06
];
