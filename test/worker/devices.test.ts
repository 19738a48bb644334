import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { makeAccessToken } from "../../worker/crypto/device-token.ts";
import { type Answer, type Call, call, makeMerchant } from "./api.ts";

let merchant: { merchantId: string; apiKey: string; call: Call };
beforeEach(async () => {
  merchant = await makeMerchant();
});

interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: string;
  readonly refreshToken: string;
}
interface Device extends Tokens {
  readonly device: { readonly id: string; readonly name: string };
}

const pair = async (own: Call = merchant.call, name = "Chrome on Linux"): Promise<Device> => {
  const paired = await own("POST", "/v1/devices", { name });
  expect(paired.status).toBe(201);
  return paired.body;
};
const refresh = (refreshToken: string): Promise<Answer> => call("POST", "/v1/devices/token", { refreshToken });
const askAs = (token: string, method = "GET", path = "/v1/me", body?: unknown): Promise<Answer> =>
  call(method, path, body, { authorization: `Bearer ${token}` });
const outcome = ({ status, body }: Answer): unknown => (status < 300 ? status : [status, body.type]);
/** Lets machine time pass for all refresh tokens. */
const age = (ms: number) =>
  env.DB.prepare("UPDATE refresh_tokens SET used_machine_ms = used_machine_ms - ?1").bind(ms).run();

const revoked = [401, "/problems/device-revoked"];

describe("a paired device", () => {
  it("asks with a token of its own, which names it and ends within a quarter of an hour", async () => {
    const { device, accessToken, accessExpiresAt } = await pair();
    const me = await askAs(accessToken);
    expect(me.body).toMatchObject({ merchantId: merchant.merchantId, device });
    const lifeMs = Date.parse(accessExpiresAt) - Date.now();
    expect(lifeMs).toBeGreaterThan(800_000);
    expect(lifeMs).toBeLessThanOrEqual(900_000);
    expect((await merchant.call("GET", "/v1/me")).body.device).toBeUndefined();
  });

  it("gets the next tokens for its refresh token, and the old access token goes on to its end", async () => {
    const first = await pair();
    const second = await refresh(first.refreshToken);
    expect(second.status).toBe(200);
    expect(second.body.refreshToken).not.toBe(first.refreshToken);
    expect(outcome(await askAs(second.body.accessToken))).toBe(200);
    expect(outcome(await askAs(first.accessToken))).toBe(200);
    expect(outcome(await refresh(second.body.refreshToken))).toBe(200);
  });

  it("whose answer was lost gets the very same successor for a minute", async () => {
    const first = await pair();
    const lost = await refresh(first.refreshToken);
    const again = await refresh(first.refreshToken);
    expect(again.body.refreshToken).toBe(lost.body.refreshToken);
    await age(59_000);
    expect((await refresh(first.refreshToken)).body.refreshToken).toBe(lost.body.refreshToken);
    expect(outcome(await refresh(lost.body.refreshToken))).toBe(200);
  });

  it("that renews from two windows at once keeps one line of tokens", async () => {
    const { refreshToken } = await pair();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(refreshToken)));
    expect(answers.map(outcome)).toEqual(Array.from({ length: 6 }, () => 200));
    const successors = new Set(answers.map(({ body }) => body.refreshToken));
    expect(successors.size).toBe(1);
    expect(outcome(await refresh([...successors][0] ?? ""))).toBe(200);
  });

  it.each([
    ["after its successor was used", 0, true],
    ["more than a minute later", 61_000, false],
  ])("is revoked when a used refresh token comes again %s", async (_, laterMs, usesSuccessor) => {
    const first = await pair();
    const second = await refresh(first.refreshToken);
    const third = usesSuccessor ? await refresh(second.body.refreshToken) : second;
    await age(laterMs);
    expect(outcome(await refresh(first.refreshToken))).toEqual(revoked);
    for (const { accessToken, refreshToken } of [first, second.body, third.body] as Tokens[]) {
      expect(outcome(await askAs(accessToken))).toEqual(revoked);
      expect(outcome(await refresh(refreshToken))).toEqual(revoked);
    }
    expect((await merchant.call("GET", "/v1/devices")).body.items).toEqual([]);
  });

  it("is told apart: run out, revoked, unknown", async () => {
    const { device, accessToken } = await pair();
    const old = await makeAccessToken(env, { deviceId: device.id, expiresAtMs: Date.now() - 1 });
    expect(outcome(await askAs(old))).toEqual([401, "/problems/token-expired"]);
    const forged = `${accessToken.slice(0, -3)}AAA`;
    expect(outcome(await askAs(forged))).toEqual([401, "/problems/unauthorized"]);
    expect(outcome(await askAs("atd_nobody"))).toEqual([401, "/problems/unauthorized"]);
    expect(outcome(await refresh("atr_nobody"))).toEqual([401, "/problems/unauthorized"]);
    await merchant.call("DELETE", `/v1/devices/${device.id}`);
    expect(outcome(await askAs(old))).toEqual(revoked); // another token would not help
  });

  it("that was revoked in the middle gets nothing from then on", async () => {
    const kept = await pair(merchant.call, "Firefox on macOS");
    const lost = await pair();
    expect(outcome(await askAs(lost.accessToken))).toBe(200);
    expect((await askAs(kept.accessToken, "DELETE", `/v1/devices/${lost.device.id}`)).status).toBe(204);
    expect(outcome(await askAs(lost.accessToken))).toEqual(revoked);
    expect(outcome(await refresh(lost.refreshToken))).toEqual(revoked);
    expect(outcome(await askAs(kept.accessToken))).toBe(200);
    expect((await merchant.call("DELETE", `/v1/devices/${lost.device.id}`)).status).toBe(204);
  });

  it("that another isolate revoked gets nothing a second later", async () => {
    const { device, accessToken } = await pair();
    expect(outcome(await askAs(accessToken))).toBe(200);
    await env.DB.prepare("UPDATE devices SET revoked_machine_ms = 1 WHERE id = ?1").bind(device.id).run();
    await new Promise((resolve) => setTimeout(resolve, 1_010));
    expect(outcome(await askAs(accessToken))).toEqual(revoked);
  });

  it("is in the list, which says who asks and when it was last used", async () => {
    const one = await pair(merchant.call, "Chrome on Linux");
    await new Promise((resolve) => setTimeout(resolve, 5));
    const two = await pair(merchant.call, "Edge on Windows");
    const renewed = await refresh(one.refreshToken);
    const { body } = await askAs(renewed.body.accessToken, "GET", "/v1/devices");
    expect(body.items).toMatchObject([
      { id: two.device.id, name: "Edge on Windows", current: false },
      { id: one.device.id, name: "Chrome on Linux", current: true },
    ]);
    expect(Date.parse(body.items[1].lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(body.items[1].createdAt));
    expect(JSON.stringify(body)).not.toContain("atr_");
  });

  it("is no business of another merchant", async () => {
    const { device, accessToken } = await pair();
    const other = await makeMerchant();
    expect((await other.call("GET", "/v1/devices")).body.items).toEqual([]);
    expect(outcome(await other.call("DELETE", `/v1/devices/${device.id}`))).toEqual([404, "/problems/unknown-device"]);
    expect(outcome(await askAs(accessToken))).toBe(200);
  });

  it("neither pairs others nor touches keys", async () => {
    const { accessToken } = await pair();
    for (const [method, path, body] of [
      ["POST", "/v1/devices", { name: "x" }],
      ["GET", "/v1/keys", undefined],
      ["POST", "/v1/keys", { label: "x" }],
      ["DELETE", "/v1/keys/k_1", undefined],
    ] as const) {
      expect(outcome(await askAs(accessToken, method, path, body))).toEqual([403, "/problems/api-key-needed"]);
    }
  });

  it("leaves no token in the database, not even for its Idempotency-Key", async () => {
    const key = { "idempotency-key": "pair-1" };
    const { refreshToken, accessToken } = (await merchant.call("POST", "/v1/devices", { name: "x" }, key)).body;
    for (const table of ["devices", "refresh_tokens", "idempotency_keys"]) {
      const rows = JSON.stringify((await env.DB.prepare(`SELECT * FROM ${table}`).all()).results);
      expect(rows).not.toContain(refreshToken);
      expect(rows).not.toContain(accessToken);
    }
  });

  it("is refreshed without a bearer from the extension's own origin", async () => {
    const { refreshToken } = await pair();
    const origin = "chrome-extension://abcdefghijklmnopabcdefghijklmnop";
    const answer = await call("POST", "/v1/devices/token", { refreshToken }, { origin });
    expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
    expect(answer.headers.has("access-control-allow-credentials")).toBe(false);
  });
});

