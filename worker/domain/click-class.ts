import { classifyAgent } from "./agent-class.ts";
import { dataCenterNetworks } from "./data/data-centers.ts";

export type MachineClass =
  | "method"
  | "prefetch"
  | "preview"
  | "crawler"
  | "library"
  | "datacenter"
  | "early"
  | "many-slugs";

export type ClickClass =
  | { readonly kind: "person" }
  | { readonly kind: "machine"; readonly class: MachineClass; readonly reason: string };

/** What is known of a hit; nothing of the query, which anybody can write. */
export interface Hit {
  readonly method: string;
  readonly userAgent: string | undefined;
  /** `Sec-Purpose`, `Purpose`, `X-Purpose`, `X-Moz`, those that were sent. */
  readonly purposes: readonly string[];
  /** Autonomous system number of the address. */
  readonly networkNumber: number | undefined;
  /** Machine time since the gateway took the text; undefined without a text, or while a local clock stands still. */
  readonly sinceAcceptedMs: number | undefined;
  /** Different slugs asked for from this address within `manySlugsWindowMs`; 0 for an unknown or a loopback address. */
  readonly slugsFromAddress: number;
}

/** No person has read a text and tapped its link so soon; scanners on the way of the text have. */
const earlyMs = 3_000;

/** Carriers put many subscribers behind one address, so that a handful proves nothing. */
export const manySlugsWindowMs = 60_000;
export const mostSlugsOfPeople = 20;

/** Decide whether a person tapped, or what kind of program asked. */
export function classifyClick(hit: Hit): ClickClass {
  if (hit.method !== "GET") return machine("method", `asked with ${hit.method}`);
  // https://wicg.github.io/nav-speculation/prefetch.html (Sec-Purpose); the others are older names of the same.
  const purpose = hit.purposes.find((value) => /\b(?:prefetch|prerender|preview)/i.test(value));
  if (purpose !== undefined)
    return machine("prefetch", `asked for ${/prefetch|prerender|preview/i.exec(purpose)?.[0]}`);
  const agent = classifyAgent(hit.userAgent ?? "");
  if (agent.kind === "machine") return agent;
  const network = hit.networkNumber === undefined ? undefined : dataCenterNetworks.get(hit.networkNumber);
  if (network !== undefined) return machine("datacenter", `came from a data centre of ${network}`);
  if (hit.sinceAcceptedMs !== undefined && hit.sinceAcceptedMs <= earlyMs) {
    return machine("early", "came within 3 s of the text's acceptance");
  }
  if (hit.slugsFromAddress > mostSlugsOfPeople) {
    return machine("many-slugs", `one address asked for over ${mostSlugsOfPeople} short links in a minute`);
  }
  return { kind: "person" };
}

function machine(kind: MachineClass, reason: string): ClickClass {
  return { kind: "machine", class: kind, reason };
}
