import { checkTarget } from "../domain/link-target.ts";
import type { Probe } from "../domain/target-health.ts";
import type { TargetRules } from "./check-link.ts";

/** Asks for an address and follows nothing. */
export type Web = (url: string, init: RequestInit) => Promise<Response>;

let web: Web = (url, init) => fetch(url, init);

/** Replaces the web for this whole isolate. Called once, at start, by the local entry: a bench leaves the machine for nobody. */
export function installWeb(replacement: Web): void {
  web = replacement;
}

const answerWithinMs = 5_000;
const mostHops = 5;

/** How a target answers, redirects followed by hand: none of them may lead where no link of ours may. */
export async function probeTarget(
  targetUrl: string,
  { rules, contactUrl }: { readonly rules: TargetRules; readonly contactUrl: string },
): Promise<Probe> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), answerWithinMs);
  try {
    let url = targetUrl;
    for (let hop = 0; hop <= mostHops; hop += 1) {
      const check = checkTarget(url, rules);
      // A shortener on the way is bad manners, and not dead.
      if (check.kind === "refused" && check.why === "short-link") return { kind: "answered", status: 302 };
      if (check.kind === "refused") return { kind: "unreachable", why: "leads to an address that no link may lead to" };
      const answer = await ask(check.url, abort.signal, contactUrl);
      if (answer.location === undefined) return { kind: "answered", status: answer.status };
      if (!URL.canParse(answer.location, check.url)) return { kind: "unreachable", why: "redirects to no address" };
      url = new URL(answer.location, check.url).href;
    }
    return { kind: "unreachable", why: `redirects more than ${mostHops} times` };
  } catch {
    // What fetch throws says nothing that could be told apart by more than its text.
    return {
      kind: "unreachable",
      why: abort.signal.aborted ? "does not answer within 5 seconds" : "cannot be reached",
    };
  } finally {
    clearTimeout(timer);
  }
}

interface Answer {
  readonly status: number;
  /** Of a redirect. */
  readonly location: string | undefined;
}

/** HEAD, as it costs least; many servers answer it wrongly, so that what looks bad is asked again as a browser asks. */
async function ask(url: string, signal: AbortSignal, contactUrl: string): Promise<Answer> {
  const headers = { "User-Agent": `Aftertext-LinkCheck/1.0 (+${contactUrl})`, Accept: "*/*" };
  const init = { headers, redirect: "manual", signal } as const;
  const head = await web(url, { ...init, method: "HEAD" });
  await head.body?.cancel();
  if (head.status < 400) return readAnswer(head);
  const get = await web(url, { ...init, method: "GET", headers: { ...headers, Range: "bytes=0-0" } });
  await get.body?.cancel();
  return readAnswer(get);
}

const redirects = new Set([301, 302, 303, 307, 308]);

function readAnswer({ status, headers }: Response): Answer {
  return { status, location: redirects.has(status) ? (headers.get("Location") ?? undefined) : undefined };
}
