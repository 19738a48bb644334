import * as z from "zod";
import { EventInput } from "../../shared/contract/events.ts";
import { describeFields, type FieldError } from "../domain/field-errors.ts";
import { wordIssue } from "../domain/issue-words.ts";
import { readEventInput } from "./event-input.ts";
import { parseExactJson } from "./exact-json.ts";
import { fingerprint } from "./fingerprint.ts";
import { verifyStandardWebhook } from "./standard-webhooks.ts";
import type { Delivery, DeliveryInput, StoreAdapter } from "./store-adapter.ts";

/** A store without an adapter of its own: Standard Webhooks that carry the body of `POST /v1/events`. */
export const custom: StoreAdapter = { kind: "custom", verify: verifyStandardWebhook, read };

function read({ rawBody, headers, receivedAtMs, shopCountry, shopCurrency }: DeliveryInput): Delivery {
  const deliveryId = headers.get("webhook-id") ?? fingerprint(rawBody);
  const body = parseExactJson(rawBody);
  const topic = Typed.safeParse(body).data?.type ?? "unreadable";
  if (body === undefined) return { deliveryId, topic, kind: "dead_letter", problem: "body: not JSON" };
  const parsed = EventInput.safeParse(body, { error: wordIssue });
  if (!parsed.success) {
    return { deliveryId, topic, kind: "dead_letter", problem: joinFields(describeFields(parsed.error, body)) };
  }
  const reading = readEventInput(parsed.data, { nowMs: receivedAtMs, source: "custom", shopCountry, shopCurrency });
  if (reading.kind === "invalid") {
    const fields = reading.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return { deliveryId, topic, kind: "dead_letter", problem: joinFields(fields) };
  }
  return { deliveryId, topic, kind: "events", events: [reading.event] };
}

function joinFields(fields: readonly FieldError[]): string {
  return fields
    .slice(0, 5)
    .map(({ path, message }) => `${path || "body"}: ${message}`)
    .join("; ");
}

/** What a body that is otherwise refused calls itself. */
const Typed = z.object({ type: z.string().min(1).max(64) });
