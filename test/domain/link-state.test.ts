import { expect, it } from "vitest";
import { decideDestination } from "../../worker/domain/link-state.ts";

type Terms = Parameters<typeof decideDestination>[0];

const open: Terms = {
  state: "live",
  targetUrl: "https://shop.example/",
  iosUrl: undefined,
  androidUrl: undefined,
  fallbackUrl: undefined,
  startsAtMs: undefined,
  expiresAtMs: undefined,
  maxClicks: undefined,
  usedClicks: 0,
};
const decide = (terms: Partial<Terms>, os?: string) => decideDestination({ ...open, ...terms }, os, 1_000);

it.each<[string, Partial<Terms>, string]>([
  ["leads to its target while nothing limits it", {}, "target"],
  ["is closed in the last millisecond before its start", { startsAtMs: 1_001 }, "not-started"],
  ["is open in the first millisecond of its start", { startsAtMs: 1_000 }, "target"],
  ["is open in the last millisecond before its expiry", { expiresAtMs: 1_001 }, "target"],
  ["is closed from the instant of its expiry", { expiresAtMs: 1_000 }, "expired"],
  ["is closed while it is switched off", { state: "disabled" }, "disabled"],
  ["is closed for good once it is deleted, whatever else holds", { state: "deleted", startsAtMs: 1_001 }, "disabled"],
  ["is open while a click is left", { maxClicks: 2, usedClicks: 1 }, "target"],
  ["is closed once its clicks are used up", { maxClicks: 2, usedClicks: 2 }, "used-up"],
])("a link %s", (_, terms, outcome) => {
  const destination = decide(terms);
  expect(destination.kind === "closed" ? destination.why : destination.kind).toBe(outcome);
});

it("an expired or used-up link falls back, one that has not started does not", () => {
  const fallbackUrl = "https://shop.example/over";
  expect(decide({ expiresAtMs: 1, fallbackUrl })).toEqual({ kind: "closed", why: "expired", fallbackUrl });
  expect(decide({ maxClicks: 1, usedClicks: 1, fallbackUrl })).toEqual({ kind: "closed", why: "used-up", fallbackUrl });
  expect(decide({ startsAtMs: 2_000, fallbackUrl })).toMatchObject({ why: "not-started", fallbackUrl: undefined });
});

it.each([
  ["iOS", "https://apps.example/ios"],
  ["Android", "https://apps.example/android"],
  ["macOS", "https://shop.example/"],
  [undefined, "https://shop.example/"],
])("a phone with %s is led to %s", (os, url) => {
  const terms = { iosUrl: "https://apps.example/ios", androidUrl: "https://apps.example/android" };
  expect(decide(terms, os)).toEqual({ kind: "target", url });
});

it("a link that is switched off shows no fallback", () => {
  const destination = decide({ state: "disabled", expiresAtMs: 1, fallbackUrl: "https://shop.example/over" });
  expect(destination).toEqual({ kind: "closed", why: "disabled", fallbackUrl: undefined });
});
