import * as z from "zod";
import { ProblemError } from "../problem.ts";
import type { DnsRecord } from "../tables/short-domains.ts";
import type { CustomHostnames, HostnameState } from "./custom-hostnames.ts";

export interface CloudflareZone {
  readonly zoneId: string;
  readonly token: string;
  /** What merchants' hosts are made aliases of. */
  readonly cnameTarget: string;
}

const apiBase = "https://api.cloudflare.com/client/v4";
const LONGEST_WAIT_MS = 10_000;

/** Source: developers.cloudflare.com/api, "Custom Hostnames", and "Cloudflare for SaaS", hostname and certificate validation. */
export function cloudflareHostnames(zone: CloudflareZone): CustomHostnames {
  const find = async (host: string): Promise<HostnameState | undefined> => {
    const answer = await ask(zone, "GET", `?hostname=${encodeURIComponent(host)}`);
    const found = z
      .array(Hostname)
      .parse(resultOf(answer))
      .find(({ hostname }) => hostname === host);
    return found === undefined ? undefined : stateOf(found, zone);
  };
  return {
    add: async (host) => {
      // By HTTP: the alias that the owner sets anyway is then all that the certificate asks for.
      const ssl = { method: "http", type: "dv", settings: { min_tls_version: "1.2" } };
      const answer = await ask(zone, "POST", "", { hostname: host, ssl });
      const known = answer.errors.some(({ code }) => code === DUPLICATE) ? await find(host) : undefined;
      return known ?? stateOf(Hostname.parse(resultOf(answer)), zone);
    },
    look: async (id) => {
      const answer = await ask(zone, "GET", `/${id}`);
      return answer.status === 404 ? undefined : stateOf(Hostname.parse(resultOf(answer)), zone);
    },
    remove: async (id) => {
      const answer = await ask(zone, "DELETE", `/${id}`);
      if (answer.status !== 404) resultOf(answer);
    },
  };
}

/** "Duplicate custom hostname found." */
const DUPLICATE = 1406;

const Envelope = z.object({
  success: z.boolean().default(true), // DELETE answers the id alone
  errors: z.array(z.object({ code: z.number() })).default([]),
  result: z.unknown().optional(),
});

const Hostname = z.object({
  id: z.string(),
  hostname: z.string(),
  status: z.string(),
  ssl: z
    .object({
      status: z.string(),
      validation_records: z
        .array(z.object({ txt_name: z.string().optional(), txt_value: z.string().optional() }))
        .optional(),
    })
    .nullish(),
  ownership_verification: z.object({ type: z.string(), name: z.string(), value: z.string() }).nullish(),
});
type Hostname = z.output<typeof Hostname>;

type Answer = z.output<typeof Envelope> & { readonly status: number };

function stateOf(hostname: Hostname, { cnameTarget }: CloudflareZone): HostnameState {
  const isActive = hostname.status === "active" && hostname.ssl?.status === "active";
  return { id: hostname.id, isActive, records: isActive ? [] : listRecords(hostname, cnameTarget) };
}

function listRecords({ hostname, ssl, ownership_verification: owner }: Hostname, cnameTarget: string): DnsRecord[] {
  const certificate = (ssl?.validation_records ?? []).flatMap(({ txt_name: name, txt_value: value }) =>
    name === undefined || value === undefined ? [] : [{ type: "TXT", name, value }],
  );
  return [
    { type: "CNAME", name: hostname, value: cnameTarget },
    ...(owner ? [{ type: owner.type.toUpperCase(), name: owner.name, value: owner.value }] : []),
    ...certificate,
  ];
}

async function ask({ zoneId, token }: CloudflareZone, method: string, path: string, body?: unknown): Promise<Answer> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LONGEST_WAIT_MS);
  try {
    const response = await fetch(`${apiBase}/zones/${encodeURIComponent(zoneId)}/custom_hostnames${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: abort.signal,
    });
    return { ...Envelope.parse(await response.json()), status: response.status };
  } catch (cause) {
    throw unreachable({ cause });
  } finally {
    clearTimeout(timer);
  }
}

function resultOf({ success, errors, result, status }: Answer): unknown {
  if (success) return result;
  const codes = errors.map(({ code }) => code).join(", ");
  throw unreachable({ cause: new Error(`Cloudflare refused with ${status}, errors ${codes}`) });
}

function unreachable(options: ErrorOptions): ProblemError {
  return new ProblemError(
    {
      type: "/problems/domains-unavailable",
      title: "The domain could not be set up now",
      status: 502,
      detail: "Cloudflare did not take the request; the same PUT goes on where it ended.",
    },
    options,
  );
}
