import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Flow } from "../../shared/contract/flows.ts";
import { cachedFlow, findFlow, findMerchant } from "../../worker/merchants/merchant-rules.ts";
import { type Call, makeMerchant } from "./api.ts";

const send = {
  send: { body: "Hi {{ customer.firstName | default: 'there' }}" },
  class: "relationship",
  after: "P6D",
} as const;
const flow = { name: "Review", trigger: { event: "order.delivered" }, steps: [send] } as const;
const paths = (body: { errors: { path: string }[] }) => body.errors.map((field) => field.path);

let call: Call;
let merchantId: string;

beforeEach(async () => {
  ({ call, merchantId } = await makeMerchant());
});

describe("a flow", () => {
  it("is live once it is published, and a change is a new version", async () => {
    const first = await call("PUT", "/v1/flows/review", flow);
    expect([first.status, first.body]).toEqual([201, { key: "review", version: 1, warnings: [] }]);
    const second = await call("PUT", "/v1/flows/review", { ...flow, key: "review", rank: 5 });
    expect([second.status, second.body.version]).toEqual([201, 2]);
    const { body } = await call("GET", "/v1/flows/review");
    expect(body).toEqual({ key: "review", version: 2, status: "live", flow: { ...flow, key: "review", rank: 5 } });
  });

  it("of an equal body makes no version, whatever the order of its keys", async () => {
    await call("PUT", "/v1/flows/review", flow);
    const again = await call("PUT", "/v1/flows/review", {
      steps: [{ after: "P6D", class: "relationship", send: send.send }],
      trigger: flow.trigger,
      name: "Review",
      key: "review",
    });
    expect([again.status, again.body.version]).toEqual([200, 1]);
    expect((await call("GET", "/v1/flows/review/versions")).body.items).toHaveLength(1);
  });

  it("that goes back to an older body is a version again: what is live counts", async () => {
    for (const rank of [1, 2, 1]) await call("PUT", "/v1/flows/review", { ...flow, rank });
    expect((await call("GET", "/v1/flows/review")).body).toMatchObject({ version: 3, flow: { rank: 1 } });
  });

  it("published twice at the same moment, alike, is one version; unlike, two", async () => {
    const same = await Promise.all([1, 2, 3].map(() => call("PUT", "/v1/flows/review", flow)));
    expect(same.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    const unlike = await Promise.all([1, 2, 3].map((rank) => call("PUT", "/v1/flows/review", { ...flow, rank })));
    expect(unlike.map(({ body }) => body.version).sort()).toEqual([2, 3, 4]);
    const others = await Promise.all(["a", "b", "c"].map((key) => call("PUT", `/v1/flows/${key}`, flow)));
    expect(others.map(({ status }) => status)).toEqual([201, 201, 201]);
    const listed = (await call("GET", "/v1/flows")).body.items.map((one: { key: string }) => one.key);
    expect(listed.slice().sort()).toEqual(["a", "b", "c", "review"]);
    expect(listed[0]).toBe("review");
  });

  it("shows each of its versions as it was", async () => {
    for (const rank of [1, 2, 3]) await call("PUT", "/v1/flows/review", { ...flow, rank });
    const { items } = (await call("GET", "/v1/flows/review/versions")).body;
    expect(items.map((one: { version: number }) => one.version)).toEqual([3, 2, 1]);
    expect((await call("GET", "/v1/flows/review/versions/2")).body.flow.rank).toBe(2);
    expect((await call("GET", "/v1/flows/review/versions?cursor=3")).body.items).toHaveLength(2);
    expect((await call("GET", "/v1/flows/review/versions/4")).status).toBe(404);
    expect((await call("GET", "/v1/flows/review/versions/last")).status).toBe(404);
  });

  it("is kept as it was, however often it is published again", async () => {
    await call("PUT", "/v1/flows/review", flow);
    expect(cachedFlow(merchantId, "review", 1)).toBeUndefined();
    await findFlow(env, merchantId, "review", 1);
    await call("PUT", "/v1/flows/review", { ...flow, rank: 9 });
    expect(cachedFlow(merchantId, "review", 1)).toEqual({ ...flow, key: "review" });
    expect(await findFlow(env, merchantId, "review", 3)).toBeUndefined();
  });

  it("tells what will at times not do what was meant", async () => {
    const { status, body } = await call("PUT", "/v1/flows/review", {
      ...flow,
      steps: [{ ...send, send: { body: "Hi {{ customer.firstName }}" } }],
    });
    expect([status, body.warnings.map((one: { path: string }) => one.path)]).toEqual([201, ["steps.0.send.body"]]);
  });

  it.each([
    ["a step of no kind", { ...flow, steps: [{ wait: "P1D" }] }, ["steps.0.wait"]],
    ["a class that is not known", { ...flow, steps: [{ ...send, class: "service" }] }, ["steps.0.class"]],
    ["an event that is not known", { ...flow, trigger: { event: "order.eaten" } }, ["trigger.event"]],
    [
      "a body that is missing, inside a branch",
      { ...flow, steps: [{ branch: [{ if: {}, steps: [{ send: {}, class: "relationship" }] }] }] },
      ["steps.0.branch.0.steps.0.send.body"],
    ],
    [
      "an operator that is not known",
      { ...flow, steps: [{ ...send, if: { "customer.orderCount": { above: 1 } } }] },
      ["steps.0.if.customer.orderCount.above"],
    ],
    ["a duration of another form", { ...flow, steps: [{ ...send, after: "6 days" }] }, ["steps.0.after"]],
    ["no steps", { ...flow, steps: [] }, ["steps"]],
    ["no name", { trigger: flow.trigger, steps: flow.steps }, ["name"]],
    ["another key than the address", { ...flow, key: "reviews" }, ["key"]],
    [
      "a link that the step has not",
      { ...flow, steps: [{ ...send, send: { body: "See {{ link }}" } }] },
      ["steps.0.send.body"],
    ],
    [
      "quiet hours that its class may not ignore",
      { ...flow, steps: [{ ...send, quiet: "ignore" }] },
      ["steps.0.quiet"],
    ],
    ["101 steps", { ...flow, steps: Array.from({ length: 101 }, () => send) }, ["steps"]],
  ])("is refused for %s, and nothing is stored", async (_, body, expected) => {
    const refused = await call("PUT", "/v1/flows/review", body);
    expect([refused.status, refused.body.type, paths(refused.body)]).toEqual([
      422,
      "/problems/invalid-request",
      expected,
    ]);
    expect((await call("GET", "/v1/flows/review")).status).toBe(404);
  });

  it("has a key of lower-case letters", async () => {
    expect((await call("PUT", "/v1/flows/Review%20me", flow)).status).toBe(422);
    expect((await call("PUT", "/v1/flows/a%22.b", flow)).status).toBe(422);
  });
});

describe("a flow that is paused", () => {
  beforeEach(async () => {
    await call("PUT", "/v1/flows/review", flow);
    expect((await call("POST", "/v1/flows/review/pause")).body.status).toBe("paused");
  });

  it("is so at once for every run", async () => {
    expect((await findMerchant(env, merchantId))?.flows.review?.status).toBe("paused");
  });

  it("stays paused under a new version", async () => {
    await call("PUT", "/v1/flows/review", { ...flow, rank: 7 });
    expect((await call("GET", "/v1/flows/review")).body).toMatchObject({ version: 2, status: "paused" });
  });

  it("goes on when it is resumed", async () => {
    expect((await call("POST", "/v1/flows/review/resume")).body).toMatchObject({ version: 1, status: "live" });
  });
});

describe("a flow of the library that is off", () => {
  const flows = [
    { flow: { ...flow, key: "first" } as unknown as Flow, isOn: true }, // as const is readonly; the parser's type is not
    { flow: { ...flow, key: "second" } as unknown as Flow, isOn: false },
  ];

  it("is turned on by resuming it, or by publishing it by hand, and keeps its place", async () => {
    const shop = await makeMerchant({ flows });
    const statuses = async () =>
      (await shop.call("GET", "/v1/flows")).body.items.map((one: { key: string; status: string }) => [
        one.key,
        one.status,
      ]);
    expect(await statuses()).toEqual([
      ["first", "live"],
      ["second", "off"],
    ]);
    await shop.call("POST", "/v1/flows/second/resume");
    expect(await statuses()).toEqual([
      ["first", "live"],
      ["second", "live"],
    ]);
    const again = await makeMerchant({ flows });
    const equal = await again.call("PUT", "/v1/flows/second", flow);
    expect([equal.status, equal.body.version]).toEqual([200, 1]);
    expect((await again.call("GET", "/v1/flows/second")).body.status).toBe("live");
  });
});

describe("a product", () => {
  it("is replaced whole, and may have any name", async () => {
    const path = `/v1/products/${encodeURIComponent("A/B 30 ml é")}`;
    expect((await call("PUT", path, { title: "Serum", stock: 3 })).status).toBe(201);
    expect((await call("PUT", path, { title: "Serum 2", price: "12.99" })).status).toBe(200);
    expect((await call("GET", path)).body).toEqual({ sku: "A/B 30 ml é", title: "Serum 2", price: "12.99" });
  });

  it("takes its named fields and attributes, nothing else", async () => {
    const refused = await call("PUT", "/v1/products/X", { title: "Serum", colour: "red" });
    expect([refused.status, paths(refused.body)]).toEqual([422, ["colour"]]);
    expect((await call("PUT", "/v1/products/X", { attributes: { colour: "red" } })).status).toBe(201);
    expect((await call("GET", "/v1/products/Y")).status).toBe(404);
  });
});
