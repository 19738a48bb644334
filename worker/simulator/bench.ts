import { type IRequest, Router } from "itty-router";
import * as z from "zod";
import { Duration, Instant } from "../../shared/contract/primitives.ts";
import { parseDuration } from "../domain/duration.ts";
import { listShardNames } from "../domain/link-place.ts";
import { addDuration } from "../domain/local-time.ts";
import { flushClickLogs, listClickLogs } from "../links/click-logs.ts";
import { readShardDigits } from "../links/shard-digits.ts";
import { ProblemError } from "../problem.ts";
import { jsonResponse } from "../routes/json-response.ts";
import { problemResponse, renderFailure } from "../routes/problem-response.ts";
import { readBody } from "../routes/read-body.ts";
import { splitUrl } from "../routes/split-url.ts";
import { listDue } from "../tables/due.ts";
import { wakeAll } from "../wake.ts";
import { BenchMerchant, makeBenchMerchant } from "./bench-merchant.ts";
import { ExampleOrder, postExampleOrder } from "./example-order.ts";
import { Faults, readFaults, setFaults } from "./faults.ts";
import { answerGatewayBench } from "./gateway-bench.ts";
import { benchClock } from "./local-clock.ts";
import type { LocalEnv } from "./local-env.ts";
import { openPhonePage } from "./phone-page.ts";
import { phoneSource } from "./phone-source.ts";
import { emptyState } from "./reset.ts";
import { moveClock, settle } from "./settle.ts";
import { ScriptedTarget } from "./simulated-web.ts";
import { answerStoreApi, keepStoreRecord, StoreRecord, StoreState, setStoreState } from "./store-api.ts";
import { changeTarget } from "./target-bench.ts";
import { answerTwilioApi } from "./twilio-api.ts";

/** The bench and the simulated gateway: loopback only, no authentication. Undefined for any address that is not theirs. */
export function handleBench(request: Request, env: LocalEnv): Promise<Response> | undefined {
  const { pathname } = splitUrl(request.url);
  return /^\/bench(?:\/|$)/.test(pathname) ? answer(request, env, pathname) : undefined;
}

async function answer(request: Request, env: LocalEnv, pathname: string): Promise<Response> {
  try {
    await benchClock.ready();
    // The gateway's API and the stores' have their own authentication, and are called by workerd itself.
    if (pathname.startsWith("/bench/twilio/")) return (await answerTwilioApi(request, env)) ?? unknownAddress();
    if (pathname.startsWith("/bench/store-api/")) return (await answerStoreApi(request, env)) ?? unknownAddress();
    if (!isLocal(request, env)) return problemResponse(foreign);
    return (
      (await router.fetch(request, env)) ??
      (await answerGatewayBench(request, env)) ??
      (await answerPhonePage(request, env)) ??
      unknownAddress()
    );
  } catch (error) {
    return renderFailure(error, { method: request.method, route: pathname, ray: undefined });
  }
}

const answerPhonePage = openPhonePage(phoneSource);

const foreign = {
  type: "/problems/foreign-origin",
  title: "The bench answers this machine only",
  status: 403,
  detail: "Ask for it by its loopback address, from a page of its own or from no page.",
} as const;

function unknownAddress(): Response {
  return problemResponse({ type: "/problems/unknown-address", title: "Nothing is at this address", status: 404 });
}

