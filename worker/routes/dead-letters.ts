import * as z from "zod";
import { type Replayed, replayDeadLetter } from "../intake/replay.ts";
import { ProblemError } from "../problem.ts";
import {
  type DeadLetterHead,
  findLetter,
  type LetterPosition,
  listLetters,
  markReplayed,
} from "../tables/dead-letters.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest, readQuery } from "./route.ts";

export const DeadLettersQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** The `next` of the page before. */
  cursor: z.string().max(120).optional(),
});

const LetterView = z.object({
  id: z.string(),
  source: z.string(),
  deliveryId: z.string(),
  topic: z.string(),
  receivedAt: z.string(),
  problem: z.string(),
  replayedAt: z.string().optional(),
});
export const DeadLettersView = z.object({ items: z.array(LetterView), next: z.string().optional() });

export const ReplayView = z.object({
  id: z.string(),
  outcome: z.enum(["applied", "unreadable"]),
  /** How many events it held; 0 where it is understood and of no use to flows. */
  events: z.int().optional(),
  problem: z.string().optional(),
});

export async function listDeadLetters(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const { limit, cursor } = readQuery(request, DeadLettersQuery);
  const after = cursor === undefined ? undefined : parseCursor(cursor);
  // One more than asked for tells whether there is a next page.
  const found = await listLetters(env.DB, { merchantId: merchant.id, after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const view: z.output<typeof DeadLettersView> = {
    items: shown.map(viewLetter),
    ...(found.length > limit && last !== undefined ? { next: `${last.receivedAtMs}.${last.id}` } : {}),
  };
  return jsonResponse(view);
}

/** R16: a replayed event changes state and statistics, and starts no run. */
export async function replay(request: RouteRequest, { env, merchant, nowMs }: ApiContext): Promise<Response> {
  const letter = await findLetter(env.DB, merchant.id, getParam(request, "id"));
  if (letter === undefined) {
    throw new ProblemError({ type: "/problems/unknown-dead-letter", title: "No such dead letter", status: 404 });
  }
  const replayed = await replayDeadLetter(env, merchant, letter, nowMs);
  if (replayed.kind === "applied") {
    await markReplayed(env.DB, { merchantId: merchant.id, id: letter.id, replayedAtMs: nowMs });
  }
  return jsonResponse(viewReplay(letter.id, replayed));
}

function viewReplay(id: string, replayed: Replayed): z.output<typeof ReplayView> {
  switch (replayed.kind) {
    case "applied":
      return { id, outcome: "applied", events: replayed.events };
    case "unreadable":
      return { id, outcome: "unreadable", problem: replayed.problem };
  }
}

function viewLetter({ receivedAtMs, replayedAtMs, ...letter }: DeadLetterHead): z.output<typeof LetterView> {
  const replayed = replayedAtMs === undefined ? {} : { replayedAt: new Date(replayedAtMs).toISOString() };
  return { ...letter, receivedAt: new Date(receivedAtMs).toISOString(), ...replayed };
}

function parseCursor(text: string): LetterPosition {
  const match = /^(\d{1,15})\.(.+)$/.exec(text);
  if (match === null) throw invalidRequest([{ path: "cursor", message: "is not the `next` of a page" }]);
  return { receivedAtMs: Number(match[1]), id: match[2] ?? "" };
}
