import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { findMerchant } from "../../worker/merchants/merchant-rules.ts";
import { type Call, makeMerchant } from "./api.ts";

const policy = {
  quietHours: { from: "21:00", to: "09:00", byDay: { SU: { from: "18:00", to: "12:00" } }, dates: ["2026-12-25"] },
  caps: [{ classes: ["promotional"], max: 2, windowSeconds: 86_400, onCap: "skip" }],
  stateLaw: true,
};
const paths = (body: { errors: { path: string }[] }) => body.errors.map((field) => field.path);

let call: Call;
let merchantId: string;

beforeEach(async () => {
  ({ call, merchantId } = await makeMerchant());
});

describe("the policy", () => {
  it("is what was put, with what was left out said in full", async () => {
    const put = await call("PUT", "/v1/policy", policy);
    expect(put.status).toBe(200);
    const whole = {
      ...policy,
      pace: null,
      footer: { optOutLine: true, firstTextLine: true },
      requireTransactionalConsent: false,
      capDoubling: false,
      brakes: true,
      backToService: false,
      budget: null,
    };
    expect(put.body).toEqual(whole);
    expect((await call("GET", "/v1/policy")).body).toEqual(whole);
  });

  it("replaces all but a footer that is left out", async () => {
    const footer = { optOutLine: false, firstTextLine: false };
    await call("PUT", "/v1/policy", {
      ...policy,
      pace: { segmentsPerSecond: 1 },
      footer,
      requireTransactionalConsent: true,
    });
    const { body } = await call("PUT", "/v1/policy", { quietHours: null, caps: [], stateLaw: false });
    expect(body).toEqual({
      quietHours: null,
      caps: [],
      stateLaw: false,
      pace: null,
      footer,
      requireTransactionalConsent: false,
      capDoubling: false,
      brakes: true,
      backToService: false,
      budget: null,
    });
  });

  it("keeps the law on for a merchant of the real world", async () => {
    const real = await makeMerchant({ isBench: false });
    const refused = await real.call("PUT", "/v1/policy", { ...policy, stateLaw: false });
    expect([refused.status, paths(refused.body)]).toEqual([422, ["stateLaw"]]);
    expect((await real.call("GET", "/v1/policy")).body.stateLaw).toBe(true);
    expect((await real.call("PUT", "/v1/policy", policy)).status).toBe(200);
  });

  it.each([
    ["an hour that no clock shows", { ...policy, quietHours: { from: "24:00", to: "09:00" } }, ["quietHours.from"]],
    [
      "a weekday's hours without an end",
      { ...policy, quietHours: { ...policy.quietHours, byDay: { SU: { from: "18:00" } } } },
      ["quietHours.byDay.SU.to"],
    ],
    [
      "a day that no week has",
      { ...policy, quietHours: { ...policy.quietHours, days: ["SUN"] } },
      ["quietHours.days.0"],
    ],
    [
      "a date that no year has",
      { ...policy, quietHours: { ...policy.quietHours, dates: ["2026-02-30"] } },
      ["quietHours.dates.0"],
    ],
    [
      "a cap on nothing",
      { ...policy, caps: [{ classes: [], max: 1, windowSeconds: 60, onCap: "defer" }] },
      ["caps.0.classes"],
    ],
    [
      "a cap of a class that is not known",
      { ...policy, caps: [{ classes: ["service"], max: 1, windowSeconds: 60, onCap: "defer" }] },
      ["caps.0.classes.0"],
    ],
    ["a part that is missing", { quietHours: null, caps: [] }, ["stateLaw"]],
    ["a field that is not known", { ...policy, quiet: null }, ["quiet"]],
  ])("is refused for %s, and nothing is stored", async (_, body, expected) => {
    const before = (await call("GET", "/v1/policy")).body;
    const refused = await call("PUT", "/v1/policy", body);
    expect([refused.status, paths(refused.body)]).toEqual([422, expected]);
    expect((await call("GET", "/v1/policy")).body).toEqual(before);
  });
});

describe("a stop", () => {
  const flow = {
    name: "F",
    trigger: { event: "order.placed" },
    steps: [{ send: { body: "Hi" }, class: "relationship" }],
  };

  it("holds from the next look on, and is counted once", async () => {
    await findMerchant(env, merchantId);
    expect((await call("POST", "/v1/stop", { scope: "promotional" })).body).toEqual({
      stops: ["promotional"],
      brakes: [],
    });
    expect((await findMerchant(env, merchantId))?.stops).toEqual(["promotional"]);
    expect((await call("POST", "/v1/stop", { scope: "promotional" })).body).toEqual({
      stops: ["promotional"],
      brakes: [],
    });
  });

  it("of one scope outlives the end of another", async () => {
    await call("PUT", "/v1/flows/f", flow);
    await call("POST", "/v1/stop", { scope: { flow: "f" } });
    expect((await call("POST", "/v1/stop", { scope: "all" })).body).toEqual({
      stops: [{ flow: "f" }, "all"],
      brakes: [],
    });
    expect((await call("POST", "/v1/resume", { scope: "all" })).body).toEqual({ stops: [{ flow: "f" }], brakes: [] });
    expect((await call("POST", "/v1/resume", { scope: { flow: "f" } })).body).toEqual({ stops: [], brakes: [] });
  });

  it("is not lost to another that is made at the same moment", async () => {
    await call("PUT", "/v1/flows/f", flow);
    await Promise.all(["all", "promotional", { flow: "f" }].map((scope) => call("POST", "/v1/stop", { scope })));
    expect((await findMerchant(env, merchantId))?.stops).toHaveLength(3);
  });

  it.each([
    ["everything else", { scope: "everything" }, 422],
    ["a flow that is not there", { scope: { flow: "nope" } }, 404],
    ["nothing", {}, 422],
  ])("of %s is refused", async (_, body, status) => {
    expect((await call("POST", "/v1/stop", body)).status).toBe(status);
    expect((await call("POST", "/v1/resume", body)).status).toBe(status);
  });
});
