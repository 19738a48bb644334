import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { type Call, makeMerchant } from "./api.ts";

const link = { url: "https://shop.example/p" };
const once = { "idempotency-key": "k-1" };

let call: Call;
let merchantId: string;

beforeEach(async () => {
  ({ call, merchantId } = await makeMerchant());
});

const countLinks = () =>
  env.DB.prepare("SELECT COUNT(*) AS n FROM links WHERE merchant_id = ?1").bind(merchantId).first("n");

describe("a write with an Idempotency-Key", () => {
  it("is done once, and answered alike the second time", async () => {
    const first = await call("POST", "/v1/links", link, once);
    const second = await call("POST", "/v1/links", link, once);
    expect([first.status, first.headers.has("idempotency-replayed")]).toEqual([201, false]);
    expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(second.body).toEqual(first.body);
    expect(await countLinks()).toBe(1);
  });

  it("is another request under another key, or without one", async () => {
    await call("POST", "/v1/links", link, once);
    await call("POST", "/v1/links", link, { "idempotency-key": "k-2" });
    await call("POST", "/v1/links", link);
    expect(await countLinks()).toBe(3);
  });

  it("is refused when the key was used for another body or address", async () => {
    await call("POST", "/v1/links", link, once);
    for (const [path, body] of [
      ["/v1/links", { url: "https://shop.example/q" }],
      ["/v1/stop", { scope: "all" }],
    ] as const) {
      const refused = await call("POST", path, body, once);
      expect([refused.status, refused.body.type]).toEqual([422, "/problems/idempotency-key-reused"]);
    }
    expect(await countLinks()).toBe(1);
  });

  it("that comes twice at the same moment is done once", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => call("POST", "/v1/links", link, once)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(statuses).toContain(201);
    expect(await countLinks()).toBe(1);
  });

  it("leaves its key free when it was refused", async () => {
    expect((await call("POST", "/v1/links", { url: "http://127.0.0.1/" }, once)).status).toBe(422);
    expect((await call("POST", "/v1/links", link, once)).status).toBe(201);
  });

  it("is still in progress when the first was cut off a moment ago, and is done anew after a minute", async () => {
    const { status } = await call("POST", "/v1/links", link, once);
    expect(status).toBe(201);
    const setAge = (ageMs: number) =>
      env.DB.prepare(
        "UPDATE idempotency_keys SET status = NULL, body = NULL, created_at_ms = ?2 WHERE merchant_id = ?1",
      )
        .bind(merchantId, Date.now() - ageMs)
        .run();
    await setAge(30_000);
    const early = await call("POST", "/v1/links", link, once);
    expect([early.status, early.body.type]).toEqual([409, "/problems/request-in-progress"]);
    await setAge(61_000);
    expect((await call("POST", "/v1/links", link, once)).status).toBe(201);
  });

  it("may use a key again after a day", async () => {
    await call("POST", "/v1/links", link, once);
    const age = (ageMs: number) =>
      env.DB.prepare("UPDATE idempotency_keys SET created_at_ms = ?2 WHERE merchant_id = ?1")
        .bind(merchantId, Date.now() - ageMs)
        .run();
    await age(86_400_000 - 5_000);
    expect((await call("POST", "/v1/stop", { scope: "all" }, once)).status).toBe(422);
    await age(86_400_000);
    expect((await call("POST", "/v1/stop", { scope: "all" }, once)).status).toBe(200);
  });

  it("knows nothing of another merchant's keys", async () => {
    await call("POST", "/v1/links", link, once);
    const other = await makeMerchant();
    const answer = await other.call("POST", "/v1/links", { url: "https://other.example/" }, once);
    expect([answer.status, answer.headers.has("idempotency-replayed")]).toEqual([201, false]);
  });

  it("has a key of 1 to 255 characters", async () => {
    expect((await call("POST", "/v1/links", link, { "idempotency-key": "x".repeat(256) })).status).toBe(422);
    expect((await call("POST", "/v1/links", link, { "idempotency-key": "x".repeat(255) })).status).toBe(201);
  });
});
