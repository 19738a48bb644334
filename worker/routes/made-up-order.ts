import type * as z from "zod";
import type { DryRunInput } from "../../shared/contract/dry-run.ts";
import type { Flow } from "../../shared/contract/flows.ts";
import type { PhoneNumber } from "../../shared/contract/primitives.ts";
import { assumeCourse } from "../domain/assumed-course.ts";
import type { StoreEvent } from "../domain/store-event.ts";
import { readEventInput } from "../stores/event-input.ts";
import { invalidRequest } from "./read-body.ts";
import type { ApiContext } from "./route.ts";

/** Nobody has these numbers: 555-0100 to 0199 are set aside for fiction (nationalnanpa.com, "555 line numbers"). */
const NOBODYS_NUMBER = "+12125550147" as PhoneNumber; // E.164
const MADE_UP_ID = "made-up";

export interface MadeUpOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly phone: PhoneNumber;
  readonly events: readonly StoreEvent[];
  readonly notes: readonly string[];
}

/** An order that nobody placed, with what a caller left out filled in. */
export function makeUpOrder(
  { event, events = event === undefined ? [{}] : [event], assume }: z.output<typeof DryRunInput>,
  only: Flow | undefined,
  { merchant, nowMs }: ApiContext,
): MadeUpOrder {
  const nobody = { id: MADE_UP_ID, phone: NOBODYS_NUMBER, timeZone: merchant.timeZone };
  const told = events.map((one, index) => {
    const reading = readEventInput(
      {
        ...one,
        id: one.id ?? `${MADE_UP_ID}-${index}`,
        type: one.type ?? only?.trigger.event ?? "order.placed",
        customer: one.customer ?? (index === 0 ? nobody : idOf(events[0]?.customer)),
        order: one.order ?? MADE_UP_ID,
      },
      { nowMs, source: "api", shopCountry: merchant.country, shopCurrency: merchant.currency },
    );
    const place = event === undefined ? `events.${index}` : "event";
    if (reading.kind === "event") return reading.event;
    throw invalidRequest(reading.issues.map(({ path, message }) => ({ path: [place, ...path].join("."), message })));
  });
  const [first] = told;
  const orderId = first?.orderId ?? MADE_UP_ID;
  const customerId = first?.customerId ?? MADE_UP_ID;
  const isAlone = told.length === 1 && assume !== false;
  const assumed = first === undefined || !isAlone ? [] : assumeCourse(first, orderId);
  const phone = told.map((one) => one.customer?.phone).find((one) => typeof one === "string");
  const hasConsent = told.some((one) => one.customer?.consent !== undefined);
  return {
    orderId,
    customerId,
    phone: phone ?? NOBODYS_NUMBER,
    events: [...told, ...assumed].map((one) => ({ ...one, orderId, customerId })),
    notes: [
      ...(assumed.length === 0 ? [] : [`assumed: ${assumed.map(({ type }) => type).join(", ")}`]),
      ...(hasConsent ? [] : ["assumed: this person has opted in"]),
      ...(phone === undefined ? ["assumed: a number that nobody has, in the shop's time zone"] : []),
    ],
  };
}

/** Who the first event is about, the later ones are about too. */
function idOf(customer: NonNullable<z.output<typeof DryRunInput>["event"]>["customer"]): string {
  return typeof customer === "object" ? customer.id : (customer ?? MADE_UP_ID);
}
