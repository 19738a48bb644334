import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { openCredentials } from "../../worker/merchants/credentials.ts";
import { insertLetter } from "../../worker/tables/dead-letters.ts";
import { type Call, call, makeMerchant } from "./api.ts";

const flow = {
  name: "Thanks",
  trigger: { event: "order.placed" },
  steps: [{ send: { body: "Thank you" }, class: "relationship" }],
};
const twilio = {
  kind: "twilio",
  accountSid: `AC${"0".repeat(32)}`,
  authToken: "a-token-nobody-sees",
  from: "+12025550123",
};
const shopify = { shop: "acme.myshopify.com", webhookSecret: "a-secret-nobody-sees" };

let acme: { readonly merchantId: string; readonly apiKey: string; readonly call: Call };
let other: typeof acme;

beforeAll(async () => {
  acme = await makeMerchant();
  other = await makeMerchant();
});

describe("a key", () => {
  it.each([
    ["none", {}],
    ["an unknown one", { authorization: "Bearer at_00000000000000000000000000000000" }],
    ["one of another scheme", { authorization: "Basic YWRtaW46YWRtaW4=" }],
    ["an empty one", { authorization: "Bearer " }],
  ])("that is %s opens nothing", async (_, headers) => {
    const answer = await call("GET", "/v1/me", undefined, headers as Record<string, string>);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ type: "/problems/unauthorized", status: 401 });
  });

  it("is asked for before the body is looked at", async () => {
    expect((await call("PUT", "/v1/policy", "not JSON")).status).toBe(401);
  });

  it("shows its merchant and the stores that are connected", async () => {
    expect((await acme.call("PUT", "/v1/stores/shopify", shopify)).status).toBe(200);
    const { status, headers, body } = await acme.call("GET", "/v1/me");
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(body).toEqual({
      merchantId: acme.merchantId,
      name: "Acme",
      timeZone: "America/New_York",
      country: "US",
      currency: "USD",
      stores: [{ platform: "shopify", shop: "acme.myshopify.com" }],
      sampleShortUrl: "http://aftertext.test/xxxxxxxx",
      segmentPrice: { amountMicros: 8_300, currency: "USD", source: "list" },
      repliesWaiting: 0,
      notices: [],
      footer: { optOutLine: true, firstTextLine: true },
      version: "0.1.0",
    });
  });

  it("that was revoked opens nothing within a second", async () => {
    const gone = await makeMerchant();
    expect((await gone.call("GET", "/v1/me")).status).toBe(200);
    await env.DB.prepare("UPDATE api_keys SET revoked_at_ms = 1 WHERE merchant_id = ?1").bind(gone.merchantId).run();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await gone.call("GET", "/v1/me")).status).toBe(401);
  });

  it("is stored as a hash alone", async () => {
    const { results } = await env.DB.prepare("SELECT * FROM api_keys").all();
    expect(JSON.stringify(results)).not.toContain(acme.apiKey.slice(3));
  });
});

describe("another merchant's key", () => {
  it("sees no flow, version, product or link", async () => {
    expect((await acme.call("PUT", "/v1/flows/thanks", flow)).status).toBe(201);
    expect((await acme.call("PUT", "/v1/products/SERUM", { title: "Serum" })).status).toBe(201);
    const { body: link } = await acme.call("POST", "/v1/links", { url: "https://shop.example/p" });
    const paths = [
      "/v1/flows/thanks",
      "/v1/flows/thanks/versions",
      "/v1/flows/thanks/versions/1",
      "/v1/products/SERUM",
    ];
    for (const path of [...paths, `/v1/links/${link.slug}`]) {
      expect([path, (await acme.call("GET", path)).status]).toEqual([path, 200]);
      expect([path, (await other.call("GET", path)).status]).toEqual([path, 404]);
    }
    expect((await other.call("GET", "/v1/flows")).body).toEqual({ items: [] });
    expect((await other.call("POST", "/v1/flows/thanks/pause")).status).toBe(404);
    expect((await other.call("POST", "/v1/stop", { scope: { flow: "thanks" } })).status).toBe(404);
    expect((await acme.call("GET", "/v1/flows/thanks")).body.status).toBe("live");
  });

  it("sees no dead letter and replays none", async () => {
    const letter = {
      source: "shopify",
      deliveryId: "d",
      topic: "orders/create",
      receivedAtMs: 0,
      headers: {},
      problem: "body: not JSON",
    };
    await insertLetter(env.DB, { ...letter, id: "dl_1", merchantId: acme.merchantId, raw: new Uint8Array([1]) });
    expect((await acme.call("GET", "/v1/dead-letters")).body.items).toEqual([
      {
        id: "dl_1",
        source: "shopify",
        deliveryId: "d",
        topic: "orders/create",
        receivedAt: "1970-01-01T00:00:00.000Z",
        problem: "body: not JSON",
      },
    ]);
    expect((await other.call("GET", "/v1/dead-letters")).body).toEqual({ items: [] });
    expect((await other.call("POST", "/v1/dead-letters/dl_1/replay")).status).toBe(404);
  });
});

