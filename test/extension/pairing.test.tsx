import { afterEach, describe, expect, it } from "vitest";
import {
  closePopup,
  connectWith,
  createStage,
  type FakeServer,
  json,
  openPopup,
  press,
  shown,
} from "./popup-stage.tsx";

const ME = { merchantId: "m1", name: "Luma Skin", timeZone: "America/New_York", stores: [] };
const TOKENS = { accessToken: "atd_1", accessExpiresAt: "2099-01-01T00:00:00Z", refreshToken: "atr_1" };
const serveMe: FakeServer = ({ path, key }) => {
  if (path.origin === "http://127.0.0.1:8787" && (key === "Bearer at_key" || key === "Bearer atd_1")) {
    if (path.pathname === "/v1/me") return json(ME);
    if (path.pathname === "/v1/devices") return json({ device: { id: "d_1", name: "Chrome" }, ...TOKENS }, 201);
  }
  return json({ type: "/problems/unauthorized", title: "Unauthorized", status: 401 }, 401);
};

const createUnpaired = (server: FakeServer, languages: readonly string[] = ["en-US"]) =>
  createStage({ stored: new Map(), tabs: new Map([[1, "https://news.test/"]]), server, languages });

afterEach(closePopup);

describe("pairing by the connection", () => {
  it("asks for the connection first, in a labelled field that has the focus", async () => {
    await openPopup(createUnpaired(serveMe));
    expect(document.querySelector("label")?.control).toBe(document.querySelector("input"));
    expect(shown("label")).toBe("Connection");
    expect(document.activeElement).toBe(document.querySelector("input"));
  });

  it("remembers a connection that the server knows, and says whose it is", async () => {
    const stage = createUnpaired(serveMe);
    await openPopup(stage);
    await connectWith("  http://127.0.0.1:8787#at_key\n");
    expect(stage.stored.get("connection")).toEqual({ base: "http://127.0.0.1:8787", merchantName: "Luma Skin" });
    expect(shown("[role=status]")).toContain("Connected to Luma Skin.");
    expect(shown("footer")).toContain("Luma Skin");
  });

  it.each([
    ["", "Paste the connection first"],
    ["at_key", "This is not a connection"],
    ["http://127.0.0.1:8787", "The key after # is missing"],
    ["http://texts.example.com#at_key", "Use the https:// address"],
  ])("says what is wrong with %j and asks no server", async (line, problem) => {
    const stage = createUnpaired(() => {
      throw new Error("a server was asked");
    });
    await openPopup(stage);
    await connectWith(line);
    expect(shown("[role=alert]")).toContain(problem);
    expect(document.querySelector("input")?.getAttribute("aria-invalid")).toBe("true");
    expect(stage.stored.size).toBe(0);
  });

  const html = () => new Response("<!doctype html><h1>It works</h1>", { headers: { "content-type": "text/html" } });
  it.each<[string, string, FakeServer, string]>([
    ["a wrong key", "http://127.0.0.1:8787#other", serveMe, "This key is not valid"],
    [
      "a server that is not running here",
      "http://127.0.0.1:8787#at_key",
      () => Promise.reject(new TypeError()),
      "Start it with npm start",
    ],
    [
      "a server that is not running elsewhere",
      "https://texts.example.com#at_key",
      () => Promise.reject(new TypeError()),
      "No answer from texts.example.com",
    ],
    ["another server's page", "http://127.0.0.1:8787#at_key", html, "127.0.0.1:8787 does not answer like Aftertext"],
    [
      "another server's 404",
      "http://127.0.0.1:8787#at_key",
      () => new Response("", { status: 404 }),
      "does not answer like Aftertext",
    ],
    [
      "another server's log-in",
      "http://127.0.0.1:8787#at_key",
      () => new Response("", { status: 401 }),
      "does not answer like Aftertext",
    ],
    [
      "JSON of another shape",
      "http://127.0.0.1:8787#at_key",
      () => json({ name: 7 }),
      "does not answer like Aftertext",
    ],
    ["a server in trouble", "http://127.0.0.1:8787#at_key", () => json({}, 503), "error 503"],
    ["a server that has enough", "http://127.0.0.1:8787#at_key", () => json({}, 429), "Wait a minute"],
    ["a server that refuses", "http://127.0.0.1:8787#at_key", () => json({}, 403), "error 403"],
  ])("explains %s, keeps what was typed and remembers nothing", async (_what, line, server, advice) => {
    const stage = createUnpaired(server);
    await openPopup(stage);
    await connectWith(line);
    expect(shown("[role=alert]")).toContain(advice);
    expect(document.querySelector("input")?.value).toBe(line);
    expect(stage.stored.size).toBe(0);
  });

  it("forgets the key when the merchant disconnects, and asks before", async () => {
    const stage = createStage({ tabs: new Map([[1, "https://news.test/"]]) });
    await openPopup(stage);
    await press("Luma Skin");
    await press("Disconnect");
    await press("Stay connected");
    expect(stage.stored.size).toBe(1);
    await press("Disconnect");
    await press("Yes, disconnect");
    expect(stage.stored.size).toBe(0);
    expect(shown("label")).toBe("Connection");
  });

  it("asks again when what was stored is no connection", async () => {
    await openPopup(createStage({ stored: new Map([["connection", { base: 7 }]]) }));
    expect(shown("label")).toBe("Connection");
  });

  it.each([
    [["es-MX", "en"], "es", "Conexión"],
    [["fr"], "fr", "Connexion"],
    [["nl-NL", "de-AT", "en-US"], "de", "Verbindung"],
    [["nl", "pt-BR"], "en", "Connection"],
  ])("speaks the reader's language: %j", async (languages, language, label) => {
    await openPopup(createUnpaired(serveMe, languages));
    expect(document.documentElement.lang).toBe(language);
    expect(shown("label")).toBe(label);
  });
});
