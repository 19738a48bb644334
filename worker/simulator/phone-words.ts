/** Why a text waits or did not go, for somebody who has never read the rules (R11). */
const reasons: Readonly<Record<string, string>> = {
  opted_out: "the customer has opted out",
  no_consent: "the customer has not agreed to such texts",
  holdout: "this customer is in the comparison group, who get no text",
  exited: "something happened that ends this flow",
  superseded: "newer news about the parcel makes it pointless",
  condition: "its condition does not hold",
  missing_field: "a value that the text needs is missing",
  content: "its words or its link are not fit to send",
  expired: "it would come too late to be useful",
  reserved: "its place is kept for a text that matters more",
  no_entry: "this event starts no new run of the flow",
  test_order: "test orders text nobody",
  no_phone: "there is no mobile number to text",
  taken_back: "it was taken back before it left",
  dead_link: "its link leads nowhere",
  unreachable: "this number cannot receive texts",
  gateway_rejected: "the gateway refused it",
  stopped: "sending is stopped",
  brake: "the brake is on",
  paused: "the flow is paused",
  budget: "the month's budget is used up",
  pace: "texts leave one after another",
  quiet_hours: "it is quiet hours for the customer",
  cap: "the customer has had enough texts for now",
};

const events: Readonly<Record<string, string>> = {
  "order.placed": "the order",
  "order.paid": "the payment",
  "order.shipped": "the shipment",
  "fulfillment.shipped": "the shipment",
  "order.delivered": "the delivery",
  "order.cancelled": "the cancellation",
  "order.refunded": "the refund",
};

export function explainReason(reason: string | undefined): string {
  return reason === undefined ? "no reason was recorded" : (reasons[reason] ?? reason.replaceAll("_", " "));
}

export function nameEvent(type: string): string {
  return events[type] ?? type.replaceAll(/[._]/g, " ");
}

/** "6 days", "1 day 4 hours", "20 minutes"; "" below a minute. */
export function nameDuration(durationMs: number): string {
  const minutes = Math.floor(durationMs / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ] as const;
  const named = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`);
  return named.slice(0, 2).join(" ");
}

/** "Mon 2 Mar, 10:00" on the phone's own clock. */
export function nameLocalTime(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")}, ${part("hour")}:${part("minute")}`;
}