/** A page of another site, or a name that was pointed at this machine (DNS rebinding), must not drive the bench. */
function isLocal(request: Request, env: LocalEnv): boolean {
  const { port } = new URL(env.BASE_URL);
  const hosts = new Set([new URL(env.BASE_URL).host, `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]);
  if (!hosts.has((request.headers.get("host") ?? new URL(request.url).host).toLowerCase())) return false;
  const origin = request.headers.get("origin");
  if (origin === null) return request.headers.get("sec-fetch-site") !== "cross-site";
  return URL.canParse(origin) && hosts.has(new URL(origin).host);
}

const ClockMove = z.union([
  z.strictObject({ to: Instant }),
  z.strictObject({ advance: Duration }),
  z.strictObject({ follow: z.literal(true) }),
]);
const Reset = z.strictObject({ now: Instant.optional() });

const router = Router<IRequest & Request, [LocalEnv]>({ base: "/bench" })
  .post("/merchants", async (request, env) => {
    return jsonResponse(await makeBenchMerchant(env, await readBody(request, BenchMerchant)), 201);
  })
  .get("/clock", async () => jsonResponse(showClock()))
  .post("/clock", async (request, env) => changeClock(env, await readBody(request, ClockMove)))
  .get("/click-log", async (_, env) => jsonResponse(await showClickLogs(env)))
  .get("/link-shards", async (_, env) => jsonResponse(await showLinkShards(env)))
  .post("/faults", async (request) => {
    setFaults(await readBody(request, Faults));
    return jsonResponse(readFaults());
  })
  .post("/targets", async (request, env) => {
    return jsonResponse(await changeTarget(env, await readBody(request, ScriptedTarget)));
  })
  .post("/reset", async (request, env) => {
    const { now } = request.body === null ? {} : await readBody(request, Reset);
    await emptyState(env, now === undefined ? undefined : Date.parse(now));
    return jsonResponse(showClock());
  })
  .post("/store-records", async (request, env) => {
    return jsonResponse(await keepStoreRecord(env, await readBody(request, StoreRecord)), 201);
  })
  .post("/store-state", async (request, env) => {
    return jsonResponse(await setStoreState(env, await readBody(request, StoreState)));
  })
  .post("/example-order", async (request, env) => {
    return jsonResponse(await postExampleOrder(env, await readBody(request, ExampleOrder)), 201);
  });

/** What waits for D1 in all of them, and what happened. */
async function showClickLogs(env: LocalEnv): Promise<Record<string, number>> {
  return sumUp(await Promise.all(listClickLogs(env).map((log) => log.state())));
}

/** What making links took, once D1 has them. */
async function showLinkShards(env: LocalEnv): Promise<Record<string, number>> {
  const shards = listShardNames(readShardDigits(env).own).map((name) => env.LINK_SHARD.getByName(name));
  await Promise.all(shards.map((shard) => shard.copyNow()));
  return sumUp(await Promise.all(shards.map((shard) => shard.localCost())));
}

function sumUp(counts: readonly object[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, value] of counts.flatMap((count) => Object.entries(count))) sums[name] = (sums[name] ?? 0) + value;
  return sums;
}

function showClock(): { readonly now: string; readonly standing: boolean } {
  return { now: new Date(benchClock.nowMs()).toISOString(), standing: !benchClock.isRunning() };
}

async function changeClock(env: LocalEnv, move: z.output<typeof ClockMove>): Promise<Response> {
  const nowMs = benchClock.nowMs();
  if ("follow" in move) {
    await benchClock.move({ kind: "following", offsetMs: nowMs - Date.now() });
    await settle(env);
    // Alarms were not set while the clock stood still: those who are next set theirs now, cron finds the others.
    await wakeAll(env, await listDue(env.DB, nowMs + 3_600_000, 500));
    return jsonResponse({ ...showClock(), target: new Date(nowMs).toISOString(), ran: 0, done: true });
  }
  if ("advance" in move) {
    const duration = parseDuration(move.advance);
    if (duration === undefined || duration.sign < 0) throw backwards();
    const isBarrier = addDuration(nowMs, duration, "UTC") === nowMs;
    if (isBarrier && benchClock.isRunning()) {
      const ran = await settle(env);
      await flushClickLogs(env);
      return jsonResponse({ ...showClock(), target: showClock().now, ran, done: true });
    }
    return jsonResponse(await moveClock(env, addDuration(nowMs, duration, "UTC")));
  }
  const targetMs = Date.parse(move.to);
  if (targetMs < nowMs) throw backwards();
  return jsonResponse(await moveClock(env, targetMs));
}

function backwards(): ProblemError {
  const detail = "The clock moves forward only. POST /bench/reset sets it anew.";
  return new ProblemError({ type: "/problems/clock-backwards", title: "That instant has passed", status: 422, detail });
}
