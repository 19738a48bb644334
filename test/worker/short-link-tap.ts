import { exports } from "cloudflare:workers";

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

/** Somebody with a phone opens an address; what they get, unfollowed. */
export function tap(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return exports.default.fetch(new Request(url, { headers: { "User-Agent": phone, ...headers }, redirect: "manual" }));
}

/** Where a tap leads; its status where it leads nowhere. */
export async function tapTo(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string | number> {
  const response = await tap(url, headers);
  await response.body?.cancel();
  return response.headers.get("Location") ?? response.status;
}