describe("an API key", () => {
  it("takes its devices along when it ends, and no others", async () => {
    const made = await merchant.call("POST", "/v1/keys", { label: "second" });
    expect(made.status).toBe(201);
    const { id, apiKey, connection } = made.body;
    expect(connection.endsWith(`#${apiKey}`)).toBe(true);
    const second: Call = (method, path, body) => call(method, path, body, { authorization: `Bearer ${apiKey}` });
    const mine = await pair();
    const theirs = await pair(second);
    expect((await merchant.call("DELETE", `/v1/keys/${id}`)).status).toBe(204);
    expect(outcome(await second("GET", "/v1/me"))).toEqual([401, "/problems/unauthorized"]);
    expect(outcome(await askAs(theirs.accessToken))).toEqual(revoked);
    expect(outcome(await refresh(theirs.refreshToken))).toEqual(revoked);
    expect(outcome(await askAs(mine.accessToken))).toBe(200);
    expect((await merchant.call("GET", "/v1/devices")).body.items).toMatchObject([{ id: mine.device.id }]);
  });

  it("is shown by name alone, and the last one stays", async () => {
    const { body } = await merchant.call("GET", "/v1/keys");
    expect(body.items).toMatchObject([{ label: "first", current: true }]);
    expect(JSON.stringify(body)).not.toContain(merchant.apiKey);
    const last = `/v1/keys/${body.items[0].id}`;
    expect(outcome(await merchant.call("DELETE", last))).toEqual([409, "/problems/last-key"]);
    expect(outcome(await merchant.call("DELETE", "/v1/keys/k_none"))).toEqual([404, "/problems/unknown-key"]);
    const other = await makeMerchant();
    expect(outcome(await other.call("DELETE", last))).toEqual([404, "/problems/unknown-key"]);
    expect(outcome(await merchant.call("GET", "/v1/me"))).toBe(200);
  });
});
