import type { SimulatedAccount } from "./simulated-account.ts";

/** An answer that says no, as Twilio does. */
export interface Refusal {
  readonly httpStatus: number;
  readonly code: number;
  readonly message: string;
  readonly retryAfter?: string | undefined;
}

/** Twilio's fields of a send that we look at. */
export interface SendForm {
  readonly to: string;
  readonly from: string;
  readonly messagingServiceSid: string;
  readonly body: string;
  readonly statusCallback: string;
  readonly validityPeriod: string;
}

export function readSendForm(rawBody: string): SendForm {
  const form = new URLSearchParams(rawBody);
  return {
    to: form.get("To") ?? "",
    from: form.get("From") ?? "",
    messagingServiceSid: form.get("MessagingServiceSid") ?? "",
    body: form.get("Body") ?? "",
    statusCallback: form.get("StatusCallback") ?? "",
    validityPeriod: form.get("ValidityPeriod") ?? "",
  };
}

/** What is wrong with a send, checked in Twilio's order. Source of each code: https://www.twilio.com/docs/api/errors/<code>. */
export function findFault(
  form: SendForm,
  account: SimulatedAccount,
  ownerOfFrom: SimulatedAccount | undefined,
): Refusal | undefined {
  if (form.to === "") return badRequest(21604, "A 'To' phone number is required.");
  if (!/^\+[1-9]\d{6,14}$/.test(form.to)) return badRequest(21211, `Invalid 'To' Phone Number: ${form.to}`);
  if (form.messagingServiceSid !== "") return badRequest(21705, "The Messaging Service Sid is invalid.");
  if (form.from === "") return badRequest(21603, "A 'From' phone number is required.");
  if (form.from === form.to) return badRequest(21266, "'To' and 'From' number cannot be the same.");
  if (ownerOfFrom === undefined) return badRequest(21659, `'From' ${form.from} is not a Twilio phone number.`);
  if (ownerOfFrom.accountSid !== account.accountSid) {
    return badRequest(21660, `Mismatch between the 'From' number ${form.from} and the account.`);
  }
  if (form.body === "") return badRequest(21602, "Message body is required.");
  if (form.body.length > 1600) {
    return badRequest(21617, "The concatenated message body exceeds the 1600 character limit.");
  }
  if (form.statusCallback !== "" && !isWebAddress(form.statusCallback)) {
    return badRequest(21609, `The 'StatusCallback' URL ${form.statusCallback} is not a valid URL.`);
  }
  if (form.validityPeriod !== "" && !isValidityPeriod(form.validityPeriod)) {
    return badRequest(21624, "ValidityPeriod must be an integer between 1 and 36000 seconds.");
  }
  return undefined;
}

function badRequest(code: number, message: string): Refusal {
  return { httpStatus: 400, code, message };
}

function isValidityPeriod(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 36_000;
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}
