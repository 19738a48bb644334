import { ProblemError } from "../problem.ts";
import type { DnsRecord } from "../tables/short-domains.ts";
import { cloudflareHostnames } from "./cloudflare-hostnames.ts";

/** Who brings a merchant's own host to this Worker, with a certificate, once the merchant's DNS shows that it is theirs. */
export interface CustomHostnames {
  /** Told twice, it adds once. */
  add(host: string): Promise<HostnameState>;
  /** Undefined = they no longer know it. */
  look(id: string): Promise<HostnameState | undefined>;
  /** Also where they no longer know it. */
  remove(id: string): Promise<void>;
}

export interface HostnameState {
  readonly id: string;
  /** The host leads here, and its ownership and certificate are proved. */
  readonly isActive: boolean;
  /** What its owner has to set meanwhile. */
  readonly records: readonly DnsRecord[];
}

let installed: CustomHostnames | undefined;

/** Replaces them for this whole isolate. Called once, at start, by the local entry. */
export function installHostnames(hostnames: CustomHostnames): void {
  installed = hostnames;
}

export type HostnamesEnv = Pick<Env, "BASE_URL" | "CF_ZONE_ID" | "CF_API_TOKEN">;

export function openHostnames({ BASE_URL, CF_ZONE_ID, CF_API_TOKEN }: HostnamesEnv): CustomHostnames {
  if (CF_ZONE_ID !== undefined && CF_API_TOKEN !== undefined) {
    return cloudflareHostnames({ zoneId: CF_ZONE_ID, token: CF_API_TOKEN, cnameTarget: new URL(BASE_URL).hostname });
  }
  if (installed !== undefined) return installed;
  throw new ProblemError({
    type: "/problems/domains-not-offered",
    title: "This installation takes no domains of merchants' own",
    status: 501,
    detail: "Its operator sets CF_ZONE_ID and CF_API_TOKEN, or the merchant's short domain when the merchant is made.",
  });
}
