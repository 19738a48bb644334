import { keyedHashNow } from "../crypto/keyed-hash.ts";
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
  /**
   * As it came, to tell programs from people in this isolate's memory: neither stored nor logged. Also with Global Privacy
   * Control, which anybody can send; undefined for an unknown address and loopback.
   */
  readonly address: string | undefined;
}

const dayMs = 86_400_000;

/** No promise is waited for on the way: a redirect is faster without. */
export function describeVisitor(
  request: Request,
  { hashKey, nowMs }: { readonly hashKey: string; readonly nowMs: number },
): Visitor {
  const { headers } = request;
  const userAgent = headers.get("User-Agent") ?? undefined;
  const address = readAddress(headers);
  const isHashed = address !== undefined && !isPrivate(headers);
  const { device, os, browser } = recallDevice(userAgent ?? "");
  const { asn, country, regionCode } = readEdge(request.cf);
  return {
    device,
    os,
    browser,
    userAgent,
    purposes: readPurposes(headers),
    networkNumber: asn,
    country,
    region: regionCode,
    referrer: hostOf(headers.get("Referer")),
    language: languageOf(headers.get("Accept-Language")),
    addressHash: isHashed ? hashAddress(address, Math.floor(nowMs / dayMs), hashKey) : undefined,
    address: address === undefined || isLoopback(address) ? undefined : address,
  };
}

/** Address and user agent of a day as one key: who taps a shared link twice on a day is one person. */
export function visitorDayKey(
  request: Request,
  { hashKey, nowMs }: { readonly hashKey: string; readonly nowMs: number },
): string {
  const { headers } = request;
  const text = `${Math.floor(nowMs / dayMs)}\n${(isPrivate(headers) ? undefined : readAddress(headers)) ?? ""}\n${headers.get("User-Agent") ?? ""}`;
  return keyedHashNow({ HASH_KEY: hashKey }, "visitor", text);
}

/** Cloudflare's word on the connection; anybody else's request may bring anything there, or nothing. */
function readEdge(cf: unknown): {
  readonly asn: number | undefined;
  readonly country: string | undefined;
  readonly regionCode: string | undefined;
} {
  if (typeof cf !== "object" || cf === null) return nowhere;
  const asn = "asn" in cf && typeof cf.asn === "number" ? cf.asn : undefined;
  return {
    asn,
    country: "country" in cf ? shortText(cf.country, 2) : undefined, // ISO 3166-1, T1 for Tor
    regionCode: "regionCode" in cf ? shortText(cf.regionCode, 10) : undefined, // ISO 3166-2
  };
}

const nowhere = { asn: undefined, country: undefined, regionCode: undefined };

function shortText(value: unknown, longest: number): string | undefined {
  return typeof value === "string" && value.length > 0 && value.length <= longest ? value : undefined;
}

const purposeHeaders = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];
const noPurposes: readonly string[] = [];

function readPurposes(headers: Headers): readonly string[] {
  let purposes = noPurposes;
  for (const name of purposeHeaders) {
    const value = headers.get(name);
    if (value !== null) purposes = [...purposes, value];
  }
  return purposes;
}

/** https://www.w3.org/TR/gpc/#the-sec-gpc-header-field-for-http-requests */
function isPrivate(headers: Headers): boolean {
  return headers.get("Sec-GPC") === "1";
}

/** Only Cloudflare's own header: a client can write X-Forwarded-For. */
function readAddress(headers: Headers): string | undefined {
  return headers.get("CF-Connecting-IP")?.trim().toLowerCase() || undefined;
}

/** People's user agents are few at a time; a program that draws a new one each time only empties this. */
const devices = new Map<string, Device>();
const mostDevices = 2_000;
/** No browser's is as long, and what anybody may send must not fill the memory. */
const longestRemembered = 1_000;

function recallDevice(userAgent: string): Device {
  const known = devices.get(userAgent);
  if (known !== undefined) return known;
  const device = describeDevice(userAgent);
  if (userAgent.length > longestRemembered) return device;
  if (devices.size >= mostDevices) devices.clear();
  devices.set(userAgent, device);
  return device;
}

/** Of one day; who taps once often taps again. The addresses themselves are gone with the isolate, or the day. */
let hashes: { readonly day: number; readonly hashKey: string; readonly byAddress: Map<string, string> } | undefined;
const mostHashes = 10_000;

function hashAddress(address: string, day: number, hashKey: string): string {
  if (hashes?.day !== day || hashes.hashKey !== hashKey || hashes.byAddress.size >= mostHashes) {
    hashes = { day, hashKey, byAddress: new Map() };
  }
  const known = hashes.byAddress.get(address);
  if (known !== undefined) return known;
  const hash = keyedHashNow({ HASH_KEY: hashKey }, "address", `${day}\n${address}`);
  hashes.byAddress.set(address, hash);
  return hash;
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}

function hostOf(referrer: string | null): string | undefined {
  if (referrer === null || !URL.canParse(referrer)) return undefined;
  return shortText(new URL(referrer).hostname, longestHost);
}

/** RFC 1035, 2.3.4, in characters: what is longer is nobody's name. */
const longestHost = 253;

function languageOf(acceptLanguage: string | null): string | undefined {
  if (acceptLanguage === null) return undefined;
  return /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}(?![a-z0-9])/i.exec(acceptLanguage)?.[0];
}
