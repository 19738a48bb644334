import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findConnection, findEndedConnection, storeConnection } from "../../extension/lib/connection.ts";
import { adoptLegacyKey, pair, unpair } from "../../extension/lib/pairing.ts";
import { renewAccess } from "../../extension/lib/renewal.ts";
import { findSecret, keepSecret } from "../../extension/lib/secret-store.ts";
import { authorizedFetch } from "../../extension/lib/session.ts";
import { fakeChrome, fakeIndexedDb, fakeLocks } from "./fake-browser.ts";

const BASE = "https://texts.example.com";
const KEY = "at_the_api_key";
let server: FakeServer;
let browser: ReturnType<typeof fakeChrome>;

beforeEach(() => {
  server = new FakeServer();
  browser = fakeChrome();
  vi.stubGlobal("chrome", browser.chrome);
  vi.stubGlobal("indexedDB", fakeIndexedDb());
  vi.stubGlobal("navigator", { locks: fakeLocks(), onLine: true, userAgent: "X11; Linux Chrome/156.0 Safari/537.36" });
  vi.stubGlobal("fetch", server.answer);
});
afterEach(() => vi.unstubAllGlobals());

const get = (path: string, init?: RequestInit) => authorizedFetch(path, init, renewAccess);
const pairNow = () => pair(BASE, KEY, new AbortController().signal);
/** All that is stored in places that outlive a request, as text. */
const written = async () => JSON.stringify([browser.local, browser.session, await findSecret()]);

describe("pairing", () => {
  it("uses the API key to become a device, and keeps it nowhere", async () => {
    expect(await pairNow()).toEqual({ kind: "answered", value: { base: BASE, merchantName: "Juniper" } });
    expect(server.deviceNames).toEqual(["Chrome on Linux"]);
    expect(await written()).not.toContain(KEY);
    expect(JSON.stringify(browser.local)).not.toMatch(/access-|refresh-/);
    expect(await findConnection()).toEqual({ base: BASE, merchantName: "Juniper" });
  });

  it("leaves everything as it was when the key is not valid", async () => {
    expect(await pair(BASE, "at_wrong", new AbortController().signal)).toEqual({
      kind: "failed",
      failure: { kind: "wrongKey" },
    });
    expect(await written()).toBe("[{},{},null]");
  });

  it("with a server older than devices, keeps the key where no page can read it, and becomes a device once it can", async () => {
    server.hasDevices = false;
    await pairNow();
    expect(JSON.stringify(browser.local)).not.toContain(KEY);
    expect((await get("/v1/thing")).status).toBe(200);
    expect(server.bearers.at(-1)).toBe(KEY);
    server.hasDevices = true;
    browser.restart();
    expect((await get("/v1/thing")).status).toBe(200);
    expect(server.bearers.at(-1)).toBe("access-1");
    expect(await written()).not.toContain(KEY);
  });

  it("of version 0.1.0 becomes a device with the next request", async () => {
    browser.local.connection = { base: BASE, merchantName: "Juniper", key: KEY };
    await adoptLegacyKey();
    expect(JSON.stringify(browser.local)).not.toContain(KEY);
    expect((await get("/v1/thing")).status).toBe(200);
    expect(await written()).not.toContain(KEY);
    expect(await findConnection()).toEqual({ base: BASE, merchantName: "Juniper" });
  });

  it("ended here is ended at the server too, and leaves nothing behind", async () => {
    await pairNow();
    await unpair();
    expect(server.revoked).toEqual(["d_1"]);
    expect(await written()).toBe("[{},{},null]");
  });

  it("can be ended without a connection to the server", async () => {
    await pairNow();
    server.isDown = true;
    await unpair();
    expect(await written()).toBe("[{},{},null]");
  });
});

describe("a request", () => {
  it("bears the access token, also after the browser was started anew", async () => {
    await pairNow();
    expect(await (await get("/v1/thing")).json()).toEqual({ thing: true });
    browser.restart(); // what was in memory is gone
    expect((await get("/v1/thing")).status).toBe(200);
    expect(server.bearers.at(-1)).toBe("access-2");
  });

  it("is sent once more with a new token when the old one has run out, and only once more", async () => {
    await pairNow();
    server.expireAccess();
    expect((await get("/v1/thing")).status).toBe(200);
    server.refusesAll = true;
    expect((await get("/v1/thing")).status).toBe(401);
    expect(server.things).toEqual(["access-1", "access-2", "access-2", "access-3"]);
  });

  it("of two windows at once renews the token once", async () => {
    await pairNow();
    server.expireAccess();
    const answers = await Promise.all([get("/v1/thing"), get("/v1/thing"), get("/v1/thing")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(server.renewalsAsked).toBe(1);
  });

  it("after the device was revoked says so, ends the pairing, and touches no draft", async () => {
    await pairNow();
    browser.local["draft:x"] = "Half a text";
    server.revokeAll();
    const answer = await get("/v1/thing");
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ type: "/problems/device-revoked" });
    expect(await findConnection()).toBeUndefined();
    expect(await findEndedConnection()).toEqual({ base: BASE, merchantName: "Juniper" });
    expect(await findSecret()).toBeUndefined();
    expect(browser.local["draft:x"]).toBe("Half a text");
  });

  it("that finds no server throws, as fetch does, and ends nothing", async () => {
    await pairNow();
    browser.restart();
    server.isDown = true;
    await expect(get("/v1/thing")).rejects.toThrow(TypeError);
    server.isDown = false;
    expect((await get("/v1/thing")).status).toBe(200);
  });

  it("survives an answer that was lost on its way back", async () => {
    await pairNow();
    browser.restart();
    server.losesNextAnswer = true;
    expect((await get("/v1/thing")).status).toBe(200);
    expect(server.isRevoked).toBe(false);
  });

  it.each([
    ["a log-in page of the hotel's network", 401, "text/html"],
    ["a broken server", 500, "application/problem+json"],
  ])("ends nothing because of %s", async (_, status, contentType) => {
    await pairNow();
    browser.restart();
    server.next = () => new Response("<html>", { status, headers: { "content-type": contentType } });
    expect((await get("/v1/thing")).status).toBe(status);
    expect((await get("/v1/thing")).status).toBe(200);
  });

  it("of a page that was open before another server was paired goes nowhere", async () => {
    await pairNow();
    const seen = server.bearers.length;
    expect((await get("https://other.example.com/v1/thing")).status).toBe(401);
    expect(server.bearers.length).toBe(seen);
  });

  it("without a pairing goes nowhere", async () => {
    expect((await get("/v1/thing")).status).toBe(401);
    expect(server.bearers).toEqual([]);
  });

  it("works although this computer's clock is wrong", async () => {
    server.clockMs = Date.now() - 400 * 86_400_000;
    await pairNow();
    expect((await get("/v1/thing")).status).toBe(200);
    expect(server.renewals).toBe(0);
  });
});

