import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestHarness } from "wrangler";

// The bundle that `npm run deploy` would upload, in a real workerd.
const server = createTestHarness({
  workers: [
    {
      configPath: "./wrangler.toml",
      vars: {
        BASE_URL: "https://aftertext.test",
        SEAL_KEYS: `1:${btoa("s".repeat(32))}`,
        HASH_KEY: btoa("h".repeat(32)),
        ADMIN_SECRET: "admin-secret-of-the-tests",
      },
    },
  ],
});

beforeAll(async () => {
  await server.listen();
  await server.getWorker("aftertext").applyD1Migrations("DB");
});
afterAll(() => server.close());

const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
  server.fetch(path, {
    method,
    headers: { "content-type": "application/json", ...headers },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: "manual",
  });

it.each([
  ["GET", "/bench/phone"],
  ["GET", "/bench/clock"],
  ["POST", "/bench/clock"],
  ["POST", "/bench/merchants"],
  ["POST", "/bench/reset"],
  ["GET", "/bench/messages"],
  ["POST", "/bench/twilio/2010-04-01/Accounts/AC1/Messages.json"],
  ["POST", "/bench/store-records"],
  ["GET", "/bench/store-api/shopify/acme.myshopify.com/admin/api/2026-07/orders/1.json"],
])("what is deployed has no bench: %s %s is not found", async (method, path) => {
  expect((await ask(method, path, {}, method === "POST" ? {} : undefined)).status).toBe(404);
});

it("what is deployed makes a merchant for the admin alone, and its key opens its API alone", async () => {
  const merchant = { name: "Acme", timeZone: "Europe/Berlin" };
  expect((await ask("POST", "/admin/merchants", { authorization: "Bearer wrong" }, merchant)).status).toBe(401);
  const made = await ask("POST", "/admin/merchants", { authorization: "Bearer admin-secret-of-the-tests" }, merchant);
  expect(made.status).toBe(201);
  const { apiKey, merchantId } = (await made.json()) as { apiKey: string; merchantId: string }; // shape asserted below
  const me = await ask("GET", "/v1/me", { authorization: `Bearer ${apiKey}` });
  expect(await me.json()).toMatchObject({ merchantId, name: "Acme", timeZone: "Europe/Berlin", country: "DE" });
  expect((await ask("GET", "/v1/me", { authorization: "Bearer at_none" })).status).toBe(401);
});

it("a day's cron ends well on an empty database", async () => {
  const worker = server.getWorker("aftertext");
  expect((await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() })).outcome).toBe("ok");
});
