import { type IRequest, Router } from "itty-router";
import { clock } from "../clock.ts";
import type { SimulatedAccount } from "./simulated-account.ts";
import type { SimulatedMessage } from "./simulated-message.ts";
import { getSimulator, type SimulatorEnv } from "./simulator-env.ts";
import { readSendForm } from "./twilio-faults.ts";
import { refuse, renderMessage, renderPage } from "./twilio-resource.ts";

const prefix = "/bench/twilio";
/** Longer than any caller waits. */
const silenceMs = 60_000;
const dayMs = 86_400_000;

/** Twilio's Messages resource: create, fetch and list. Undefined for any other address. */
export function answerTwilioApi(request: Request, env: SimulatorEnv): Promise<Response | undefined> {
  return router.fetch(request, env);
}

const router = Router<IRequest & Request, [SimulatorEnv]>({ base: `${prefix}/2010-04-01/Accounts/:account` })
  .post("/Messages.json", async (request, env) => {
    const account = await authenticate(request, env);
    if (account === undefined) return refuse(unauthenticated);
    await clock.ready();
    const answer = await getSimulator(env).send(account, readSendForm(await readForm(request)), clock.nowMs());
    switch (answer.kind) {
      case "created":
        return Response.json(renderMessage(answer.message), { status: 201 });
      case "refused":
        return refuse(answer.refusal);
      case "broken":
        return breakConnection();
      case "silent":
        await new Promise((resolve) => setTimeout(resolve, silenceMs));
        return breakConnection();
    }
  })
  .get("/Messages.json", async (request, env) => {
    const account = await authenticate(request, env);
    if (account === undefined) return refuse(unauthenticated);
    const url = new URL(request.url);
    const size = Math.min(1000, Math.max(1, Number(url.searchParams.get("PageSize") ?? 50) || 50));
    const index = Math.max(0, Number(url.searchParams.get("Page") ?? 0) || 0);
    const filter = {
      accountSid: account.accountSid,
      to: url.searchParams.get("To") ?? undefined,
      from: url.searchParams.get("From") ?? undefined,
      ...readDates(url.searchParams),
    };
    // One more than asked for tells whether another page follows.
    const messages = await getSimulator(env).messages(filter, "newest first", size + 1, index * size);
    const page = { index, size, hasMore: messages.length > size };
    return Response.json(renderPage(url, url.pathname.slice(prefix.length), messages.slice(0, size), page));
  })
  .get("/Messages/:file", async (request, env) => {
    const account = await authenticate(request, env);
    if (account === undefined) return refuse(unauthenticated);
    const path = new URL(request.url).pathname.slice(prefix.length);
    const message = await findOwn(env, account, request.params.file ?? "");
    if (message !== undefined) return Response.json(renderMessage(message));
    return refuse({ httpStatus: 404, code: 20404, message: `The requested resource ${path} was not found` });
  });

const unauthenticated = { httpStatus: 401, code: 20003, message: "Authenticate" };

/** HTTP Basic: the account's sid and token, for the account in the path. */
async function authenticate(request: IRequest, env: SimulatorEnv): Promise<SimulatedAccount | undefined> {
  const accountSid = request.params.account ?? "";
  const account = await getSimulator(env).findAccount("account_sid", accountSid);
  const expected = account === undefined ? undefined : `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}`;
  return request.headers.get("authorization") === expected ? account : undefined;
}

/** Not text(): workerd writes a warning to its log for a body of this content type. */
async function readForm(request: Request): Promise<string> {
  return new TextDecoder().decode(await request.arrayBuffer());
}

async function findOwn(
  env: SimulatorEnv,
  account: SimulatedAccount,
  file: string,
): Promise<SimulatedMessage | undefined> {
  const message = await getSimulator(env).findMessage(file.replace(/\.json$/, ""));
  return message?.accountSid === account.accountSid ? message : undefined;
}

/**
 * Headers, then a body that breaks off. A Worker cannot reset a socket; workerd closes the connection when the stream
 * fails, and the caller's fetch or its reading of the body throws "Network connection lost." (seen).
 */
function breakConnection(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.error(new Error("connection dropped by script")),
  });
  return new Response(body, { status: 201, headers: { "content-type": "application/json" } });
}

/** `DateSent=`, `DateSent>=`, `DateSent<=` with a GMT day or an instant; the sign is part of the parameter's name. */
function readDates(query: URLSearchParams): { readonly fromMs?: number; readonly untilMs?: number } {
  const [on, from, until] = ["DateSent", "DateSent>", "DateSent<"].map((name) => readDate(query.get(name)));
  return {
    ...(from === undefined ? {} : { fromMs: from.startMs }),
    ...(until === undefined ? {} : { untilMs: until.endMs }),
    ...(on === undefined ? {} : { fromMs: on.startMs, untilMs: on.endMs }),
  };
}

function readDate(text: string | null): { readonly startMs: number; readonly endMs: number } | undefined {
  const startMs = Date.parse(text ?? "");
  if (text === null || Number.isNaN(startMs)) return undefined;
  return { startMs, endMs: /^\d{4}-\d\d-\d\d$/.test(text) ? startMs + dayMs - 1 : startMs };
}
