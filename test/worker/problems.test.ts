import { env, exports } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { base, type Call, call as callOpenly, makeMerchant } from "./api.ts";

let call: Call;
let apiKey: string;

beforeAll(async () => {
  ({ call, apiKey } = await makeMerchant());
});

afterEach(() => {
  vi.restoreAllMocks();
});

const mebibyte = 1_048_576;

function send(body: ReadableStream | Uint8Array | string): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}` };
  return exports.default.fetch(`${base}/v1/products/BIG`, { method: "PUT", headers, body });
}

/** So that no content-length says how much will come. */
function inChunks(text: string): ReadableStream {
  const bytes = new TextEncoder().encode(text);
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(sent, sent + 65_536));
      sent += 65_536;
    },
  });
}

describe("a body", () => {
  it.each([
    ["that is no JSON", "{ title: 'Serum' }", ": it is none from line 1, column 3"],
    ["that is cut off", '{\n"title":"Ser', ": it is none from line 2, column 9"],
    ["that is empty", "", ": it is none from line 1, column 1"],
    ["that is not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), ""],
  ])("%s is refused without its words", async (_, body, place) => {
    const response = await send(body);
    const problem = await response.json<{ errors: unknown }>();
    expect([response.status, response.headers.get("content-type")]).toEqual([422, "application/problem+json"]);
    expect(problem.errors).toEqual([{ path: "", message: `must be JSON in UTF-8 (RFC 8259)${place}` }]);
  });

  it("of exactly one mebibyte is read, one byte more is not, however it is sent", async () => {
    const exact = `{"title":"Serum"${" ".repeat(mebibyte - 17)}}`;
    expect(exact.length).toBe(mebibyte);
    expect((await send(exact)).status).toBe(201);
    expect((await send(inChunks(exact))).status).toBe(200);
    for (const body of [`${exact} `, inChunks(`${exact} `)]) {
      const response = await send(body);
      expect([response.status, await response.json()]).toEqual([
        413,
        expect.objectContaining({ type: "/problems/too-large", status: 413 }),
      ]);
    }
  });

  it("that is too long is read to its end: who writes all of it before reading hears why", async () => {
    let isRead = false;
    const stream = inChunks("x".repeat(3 * mebibyte)).pipeThrough(
      new TransformStream({
        flush() {
          isRead = true;
        },
      }),
    );
    expect([(await send(stream)).status, isRead]).toEqual([413, true]);
  });

  it("that is nested without end is refused", async () => {
    const flow = { name: "F", trigger: { event: "order.placed", where: {} }, steps: [{ exit: true }] };
    const deep = JSON.stringify(flow).replace(
      '"where":{}',
      `"where":${'{"not":'.repeat(50_000)}{}${"}".repeat(50_000)}`,
    );
    const { status, body } = await call("PUT", "/v1/flows/deep", deep);
    expect([status, body.errors[0].message]).toEqual([422, "is nested deeper than 100 levels"]);
  });

  it("of another kind is told what is expected", async () => {
    const { body } = await call("PUT", "/v1/policy", [1]);
    expect(body.errors).toEqual([{ path: "", message: "must be an object, not a list" }]);
  });

  it.each([
    [
      { trigger: { event: "order.deliverd" } },
      "trigger.event",
      /^must be one of "order\.placed", .*; did you mean order\.delivered\?$/,
    ],
    [{ trigger: "order.placed" }, "trigger", "must be an object, not a text"],
    [
      { trigger: { event: "order.placed", where: { "order.total": { greater: 2 } } } },
      "trigger.where.order.total.greater",
      /^is no test: eq, /,
    ],
    [
      { trigger: { event: "order.placed", where: { "order.total": 2 } } },
      "trigger.where.order.total",
      'must be a test such as { "gte": 2 }',
    ],
    [{ exit_on: [] }, "exit_on", "is not a known field; did you mean exitOn?"],
    [{ rank: 1.5 }, "rank", "must be a whole number"],
    [{ rank: 2000 }, "rank", "must be at most 1000"],
    [{ steps: [] }, "steps", "must not be empty"],
    [{ steps: [{}] }, "steps.0", "is empty: needs send or waitFor or branch or split or ask or tell or exit"],
    [{ steps: [{ exit: "yes" }] }, "steps.0.exit", "must be true"],
    [{ steps: [{ send: { body: "Hi" } }] }, "steps.0.class", /^is missing: must be one of "transactional", /],
    [{ steps: [{ send: { body: "" }, class: "promotional" }] }, "steps.0.send.body", "must not be empty"],
    [
      { steps: [{ send: { body: "x".repeat(3201) }, class: "promotional" }] },
      "steps.0.send.body",
      "must have at most 3200 characters",
    ],
    [
      { steps: [{ ask: { body: "1-10?", answers: { good: [] } }, class: "promotional" }] },
      "steps.0.ask.answers.good",
      "is no valid name: a number or a range such as 9-10",
    ],
    [
      { steps: [{ send: { body: "Hi" }, class: "promotional", from: "start" }] },
      "steps.0.from",
      'must be "trigger", or: must be "previous", or: must be an object, not a text',
    ],
  ])("with a wrong field is told what would do: %j", async (part, path, message) => {
    const flow = { name: "F", trigger: { event: "order.placed" }, steps: [{ exit: true }] };
    const { status, body } = await call("PUT", "/v1/flows/wrong", { ...flow, ...part });
    expect([status, body.errors]).toEqual([
      422,
      [{ path, message: typeof message === "string" ? message : expect.stringMatching(message) }],
    ]);
  });

  it("has every wrong field named, as in the body", async () => {
    const { body } = await call("PUT", "/v1/products/X", {
      title: "",
      stock: 1.5,
      price: {},
      attributes: { a: { b: 1 } },
    });
    expect(body.errors.map((field: { path: string }) => field.path)).toEqual([
      "title",
      "stock",
      "price.amountMinor",
      "price.currency",
      "attributes.a",
    ]);
  });
});

describe("an address", () => {
  it.each(["/v1/nothing", "/v1", "/v1/flows/a/b/c/d", "/v1/products/%E0%A4%A", "/admin", "/hooks/x"])(
    "that is not there, %s, answers 404 as a problem",
    async (path) => {
      const { status, headers, body } = await call("GET", path);
      expect([status, headers.get("content-type"), body.type]).toEqual([
        404,
        "application/problem+json",
        "/problems/unknown-address",
      ]);
    },
  );

  it("that has no such method says which it has", async () => {
    const { status, headers, body } = await call("DELETE", "/v1/policy");
    expect([status, headers.get("allow"), body.type]).toEqual([405, "GET, PUT", "/problems/wrong-method"]);
  });

  it("that is the root of the local one leads to the phones", async () => {
    const { status, headers } = await exports.default.fetch(`${env.BASE_URL}/`, { redirect: "manual" });
    expect([status, headers.get("location")]).toEqual([302, "/bench/phone"]);
  });

  it("that could be a short link answers with a page", async () => {
    const { status, headers } = await callOpenly("GET", "/2345abcd");
    expect([status, headers.get("content-type")]).toEqual([404, expect.stringContaining("text/html")]);
  });
});

it("a failure inside says nothing of itself, and is logged without what was sent", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await env.DB.exec("ALTER TABLE products RENAME TO products_gone");
  const { status, headers, body } = await call("PUT", "/v1/products/%2B12025550123", { title: "Secret title" });
  await env.DB.exec("ALTER TABLE products_gone RENAME TO products");
  expect([status, headers.get("content-type")]).toEqual([500, "application/problem+json"]);
  expect(body).toEqual({ type: "/problems/internal", title: "Something went wrong here", status: 500 });
  const line = String(logged.mock.calls[0]?.[0]);
  expect(JSON.parse(line)).toMatchObject({ event: "request_failed", method: "PUT", route: "/v1/products/:sku" });
  expect(line).toContain("no such table");
  expect(line).not.toMatch(/2025550123|Secret title/);
});

describe("/openapi.json", () => {
  it("describes every address with schemas that can be followed", async () => {
    const { status, body } = await callOpenly("GET", "/openapi.json");
    expect([status, body.openapi]).toEqual([200, "3.1.1"]);
    expect(body.paths["/v1/flows/{key}"].put.requestBody.content["application/json"].schema.$ref).toMatch(
      /^#\/components\/schemas\//,
    );
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(["/v1/me", "/v1/policy", "/admin/merchants", "/{slug}"]),
    );
    const refs = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? "");
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of new Set(refs)) {
      const names = ref.replace(/^#\//, "").split("/");
      const found = names.reduce((value, name) => value?.[name], body);
      expect([ref, typeof found]).toEqual([ref, "object"]);
    }
  });

  it("says what the parser says", async () => {
    const { schemas } = (await callOpenly("GET", "/openapi.json")).body.components;
    expect(schemas.Flow.required).toEqual(["key", "name", "trigger", "steps"]);
    expect(schemas.Flow.additionalProperties).toBe(false);
    expect(JSON.stringify(schemas.Step)).toContain('"$ref":"#/components/schemas/Condition"');
  });
});