it("a secret of another shape than ours is none", async () => {
  await storeConnection({ base: BASE, merchantName: "Juniper" });
  // @ts-expect-error what a later version might have written
  await keepSecret({ kind: "passkey", base: BASE, value: "x" });
  expect((await get("/v1/thing")).status).toBe(401);
});

/** Answers as issue 3 says of the Worker: refresh tokens work once, their predecessor gets the same successor once more. */
class FakeServer {
  hasDevices = true;
  isDown = false;
  isRevoked = false;
  losesNextAnswer = false;
  refusesAll = false;
  next: (() => Response) | undefined;
  clockMs = Date.now();
  renewals = 0;
  renewalsAsked = 0;
  readonly bearers: string[] = [];
  readonly things: string[] = [];
  readonly deviceNames: string[] = [];
  readonly revoked: string[] = [];
  #access = 0;
  #good = "";

  expireAccess(): void {
    this.#good = "";
  }

  revokeAll(): void {
    this.isRevoked = true;
  }

  answer = async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    if (this.isDown) throw new TypeError("Failed to fetch");
    const { next } = this;
    this.next = undefined;
    if (next !== undefined) return next();
    const response = await this.#route(new URL(input), init);
    if (!this.losesNextAnswer) return response;
    this.losesNextAnswer = false;
    throw new TypeError("Failed to fetch");
  };

  async #route({ origin, pathname }: URL, init: RequestInit): Promise<Response> {
    expect(origin).toBe(BASE);
    const bearer = new Headers(init.headers).get("authorization")?.replace("Bearer ", "");
    if (bearer !== undefined) this.bearers.push(bearer);
    const body = typeof init.body === "string" ? JSON.parse(init.body) : {};
    if (pathname.startsWith("/v1/devices") && !this.hasDevices) return problem(404, "not-found");
    if (pathname === "/v1/devices/token") return this.#renew(body.refreshToken);
    if (pathname === "/v1/devices" && init.method === "POST") {
      if (bearer !== KEY) return problem(401, "unauthorized");
      this.deviceNames.push(body.name);
      return json(201, { device: { id: "d_1", name: body.name }, ...this.#tokens() });
    }
    if (bearer === KEY ? this.refusesAll : bearer !== this.#good || this.refusesAll || this.isRevoked) {
      if (pathname === "/v1/thing") this.things.push(bearer ?? "");
      return problem(
        401,
        this.isRevoked ? "device-revoked" : bearer?.startsWith("access") ? "token-expired" : "unauthorized",
      );
    }
    if (pathname === "/v1/me") return json(200, { merchantId: "m_1", name: "Juniper", timeZone: "UTC", stores: [] });
    if (pathname === "/v1/devices") {
      const item = { id: "d_1", name: "Chrome on Linux", createdAt: "2026-01-01T00:00:00Z", current: true };
      return json(200, { items: [item] });
    }
    if (init.method === "DELETE") {
      this.revoked.push(pathname.replace("/v1/devices/", ""));
      return new Response(null, { status: 204 });
    }
    this.things.push(bearer ?? "");
    return json(200, { thing: true });
  }

  #renew(refreshToken: string): Response {
    this.renewalsAsked += 1;
    if (this.isRevoked) return problem(401, "device-revoked");
    if (refreshToken === `refresh-${this.#access - 1}`) return json(200, this.#view());
    if (refreshToken !== `refresh-${this.#access}`) {
      this.isRevoked = true;
      return problem(401, "device-revoked");
    }
    this.renewals += 1;
    return json(200, this.#tokens());
  }

  #tokens() {
    this.#access += 1;
    this.#good = `access-${this.#access}`;
    return this.#view();
  }

  #view() {
    const accessExpiresAt = new Date(this.clockMs + 15 * 60_000).toISOString();
    return { accessToken: `access-${this.#access}`, accessExpiresAt, refreshToken: `refresh-${this.#access}` };
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

function problem(status: number, type: string): Response {
  const body = JSON.stringify({ type: `/problems/${type}`, title: "No", status });
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } });
}
