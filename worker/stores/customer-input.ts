import type { CustomerFields } from "../../shared/contract/events.ts";
import { parsePhoneNumber } from "../domain/phone-number.ts";
import type { ConsentFacts, CustomerFacts, StoreEvent } from "../domain/store-event.ts";
import { isTimeZone } from "../domain/zone-offsets.ts";
import { type InputContext, type InputIssue, isTooFarAhead, TOO_FAR_AHEAD } from "./input-issue.ts";
import { parseInstantMs } from "./instant.ts";

type FactsReading =
  | { readonly kind: "facts"; readonly facts: CustomerFacts }
  | { readonly kind: "invalid"; readonly issues: readonly InputIssue[] };

/** The body of `PUT /v1/customers/{id}` as the event that it is; `eventId` makes a repeated request harmless. */
export function readCustomerInput(
  customerId: string,
  fields: CustomerFields,
  context: InputContext & { readonly eventId: string },
): { readonly kind: "event"; readonly event: StoreEvent } | Extract<FactsReading, { kind: "invalid" }> {
  const reading = customerInputToFacts(fields, context.nowMs, context);
  if (reading.kind === "invalid") return reading;
  const event: StoreEvent = {
    id: `customers:${context.eventId}`,
    source: "api",
    type: "customer.updated",
    occurredAtMs: context.nowMs,
    live: true,
    test: false,
    customerId,
    customer: reading.facts,
  };
  return { kind: "event", event };
}

/** Absent stays absent (= unchanged), null stays null (= removed). `occurredAtMs` dates a consent that names no time. */
export function customerInputToFacts(
  fields: CustomerFields,
  occurredAtMs: number,
  context: InputContext,
): FactsReading {
  const issues: InputIssue[] = [];
  const { address } = fields;
  const country = upperCase(fields.country === undefined ? partOf(address, "country") : fields.country);
  if (country && !/^[A-Z]{2}$/.test(country)) {
    const path = fields.country === undefined ? ["address", "country"] : ["country"];
    issues.push({ path, message: "not an ISO 3166-1 code such as US" });
  }
  const phone = fields.phone && parsePhoneNumber(fields.phone, country ?? context.shopCountry);
  if (fields.phone && phone === undefined)
    issues.push({ path: ["phone"], message: "is no phone number that exists; write it as +14155550123" });
  if (fields.timeZone && !isTimeZone(fields.timeZone)) {
    issues.push({ path: ["timeZone"], message: "not an IANA time zone such as America/New_York" });
  }
  const consent = fields.consent && consentFacts(fields.consent, occurredAtMs);
  if (isTooFarAhead(consent?.atMs, context.nowMs)) issues.push({ path: ["consent", "at"], message: TOO_FAR_AHEAD });
  if (issues.length > 0) return { kind: "invalid", issues };

  const facts: CustomerFacts = {
    phone: fields.phone === null ? null : phone || undefined,
    timeZone: fields.timeZone,
    priorOrders: fields.priorOrders,
    firstName: fields.firstName,
    lastName: fields.lastName,
    locale: fields.locale,
    country,
    region: upperCaseCode(partOf(address, "region")),
    city: fields.city === undefined ? partOf(address, "city") : fields.city,
    postalCode: partOf(address, "postalCode"),
    tags: fields.tags,
    consent,
    attributes: fields.attributes,
  };
  return { kind: "facts", facts };
}

type Address = NonNullable<CustomerFields["address"]>;

/** Removing the address removes all its parts. */
function partOf(address: Address | null | undefined, part: keyof Address): string | null | undefined {
  return address === null ? null : address?.[part];
}

function consentFacts(consent: NonNullable<CustomerFields["consent"]>, occurredAtMs: number): ConsentFacts {
  const { at, ...facts } = consent;
  return { ...facts, atMs: parseInstantMs(at) ?? occurredAtMs };
}

function upperCase(code: string | null | undefined): string | null | undefined {
  return code?.toUpperCase() ?? code;
}

/** "ca" and "US-CA" (ISO 3166-2) are the state's code CA, by which the law's hours are found; a name stays as it is written. */
function upperCaseCode(region: string | null | undefined): string | null | undefined {
  const code = /^(?:[a-z]{2}-)?([a-z0-9]{1,3})$/i.exec(region ?? "")?.[1];
  return code?.toUpperCase() ?? region;
}
