import { describe, expect, it } from "vitest";
import { findTwilioError } from "../../worker/gateways/data/twilio-errors.ts";
import { type DeliveryStatus, isLater } from "../../worker/gateways/gateway.ts";
import { parseRetryAfter } from "../../worker/gateways/retry-after.ts";

describe("an error code of Twilio's says what happens next", () => {
  it.each([
    [21610, "opted_out"],
    [21211, "recipient_permanent"],
    [21614, "recipient_permanent"],
    [30005, "recipient_permanent"],
    [30006, "recipient_permanent"],
    [20429, "transient"],
    [14107, "transient"],
    [21611, "transient"],
    [30001, "transient"],
    [30023, "capped"],
    [30007, "content"],
    [21617, "content"],
    [21408, "content"],
    [20003, "sender"],
    [21606, "sender"],
    [30034, "sender"],
  ])("%i is %s", (code, errorClass) => {
    expect(findTwilioError(code)?.errorClass).toBe(errorClass);
  });

  it.each([30003, 30008])("a text that failed with %i is tried again at most twice, hours apart", (code) => {
    const retry = findTwilioError(code)?.retry;
    expect(retry?.times).toBe(2);
    expect(retry?.gapMs).toBeGreaterThanOrEqual(2 * 3_600_000);
  });

  it("a text that the carrier filtered, or that came too late, is never tried again", () => {
    expect(findTwilioError(30007)?.retry).toBeUndefined();
    expect(findTwilioError(30036)?.retry).toBeUndefined();
  });

  it("a code that nobody knows has no class", () => {
    expect(findTwilioError(99999)).toBeUndefined();
  });
});

describe("a gateway's Retry-After is obeyed", () => {
  const nowMs = Date.parse("2026-03-01T12:00:00Z");
  it.each([
    ["0", 0],
    ["7", 7_000],
    [" 120 ", 120_000],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30_000],
    ["Sunday, 01-Mar-26 12:00:30 GMT", 30_000],
    ["Sun, 01 Mar 2026 11:59:00 GMT", 0],
  ])("%s", (header, waitMs) => {
    expect(parseRetryAfter(header, nowMs)).toBe(waitMs);
  });

  it.each([null, "", "-1", "1.5", "soon", "2 minutes", "Sun, 99 Foo"])("%s says nothing", (header) => {
    expect(parseRetryAfter(header, nowMs)).toBeUndefined();
  });
});

describe("receipts only move a text forward", () => {
  it.each<[DeliveryStatus, DeliveryStatus, boolean]>([
    ["sent", "queued", true],
    ["sending", "queued", true],
    ["sent", "sending", true],
    ["delivered", "sent", true],
    ["undelivered", "queued", true],
    ["failed", "sent", true],
    ["queued", "sent", false],
    ["sent", "sent", false],
    ["sent", "delivered", false],
    ["sending", "failed", false],
    ["delivered", "undelivered", false],
    ["failed", "delivered", false],
  ])("%s after %s: %s", (status, known, later) => {
    expect(isLater(status, known)).toBe(later);
  });
});
