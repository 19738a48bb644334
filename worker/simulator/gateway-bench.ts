import { type IRequest, Router } from "itty-router";
import * as z from "zod";
import { Instant, PhoneNumber } from "../../shared/contract/primitives.ts";
import { clock } from "../clock.ts";
import { ProblemError } from "../problem.ts";
import { readBody } from "../routes/read-body.ts";
import { readQuery } from "../routes/route.ts";
import { FaultStep } from "./fault-step.ts";
import { findLinks } from "./message-links.ts";
import type { MessageFilter } from "./message-table.ts";
import type { SimulatedMessage } from "./simulated-message.ts";
import { getSimulator, type SimulatorEnv } from "./simulator-env.ts";
import { postInbound, postReceipt } from "./twilio-receipts.ts";

/** The bench's own calls to the simulated gateway. Undefined for any other address. */
export function answerGatewayBench(request: Request, env: SimulatorEnv): Promise<Response | undefined> {
  return router.fetch(request, env);
}

const Script = z.strictObject({ script: z.array(FaultStep).max(10_000) });

const Reply = z.strictObject({
  from: PhoneNumber,
  to: z.string().min(1),
  body: z.string().max(1600),
  id: z.string().min(1).max(64).optional(),
});

const ReceiptOrder = z.strictObject({
  id: z.string().min(1),
  status: z.enum(["accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read", "canceled"]),
  errorCode: z.coerce.number().int().nullish(),
});

const MessageQuery = z.object({
  to: z.string().optional(),
  from: z.string().optional(),
  merchantId: z.string().optional(),
  since: Instant.optional(),
});

const router = Router<IRequest & Request, [SimulatorEnv]>({ base: "/bench" })
  .post("/gateway", async (request, env) => {
    const { script } = await readBody(request, Script);
    await getSimulator(env).script(script);
    return Response.json({ script });
  })
  .get("/gateway", async (_request, env) => Response.json(await getSimulator(env).tally()))
  .get("/messages", async (request, env) => {
    const { to, from, merchantId, since } = readQuery(request, MessageQuery);
    const fromMs = since === undefined ? undefined : Date.parse(since);
    const messages = await readAll(env, {
      to: asNumber(to),
      from: asNumber(from),
      merchantId,
      fromMs,
      direction: "outbound-api",
    });
    return Response.json(messages.map(renderBenchMessage));
  })
  .post("/replies", async (request, env) => {
    const reply = await readBody(request, Reply);
    const simulator = getSimulator(env);
    const account = await simulator.findAccount("sender", reply.to);
    if (account === undefined) throw notFound("unknown-sender", "No merchant has this number");
    await clock.ready();
    const message = await simulator.receive(account, reply.id, reply.from, reply.body, clock.nowMs());
    const answer = await postInbound(account, { ...message, from: reply.from, body: reply.body }, env.BASE_URL);
    return Response.json({ id: message.sid, status: answer.kind === "answer" ? answer.status : answer.why });
  })
  .post("/receipts", async (request, env) => {
    const order = await readBody(request, ReceiptOrder);
    const simulator = getSimulator(env);
    const message = await simulator.findMessage(order.id);
    const account = message === undefined ? undefined : await simulator.findAccount("account_sid", message.accountSid);
    if (message === undefined || account === undefined || message.statusCallbackUrl === null) {
      throw notFound("unknown-message", "No such text with a status callback");
    }
    const errorCode = order.errorCode ?? null;
    await clock.ready();
    await simulator.replaceReceipts(order.id, order.status, errorCode, clock.nowMs());
    const answer = await postReceipt(account, message, { status: order.status, errorCode });
    return Response.json({ id: order.id, status: answer.kind === "answer" ? answer.status : answer.why });
  });

/** A plus sign in a query is a space unless it was encoded: forgiven, since no number begins with a space. */
function asNumber(text: string | undefined): string | undefined {
  return text?.replace(/^ /, "+");
}

/** An answer of an object may be 32 MiB at most, so a long list comes in several. */
async function readAll(env: SimulatorEnv, filter: MessageFilter): Promise<SimulatedMessage[]> {
  const all: SimulatedMessage[] = [];
  for (;;) {
    const part = await getSimulator(env).messages({ ...filter, afterSeq: all.at(-1)?.seq }, "oldest first", 5000, 0);
    all.push(...part);
    if (part.length < 5000) return all;
  }
}

function renderBenchMessage(message: SimulatedMessage) {
  const { sid, to, from, body, atMs, status } = message;
  return { id: sid, to, from, body, at: new Date(atMs).toISOString(), status, links: findLinks(body) };
}

function notFound(kind: string, title: string): ProblemError {
  return new ProblemError({ type: `/problems/${kind}`, title, status: 404 });
}
