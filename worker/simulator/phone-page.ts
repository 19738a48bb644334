import { type IRequest, Router } from "itty-router";
import { clock } from "../clock.ts";
import { phonePageScript } from "./phone-page-script.ts";
import { phonePageStyle } from "./phone-page-style.ts";
import { findNextMs, type PhoneDecision, tellTimeline } from "./phone-timeline.ts";
import { nameLocalTime } from "./phone-words.ts";
import { getSimulator, type SimulatorEnv } from "./simulator-env.ts";

/** A customer of a merchant's, also one who has had no text yet. */
export interface PhoneOwner {
  readonly phone: string;
  readonly name?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** What the page knows of Aftertext itself; the simulated gateway knows nothing of flows. */
export interface PhoneSource<Env> {
  /** Of the numbers given and of the latest customers, the newest first. */
  ownersOf(env: Env, merchantId: string, phones: readonly string[]): Promise<readonly PhoneOwner[]>;
  decisionsOf(env: Env, merchantId: string, phone: string): Promise<readonly PhoneDecision[]>;
}

const maxPhones = 12;
const maxEntries = 100;

/** `GET /bench/phone`, the page, and `GET /bench/phones`, what it shows. Undefined for any other address. */
export function openPhonePage<Env extends SimulatorEnv>(source: PhoneSource<Env>) {
  const router = Router<IRequest & Request, [Env]>({ base: "/bench" })
    .get("/phone", () => renderPage())
    .get("/phones", async (request, env) => {
      const merchantId = new URL(request.url).searchParams.get("merchantId");
      return Response.json(await readPhones(env, source, merchantId), { headers: { "cache-control": "no-store" } });
    });
  return (request: Request, env: Env): Promise<Response | undefined> => router.fetch(request, env);
}

async function readPhones<Env extends SimulatorEnv>(env: Env, source: PhoneSource<Env>, merchantId: string | null) {
  await clock.ready();
  const accounts = await getSimulator(env).accounts();
  const account = accounts.find((each) => each.merchantId === merchantId) ?? accounts[0];
  const now = new Date(clock.nowMs()).toISOString();
  const standing = !clock.isRunning();
  const merchants = accounts.map(({ merchantId: id, name, sender }) => ({ merchantId: id, name, sender }));
  if (account === undefined) return { clock: { now, standing }, merchants, phones: [] };
  const owners = await findOwners(env, source, account.merchantId);
  const phones = await Promise.all(owners.map((owner) => readPhone(env, source, account.merchantId, owner)));
  const nextMs = findNextMs(phones.flatMap(({ decisions }) => decisions));
  const next = nextMs === undefined ? undefined : new Date(nextMs).toISOString();
  const shown = phones.map(({ decisions: _, ...phone }) => phone);
  return { clock: { now, standing, next }, merchantId: account.merchantId, merchants, phones: shown };
}

async function findOwners<Env extends SimulatorEnv>(env: Env, source: PhoneSource<Env>, merchantId: string) {
  const heardOf = await getSimulator(env).phones(merchantId, maxPhones);
  const owners = await source.ownersOf(env, merchantId, heardOf);
  const strangers = heardOf
    .filter((phone) => !owners.some((owner) => owner.phone === phone))
    .map((phone) => ({ phone }));
  return [...owners, ...strangers].slice(0, maxPhones);
}

async function readPhone<Env extends SimulatorEnv>(
  env: Env,
  source: PhoneSource<Env>,
  merchantId: string,
  owner: PhoneOwner,
) {
  const timeZone = owner.timeZone ?? "UTC";
  const [messages, decisions] = await Promise.all([
    getSimulator(env).conversation(merchantId, owner.phone, maxEntries),
    source.decisionsOf(env, merchantId, owner.phone),
  ]);
  return {
    ...owner,
    timeZone,
    localTime: nameLocalTime(clock.nowMs(), timeZone),
    entries: tellTimeline(messages, decisions, timeZone).slice(-maxEntries),
    decisions,
  };
}

/** Nothing but this page's own script and style runs on it, and it talks to nobody but us. */
function renderPage(): Response {
  const nonce = crypto.randomUUID();
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Phones · Aftertext</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${phonePageStyle}</style>
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
<script nonce="${nonce}" type="module">${phonePageScript}</script>
</body>
</html>`;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
