export interface Utm {
  readonly source?: string | undefined;
  readonly medium?: string | undefined;
  readonly campaign?: string | undefined;
  readonly term?: string | undefined;
  readonly content?: string | undefined;
}

export interface Decoration {
  readonly utm: Utm;
  /** Names the message, so that an order can be led back to it. */
  readonly token?: string | undefined;
  /** The query of the tapped short link, raw, with or without its question mark. */
  readonly clickQuery?: string | undefined;
}

/** Where the token goes when `utm_content` is taken. Apple strips parameters that look like advertising ids; this is none. */
const tokenParameter = "at_ref";

/**
 * Add UTM parameters, the token and the tap's own query to a target.
 *
 * Only ever appends: re-serialising through URLSearchParams would turn `%20` into `+`, `a` into `a=`, and break signed
 * queries. The target's own value always wins, then the link's, then the tap's; keys are compared decoded, case kept.
 */
export function decorateTarget(target: string, { utm, token, clickQuery }: Decoration): string {
  const { beforeQuery, query, fragment } = splitTarget(target);
  const taken = new Set(pairsOf(query ?? "").map(keyOf));
  const added: string[] = [];
  const add = (key: string, value: string | undefined) => {
    if (value === undefined || value === "" || taken.has(key)) return;
    taken.add(key);
    added.push(`${key}=${encodeURIComponent(value.toWellFormed())}`);
  };

  add("utm_source", utm.source);
  add("utm_medium", utm.medium);
  add("utm_campaign", utm.campaign);
  add("utm_term", utm.term);
  add("utm_content", utm.content);
  add(taken.has("utm_content") ? tokenParameter : "utm_content", token);
  // All values of a repeated key come along: only what was taken before the tap decides.
  added.push(...pairsOf((clickQuery ?? "").replace(/^\?/, "")).filter((pair) => !taken.has(keyOf(pair))));

  if (added.length === 0) return target;
  const joint = query === undefined || query === "" || query.endsWith("&") ? "" : "&";
  return `${beforeQuery}?${query ?? ""}${joint}${added.join("&")}${fragment}`;
}

/** `query` without its question mark, undefined where there is none; `fragment` with its hash. */
function splitTarget(target: string): { beforeQuery: string; query: string | undefined; fragment: string } {
  const hashAt = target.indexOf("#");
  const fragment = hashAt === -1 ? "" : target.slice(hashAt);
  const address = hashAt === -1 ? target : target.slice(0, hashAt);
  const queryAt = address.indexOf("?");
  if (queryAt === -1) return { beforeQuery: address, query: undefined, fragment };
  return { beforeQuery: address.slice(0, queryAt), query: address.slice(queryAt + 1), fragment };
}

function pairsOf(query: string): readonly string[] {
  return query.split("&").filter((pair) => pair !== "");
}

/** As a form reads it: a plus sign is a space, and what is no percent-encoding stays as it stands. */
function keyOf(pair: string): string {
  const raw = pair.split("=", 1)[0] ?? "";
  if (!/[%+]/.test(raw)) return raw;
  const [first] = new URLSearchParams(raw);
  return first?.[0] ?? raw;
}
