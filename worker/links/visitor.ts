import * as z from "zod";
import { keyedHash } from "../crypto/keyed-hash.ts";
import { type Device, describeDevice } from "../domain/user-agent.ts";

/** What a request tells of who asks. */
export interface Visitor extends Device {
  readonly userAgent: string | undefined;
  readonly purposes: readonly string[];
  readonly networkNumber: number | undefined;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly referrer: string | undefined;
  readonly language: string | undefined;
  /** Keyed, and another every day; undefined for an unknown address and with Global Privacy Control. */
  readonly addressHash: string | undefined;
  /** The same where it tells one machine from another: undefined for loopback too. */
  readonly traceHash: string | undefined;
  /** Address and user agent of a day as one key: who taps a shared link twice on a day is one person. */
  readonly dayKey: string;
}

const dayMs = 86_400_000;

const Edge = z.object({
  asn: z.number().optional().catch(undefined),
  country: z.string().max(2).optional().catch(undefined),
  regionCode: z.string().max(10).optional().catch(undefined),
});

export async function describeVisitor(
  request: Request,
  { hashKey, nowMs }: { readonly hashKey: string; readonly nowMs: number },
): Promise<Visitor> {
  const { headers } = request;
  const userAgent = headers.get("User-Agent") ?? undefined;
  const address = keptAddress(headers);
  const day = Math.floor(nowMs / dayMs);
  const env = { HASH_KEY: hashKey };
  const addressHash = address === undefined ? undefined : await keyedHash(env, "address", `${day}\n${address}`);
  const edge = Edge.parse(request.cf ?? {});
  return {
    ...describeDevice(userAgent ?? ""),
    userAgent,
    purposes: purposeHeaders.map((name) => headers.get(name)).filter((value) => value !== null),
    networkNumber: edge.asn,
    country: edge.country,
    region: edge.regionCode,
    referrer: hostOf(headers.get("Referer")),
    language: /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}/i.exec(headers.get("Accept-Language") ?? "")?.[0],
    addressHash,
    traceHash: address === undefined || isLoopback(address) ? undefined : addressHash,
    dayKey: await keyedHash(env, "visitor", `${day}\n${address ?? ""}\n${userAgent ?? ""}`),
  };
}

const purposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

/** Only Cloudflare's own header: a client can write X-Forwarded-For. Sec-GPC: globalprivacycontrol.github.io/gpc-spec. */
function keptAddress(headers: Headers): string | undefined {
  if (headers.get("Sec-GPC") === "1") return undefined;
  return headers.get("CF-Connecting-IP")?.trim().toLowerCase() || undefined;
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}

function hostOf(referrer: string | null): string | undefined {
  if (referrer === null || !URL.canParse(referrer)) return undefined;
  return new URL(referrer).hostname || undefined;
}
