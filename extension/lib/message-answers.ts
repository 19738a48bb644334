import { price } from "./price-answer.ts";
import { count, flag, instantMs, listOf, object, oneOf, optional, type Shape, text } from "./shape.ts";

export const messageClass = oneOf("transactional", "relationship", "promotional");
export type MessageClass = ReturnType<typeof messageClass>;

export type Gate = ReturnType<typeof gate>;
export type Preview = ReturnType<typeof previewAnswer>;
export type Taken = ReturnType<typeof takenAnswer>;
export type MessageStatus = ReturnType<typeof statusAnswer>;
export type Template = ReturnType<typeof templatesAnswer>["items"][number];

const advice = object({
  kind: text, // one that this version does not know is no button
  at: optional(instantMs),
  class: optional(messageClass),
});

const gate = object({
  decision: oneOf("send", "hold", "suppress"),
  reason: optional(text),
  rule: optional(text),
  untilAt: optional(instantMs),
  advice: optional(advice),
});

/** `POST /v1/messages/preview`: how a text would read, and whether it may go. */
export const previewAnswer = object({
  body: text,
  segments: count,
  units: optional(count),
  price: optional(price),
  gate: optional(gate),
});

const statuses = ["waiting", "sending", "sent", "delivered", "failed", "suppressed", "unknown"] as const;
/** A status that this version does not know yet is one on its way. */
const status: Shape<(typeof statuses)[number]> = (value) => statuses.find((known) => known === value) ?? "sending";

const taken = object({
  id: optional(text),
  messageId: optional(text),
  outcome: text,
  status: optional(status),
  reason: optional(text),
  rule: optional(text),
  untilAt: optional(instantMs),
});

/** `POST /v1/messages`: the text is the Worker's from here on. */
export const takenAnswer = (value: unknown) => {
  const { id, messageId, ...rest } = taken(value);
  return { ...rest, id: text(id ?? messageId), status: status(rest.status ?? rest.outcome) };
};

/** `GET /v1/messages/{id}`. */
export const statusAnswer = object({
  status,
  reason: optional(text),
  rule: optional(text),
  untilAt: optional(instantMs),
  clicks: optional(object({ people: count, all: count })),
});

const bodies = object({ en: optional(text), es: optional(text), fr: optional(text), de: optional(text) });

/** `GET /v1/templates`. */
export const templatesAnswer = object({
  items: listOf(
    object({
      key: text,
      name: text,
      class: optional(messageClass),
      bodies,
      link: optional(object({ kind: text })),
    }),
  ),
});

/** `POST /v1/test-phone` and its `/verify`. */
export const testPhoneAnswer = object({ masked: text, verified: flag });

/** `POST /v1/messages/test`. */
export const testTextAnswer = object({ to: optional(text) });
