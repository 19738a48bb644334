import type { Recipient } from "./message-request.ts";
import type { RecordState } from "./use-record.ts";

/** Whom a text goes to: the number that was named, else the record's customer. */
export function findRecipient(record: RecordState, phone: string | undefined): Recipient {
  if (record.kind === "shown" && record.answer.customer?.optedOut === true) return { kind: "optedOut" };
  if (phone !== undefined) return hasDigits(phone) ? { kind: "known", phone } : { kind: "noNumber" };
  switch (record.kind) {
    case "shown": {
      const known = record.answer.customer?.phone;
      return known === undefined ? { kind: "noPhone" } : { kind: "known", phone: known };
    }
    case "none":
    case "loading":
      return { kind: "loading" };
    case "failed":
    case "unknownRecord":
    case "unknownStore":
      return { kind: "nobody" };
  }
}

/** The shortest numbers of countries have seven digits with their code; the Worker knows the rest (ITU-T E.164). */
export function hasDigits(phone: string): boolean {
  return phone.replaceAll(/\D/g, "").length >= 7;
}
