import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ClickShop, openClickShop } from "./click-kill.ts";
import { type Aftertext, startAftertext } from "./server.ts";

let aftertext: Aftertext;
let shop: ClickShop;
let slug: string;

beforeAll(async () => {
  aftertext = await startAftertext();
  await aftertext.bench("/reset", {});
  shop = await openClickShop(aftertext, [{ slug: "spring-sale" }]);
  slug = shop.slugs[0] ?? "";
});

afterAll(async () => {
  await aftertext?.stop();
});

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** As bytes, past whatever a client would mend. */
function ask(requestLine: string, headers: readonly string[] = []): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(aftertext.port, "127.0.0.1").setEncoding("latin1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.once("close", () => {
      const headEnd = answer.indexOf("\r\n\r\n");
      resolve({ status: Number(answer.slice(9, 12)), head: answer.slice(0, headEnd), body: answer.slice(headEnd + 4) });
    });
    socket.once("error", reject);
    const host = `Host: 127.0.0.1:${aftertext.port}`;
    const lines = [`${requestLine} HTTP/1.1`, host, "User-Agent: Mozilla/5.0", "Connection: close", ...headers];
    socket.write(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"));
  });
}

const locationOf = ({ head }: RawAnswer) => /\r\nlocation: *(.*)(?:\r\n|$)/i.exec(head)?.[1];

describe("a tap on the wire", () => {
  it.each([
    ["", ""],
    ["/", ""],
    ["?a=1&b=%20x", "?a=1&b=%20x"],
    ["/?a=1", "?a=1"],
    ["?x=%22'", "?x=%22%27"],
    ["?url=https://evil.example/", "?url=https://evil.example/"],
    ["?//evil.example", "?//evil.example"],
  ])("/slug%s leads to the target with its own query", async (suffix, query) => {
    for (const name of [slug, slug.toUpperCase(), `%73${slug.slice(1)}`]) {
      const answer = await ask(`GET /${name}${suffix}`);
      expect(answer.status).toBe(302);
      expect(locationOf(answer)).toBe(`https://harbor.example/o${query}`);
      expect(answer.head).toMatch(/\r\ncache-control: private, no-store/i);
      expect(answer.body).toBe("");
    }
  });

  it.each(["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("by %s leads to the same target", async (method) => {
    const answer = await ask(`${method} /${slug}`, ["Content-Length: 0"]);
    expect([answer.status, locationOf(answer), answer.body]).toEqual([302, "https://harbor.example/o", ""]);
  });
});

describe("an address that is no link", () => {
  it.each([
    "/nothere2",
    "//evil.example/",
    "//evil.example/%2f..",
    "/https://evil.example/",
    "/%",
    "/%ff",
    "/%00",
    "/%0d%0aLocation:%20https://evil.example/",
    "/..%2f..%2fetc%2fpasswd",
    "/spring-sale%2f",
    "/spring-sale;x=1",
    "/\\evil.example",
    "/<script>alert(1)</script>",
    `/${"a".repeat(4_000)}`,
    "/spring-sale/deeper",
    "/.env",
  ])("GET %s shows our page, leads nowhere and repeats nothing of the request", async (target) => {
    const answer = await ask(`GET ${target}`);
    expect([400, 404]).toContain(answer.status);
    expect(locationOf(answer)).toBeUndefined();
    expect(answer.body).not.toMatch(/evil|passwd|script>alert|aaaa/);
    if (answer.status === 404) {
      expect(answer.head).toMatch(/\r\ncontent-security-policy: default-src 'none'/i);
      expect(answer.head).toMatch(/\r\nx-content-type-options: nosniff/i);
      expect(answer.head).toMatch(/frame-ancestors 'none'/i);
    }
  });

  it("by HEAD has the page's head alone", async () => {
    const answer = await ask("HEAD /nothere2");
    expect([answer.status, answer.body]).toEqual([404, ""]);
  });
});
