import type { ErrorClass, RetryLimit } from "../gateway.ts";

export interface TwilioError {
  readonly errorClass: ErrorClass;
  /** Of a text that Twilio had accepted and then could not deliver. */
  readonly retry?: RetryLimit;
}

const recipientPermanent: TwilioError = { errorClass: "recipient_permanent" };
const optedOut: TwilioError = { errorClass: "opted_out" };
const content: TwilioError = { errorClass: "content" };
const sender: TwilioError = { errorClass: "sender" };
const capped: TwilioError = { errorClass: "capped" };
const transient: TwilioError = { errorClass: "transient" };
/** A phone that is off, or an error that the carrier does not explain: worth two more tries, hours apart (docs/rules.md, section 6). */
const phoneOff: TwilioError = { errorClass: "transient", retry: { times: 2, gapMs: 4 * 3_600_000 } };

/**
 * Twilio's error codes, from the answer to a send and from `ErrorCode` of a status callback.
 * Source of each: https://www.twilio.com/docs/api/errors/<code>. Checked 2026-11.
 */
const twilioErrors: ReadonlyMap<number, TwilioError> = new Map([
  [21610, optedOut], // the person replied STOP to this sender

  [21211, recipientPermanent], // invalid 'To' number
  [21214, recipientPermanent], // 'To' cannot be reached
  [21217, recipientPermanent], // phone number does not appear to be valid
  [21265, recipientPermanent], // 'To' is a short code
  [21266, recipientPermanent], // 'To' is our own sender
  [21614, recipientPermanent], // 'To' is no mobile number
  [21635, recipientPermanent], // 'To' is a landline
  [30005, recipientPermanent], // unknown destination handset
  [30006, recipientPermanent], // landline or unreachable carrier

  [14107, transient], // too many texts between two numbers within 30 seconds
  [20429, transient], // too many requests: never processed, safe to send again
  [21611, transient], // the sender's queue is full: nothing was queued
  [30001, { errorClass: "transient", retry: { times: 2, gapMs: 3_600_000 } }], // queue overflow in a messaging service
  [30003, phoneOff], // unreachable destination handset
  [30008, phoneOff], // unknown error at the carrier
  [30017, { errorClass: "transient", retry: { times: 2, gapMs: 3_600_000 } }], // carrier network congestion
  [30036, transient], // the validity period passed while it waited: too late by our own wish, so not again
  [30022, { errorClass: "transient", retry: { times: 2, gapMs: 3_600_000 } }], // faster than the 10DLC campaign allows

  [30023, capped], // daily cap of the 10DLC brand reached (T-Mobile; resets at midnight Pacific)
  [30027, capped], // T-Mobile's daily limit
  [63038, capped], // the account's own limit of texts in 24 hours

  // These two concern one country or one route: stopping the sender would punish everybody else.
  [21408, content], // no permission to text that region: a switch of the account
  [21612, content], // no route from this 'From' to this 'To'
  [14103, content], // no valid text
  [21602, content], // body missing
  [21617, content], // body over 1,600 characters
  [21619, content], // neither text nor media
  [21658, content], // a parameter over its length
  [30004, content], // message blocked, by the carrier or the phone
  [30007, content], // filtered as unwanted, by Twilio or the carrier
  [30019, content], // larger than the carrier takes
  [30110, content], // a link on a blocked domain

  [10001, sender], // account not active
  [20003, sender], // credentials refused
  [20005, sender], // account not active
  [20403, sender], // account suspended or closed
  [20404, sender], // no such account
  [21212, sender], // invalid 'From' number
  [21601, sender], // 'From' is not ours
  [21603, sender], // 'From' missing
  [21606, sender], // 'From' cannot send to this destination
  [21608, sender], // a trial account texts verified numbers only
  [21609, sender], // invalid StatusCallback
  [21624, sender], // invalid ValidityPeriod
  [21659, sender], // 'From' is no number of Twilio's
  [21660, sender], // 'From' belongs to another account
  [21703, sender], // the messaging service has no sender
  [21705, sender], // no such messaging service
  [30002, sender], // account suspended while the text was queued
  [30024, sender], // sender not provisioned by the carrier
  [30032, sender], // toll-free number not verified
  [30033, sender], // 10DLC campaign suspended
  [30034, sender], // number not registered for 10DLC
  [30035, sender], // number's 10DLC registration still pending
]);

/** Undefined for a code that is not in the table. */
export function findTwilioError(code: number): TwilioError | undefined {
  return twilioErrors.get(code);
}
