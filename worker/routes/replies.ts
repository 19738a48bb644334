import { RepliesQuery, type RepliesView, type ReplyDoneView, type ReplyView } from "../../shared/contract/replies.ts";
import { toIso } from "../domain/iso.ts";
import type { ConnectedStore, WaitingReply } from "../objects/customer-messages.ts";
import { ProblemError } from "../problem.ts";
import { listStores } from "../tables/credentials.ts";
import { countReplies, findReply, listReplies, type ReplyRow } from "../tables/replies.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest, readQuery } from "./route.ts";

/** `GET /v1/replies`: whose last word is theirs. The words and the number come from each person's own object. */
export async function showReplies(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const { limit, cursor } = readQuery(request, RepliesQuery);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rows = await listReplies(env.DB, merchant.id, { after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const stores = await listStores(env.DB, merchant.id);
  const items: ReplyView[] = [];
  for (let from = 0; from < page.length; from += AT_ONCE) {
    const some = page.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map(({ owner }) => askPerson(env, owner, stores)));
    items.push(...found.flatMap((reply) => (reply === undefined ? [] : [describe(reply)])));
  }
  const last = rows.length > limit ? page.at(-1) : undefined;
  const view: RepliesView = { items, next: last && writeCursor(last) };
  return jsonResponse(view);
}

/** `POST /v1/replies/{id}/done`: nothing has to be said to this one. What they wrote after it goes on waiting. */
export async function closeReply(request: RouteRequest, { env, merchant }: ApiContext): Promise<Response> {
  const id = getParam(request, "id");
  const row = await findReply(env.DB, merchant.id, id);
  const isClosed = row !== undefined && (await env.CUSTOMER.getByName(row.owner).closeReply(id));
  if (!isClosed) {
    const detail = "It was answered or done before, or they have written again since: read the list anew.";
    throw new ProblemError({ type: "/problems/unknown-reply", title: "No such reply waits", status: 404, detail });
  }
  const done: ReplyDoneView = { id, repliesWaiting: await countReplies(env.DB, merchant.id) };
  return jsonResponse(done);
}

/** An invocation has six connections at most. */
const AT_ONCE = 6;

function askPerson(env: Env, owner: string, stores: readonly ConnectedStore[]): Promise<WaitingReply | undefined> {
  return env.CUSTOMER.getByName(owner).waitingReply(stores);
}

function describe({ id, customerId, name, phone, body, atMs, place }: WaitingReply): ReplyView {
  return { id, customer: customerId, name, phone, body, at: toIso(atMs), record: place };
}

function writeCursor({ atMs, id }: ReplyRow): string {
  return `${atMs}.${id}`;
}

function readCursor(cursor: string): { readonly atMs: number; readonly id: string } {
  const [, atMs, id] = /^(\d{1,16})\.(.+)$/.exec(cursor) ?? [];
  if (atMs === undefined || id === undefined)
    throw invalidRequest([{ path: "cursor", message: "is no page's `next`" }]);
  return { atMs: Number(atMs), id };
}
