import { expect, it } from "vitest";
import { type ConsentInput, explainConsent } from "../../worker/domain/consent-reason.ts";

const known: ConsentInput = {
  hasPhone: true,
  isUnreachable: false,
  optedOut: undefined,
  consent: { transactional: undefined, promotional: undefined },
  requireTransactionalConsent: false,
};

it.each([
  ["nothing but an order", {}, "number_with_order", "no_opt_in"],
  ["an opt-in", { consent: { transactional: undefined, promotional: true } }, "number_with_order", "opted_in"],
  ["a no to both", { consent: { transactional: false, promotional: false } }, "refused", "refused"],
  ["a STOP", { optedOut: "all" }, "opted_out", "opted_out"],
  [
    "a STOP to offers alone",
    { optedOut: "promotional", consent: { transactional: undefined, promotional: true } },
    "number_with_order",
    "opted_out",
  ],
  ["a policy that demands a record", { requireTransactionalConsent: true }, "record_required", "no_opt_in"],
  [
    "a policy that demands a record, and one",
    { requireTransactionalConsent: true, consent: { transactional: true, promotional: undefined } },
    "opted_in",
    "no_opt_in",
  ],
  ["a number that cannot be reached", { isUnreachable: true }, "unreachable", "no_opt_in"],
  ["no number", { hasPhone: false }, "no_phone", "no_phone"],
] as const)("consent after %s says why in words", (_, change, transactional, promotional) => {
  const explained = explainConsent({ ...known, ...change });
  expect([explained.transactional.code, explained.promotional.code]).toEqual([transactional, promotional]);
  expect(explained.transactional.words).toMatch(/\.$/);
});