describe("a merchant's secrets", () => {
  it("are answered by no call and stand nowhere in the clear", async () => {
    const gateway = await acme.call("PUT", "/v1/gateway", twilio);
    expect(gateway.body).toEqual({
      kind: "twilio",
      account: twilio.accountSid,
      sender: twilio.from,
      webhookUrl: `${env.BASE_URL}/hooks/twilio/${acme.merchantId}/inbound`,
    });
    const store = await acme.call("PUT", "/v1/stores/shopify", shopify);
    expect(store.body).toMatchObject({ webhookUrl: `${env.BASE_URL}/hooks/shopify/${acme.merchantId}` });
    expect(store.body.topics).toContain("orders/create");
    expect(JSON.stringify([gateway.body, store.body])).not.toContain("nobody-sees");
    const { results } = await env.DB.prepare("SELECT CAST(sealed AS TEXT) AS text, account FROM credentials").all();
    expect(JSON.stringify(results)).not.toContain("nobody-sees");
    expect(await openCredentials(env, acme.merchantId, "gateway")).toMatchObject({ authToken: twilio.authToken });
  });

  it("open in the row they were sealed for, and in no other", async () => {
    await env.DB.prepare(
      "INSERT INTO credentials SELECT ?1, kind, account, sealed, updated_at_ms FROM credentials WHERE merchant_id = ?2 AND kind = 'gateway'",
    )
      .bind(other.merchantId, acme.merchantId)
      .run();
    await expect(openCredentials(env, other.merchantId, "gateway")).rejects.toThrow();
  });

  it("of a store that were replaced hold for another hour", async () => {
    await acme.call("PUT", "/v1/stores/shopify", { ...shopify, webhookSecret: "the-newer-secret" });
    const opened = await openCredentials(env, acme.merchantId, "store:shopify");
    expect(opened).toMatchObject({ webhookSecret: "the-newer-secret", previous: { secret: shopify.webhookSecret } });
    const inAnHour = Date.now() + 3_600_000;
    expect(opened?.previous?.untilMs).toBeLessThanOrEqual(inAnHour);
    expect(opened?.previous?.untilMs).toBeGreaterThan(inAnHour - 60_000);
  });

  it.each([
    ["a gateway that is not known", "/v1/gateway", { ...twilio, kind: "smoke" }, ["kind"]],
    ["a gateway without a sender", "/v1/gateway", { ...twilio, from: undefined }, ["from"]],
    ["a gateway with two senders", "/v1/gateway", { ...twilio, messagingServiceSid: `MG${"0".repeat(32)}` }, ["from"]],
    ["a shop's public domain", "/v1/stores/shopify", { ...shopify, shop: "acme.example" }, ["shop"]],
    ["a custom store's secret that is too short", "/v1/stores/custom", { secret: "whsec_c2hvcnQ=" }, ["secret"]],
  ])("are refused for %s", async (_, path, body, paths) => {
    const { status, body: problem } = await acme.call("PUT", path, body);
    expect([status, problem.errors.map((field: { path: string }) => field.path)]).toEqual([422, paths]);
  });
});

describe("the administrator", () => {
  const admin = { authorization: `Bearer ${env.ADMIN_SECRET}` };

  it("alone makes merchants", async () => {
    const merchant = { name: "New shop", timeZone: "Europe/Berlin" };
    for (const headers of [
      {},
      { authorization: `Bearer ${acme.apiKey}` },
      { authorization: `Bearer ${env.ADMIN_SECRET}x` },
    ]) {
      expect((await call("POST", "/admin/merchants", merchant, headers as Record<string, string>)).status).toBe(401);
    }
    const made = await call("POST", "/admin/merchants", merchant, admin);
    expect([made.status, made.body.connection]).toEqual([201, `${env.BASE_URL}#${made.body.apiKey}`]);
    const key = { authorization: `Bearer ${made.body.apiKey}` };
    expect((await call("GET", "/v1/me", undefined, key)).body).toMatchObject({
      country: "DE",
      currency: "EUR",
      stores: [],
    });
    expect((await call("GET", "/v1/policy", undefined, key)).body).toMatchObject({
      stateLaw: true,
      footer: { optOutLine: true },
    });
    const flows = (await call("GET", "/v1/flows", undefined, key)).body.items;
    expect(flows.map((one: { key: string; status: string }) => [one.key, one.status])).toContainEqual([
      "win-back",
      "off",
    ]);
    expect((await call("POST", "/v1/me", undefined, admin)).status).toBe(405);
  });

  it.each([
    ["an unknown time zone", { name: "N", timeZone: "Mars/Olympus" }, ["timeZone"]],
    ["no name", { name: " ", timeZone: "UTC" }, ["name"]],
    ["a field that is not known", { name: "N", timeZone: "UTC", plan: "pro" }, ["plan"]],
  ])("is refused a merchant with %s", async (_, body, paths) => {
    const answer = await call("POST", "/admin/merchants", body, admin);
    expect([answer.status, answer.body.errors.map((field: { path: string }) => field.path)]).toEqual([422, paths]);
  });
});

describe("a browser", () => {
  const preflight = { "access-control-request-method": "PUT", "access-control-request-headers": "authorization" };

  it.each([
    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
    "moz-extension://6b5d2c1e-0000-4000-8000-000000000000",
  ])("lets the extension at %s call the API, also to be refused", async (origin) => {
    const allowed = await call("OPTIONS", "/v1/policy", undefined, { origin, ...preflight });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe(origin);
    expect(allowed.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("authorization");
    for (const answer of [
      await acme.call("GET", "/v1/me", undefined, { origin }),
      await call("GET", "/v1/me", undefined, { origin }),
    ]) {
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("vary")).toContain("Origin");
      expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
    }
  });

  it.each(["https://evil.example", "null", "chrome-extension://abc.evil.example/"])(
    "lets no page at %s read an answer",
    async (origin) => {
      const allowed = await call("OPTIONS", "/v1/policy", undefined, { origin, ...preflight });
      const answer = await acme.call("GET", "/v1/me", undefined, { origin });
      expect([
        allowed.headers.has("access-control-allow-origin"),
        answer.headers.has("access-control-allow-origin"),
      ]).toEqual([false, false]);
    },
  );
});
