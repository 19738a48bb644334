import type { RecordInput } from "../../shared/contract/records.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { fetchRecord } from "../intake/fetch-record.ts";
import { takeIn } from "../intake/take-in.ts";
import { ProblemError } from "../problem.ts";
import { fingerprint } from "../stores/fingerprint.ts";
import { listStores } from "../tables/credentials.ts";
import { jsonResponse } from "./json-response.ts";
import { needStore, readRecord } from "./records.ts";
import type { ApiContext, RouteRequest } from "./route.ts";

/** `POST /v1/records/fetch`: asks the store itself, takes in what it says as old news (R16), and shows the record. */
export async function fetchFromStore(_: RouteRequest, context: ApiContext, named: RecordInput): Promise<Response> {
  const { env, merchant } = context;
  const stores = await listStores(env.DB, merchant.id);
  needStore(named, stores);
  const fetched = await fetchRecord(env, merchant, named);
  switch (fetched.kind) {
    case "found":
      await keep(fetched.events, context);
      return jsonResponse(await readRecord(named, stores, context));
    case "no_such_record":
      throw problem("no-such-record", 404, "The store has no such record", "It may have been deleted there.");
    case "refused":
      throw problem("store-refused", 502, "The store refuses to tell", fetched.detail);
    case "unreachable":
      throw problem("store-unreachable", 502, "The store does not answer", "Try again in a moment.");
    case "no_access": {
      const detail = `Give Aftertext access to the store's API: PUT /v1/stores/${named.platform}.`;
      throw problem("no-store-access", 409, "The store's API may not be asked", detail);
    }
  }
}

/** What has not changed since it was fetched before is the same delivery. */
async function keep(events: readonly StoreEvent[], { env, merchant, nowMs }: ApiContext): Promise<void> {
  const told = events.map((event) => ({ ...event, live: false }));
  const body = JSON.stringify(told);
  const delivery = {
    source: "fetch",
    deliveryId: fingerprint(body),
    topic: "record",
    rawBody: new TextEncoder().encode(body),
    events: told,
  };
  await (await takeIn(env, merchant, delivery, nowMs)).apply();
}

function problem(name: string, status: number, title: string, detail: string): ProblemError {
  return new ProblemError({ type: `/problems/${name}`, title, status, detail });
}
