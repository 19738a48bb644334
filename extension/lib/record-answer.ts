import { price } from "./price-answer.ts";
import {
  anyObject,
  count,
  currencyCode,
  flag,
  instantMs,
  integer,
  listOf,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "./shape.ts";

export type RecordAnswer = ReturnType<typeof recordAnswer>;
export type Order = NonNullable<RecordAnswer["order"]>;
export type Parcel = Order["parcels"][number];
export type Customer = NonNullable<RecordAnswer["customer"]>;
export type RecordLink = NonNullable<RecordAnswer["links"]>[number];
export type CustomerText = RecordAnswer["texts"][number];

const money = object({ amountMinor: integer, currency: currencyCode });

const order = object({
  id: text,
  name: text,
  total: optional(money),
  placedAt: optional(instantMs),
  items: listOf(object({ name: text, quantity: count })),
  parcels: listOf(
    object({ state: text, carrier: optional(text), trackingNumber: optional(text), trackingUrl: optional(text) }),
  ),
});

const consentReason = object({ code: text, words: text });

const customer = object({
  id: text,
  firstName: optional(text),
  lastName: optional(text),
  phone: optional(text),
  // Wall-clock time where the customer is, by the server's clock: `2026-11-02T14:05`, without an offset.
  localTime: optional(text),
  timeZone: optional(text),
  language: optional(text),
  segmentPrice: optional(price),
  optedOut: flag,
  consent: object({
    transactional: flag,
    promotional: flag,
    reasons: optional(object({ transactional: optional(consentReason), promotional: optional(consentReason) })),
  }),
});

const customerText = object({
  id: text,
  direction: oneOf("out", "in"),
  body: optional(text), // a text that waits or was held back may not be written yet
  at: instantMs,
  status: oneOf("sending", "sent", "delivered", "waiting", "suppressed", "failed", "unknown", "received"),
  reason: optional(text),
  rule: optional(text),
  untilAt: optional(instantMs),
  segments: optional(count),
  flow: optional(text),
  clicks: optional(object({ people: count, all: count })),
});

const link = object({ kind: text, label: text, url: text, sku: optional(text) });

/** Values of template fields by name, written as a text prints them. */
const fieldValues: Shape<Readonly<Record<string, string>>> = (value) =>
  Object.fromEntries(
    Object.entries(anyObject(value)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

const fields = object({
  order: optional(order),
  customer: optional(customer),
  texts: listOf(customerText),
  links: optional(listOf(link)),
  fields: optional(fieldValues),
  footerText: optional(text),
});

/** `GET /v1/records`: what Aftertext knows of a record in a store admin; texts oldest first, whatever order they came in. */
export const recordAnswer: Shape<ReturnType<typeof fields>> = (value) => {
  const answer = fields(value);
  // What was taken back was never said.
  const said = answer.texts.filter(({ reason }) => reason !== "taken_back");
  return { ...answer, texts: said.toSorted((a, b) => a.at - b.at) };
};
