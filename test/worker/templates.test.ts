import { beforeEach, expect, it } from "vitest";
import type { TemplatesView } from "../../shared/contract/templates.ts";
import { type Call, makeMerchant } from "./api.ts";

let call: Call;
beforeEach(async () => {
  ({ call } = await makeMerchant());
});

const list = async (): Promise<TemplatesView["items"]> => (await call("GET", "/v1/templates")).body.items;
const own = {
  name: "Where is it?",
  class: "transactional",
  bodies: { en: "Order {{ order.name }}: {{ link }}" },
  link: { kind: "tracking" },
};

it("a new shop has templates in four languages to begin with", async () => {
  const items = await list();
  expect(items.length).toBeGreaterThanOrEqual(10);
  expect(items.every(({ isDefault, bodies }) => isDefault && bodies.es && bodies.fr && bodies.de)).toBe(true);
});

it("a shipped template that the merchant wrote anew is theirs, and is there again once that is deleted", async () => {
  const shipped = (await list()).find(({ key }) => key === "order-status");
  expect((await call("PUT", "/v1/templates/order-status", own)).status).toBe(201);
  expect((await call("PUT", "/v1/templates/order-status", { ...own, name: "Where" })).status).toBe(200);
  const items = await list();
  expect(items.filter(({ key }) => key === "order-status")).toEqual([
    { ...own, name: "Where", key: "order-status", isDefault: false },
  ]);
  expect((await call("DELETE", "/v1/templates/order-status")).status).toBe(204);
  expect((await list()).find(({ key }) => key === "order-status")).toEqual(shipped);
  const gone = await call("DELETE", "/v1/templates/order-status");
  expect([gone.status, gone.body.type]).toEqual([404, "/problems/unknown-template"]);
});

it("a template of the merchant's own comes after the shipped ones, and no other merchant sees it", async () => {
  const before = (await list()).length;
  await call("PUT", "/v1/templates/where-is-it", own);
  expect((await list()).at(-1)).toEqual({ ...own, key: "where-is-it", isDefault: false });
  const other = await makeMerchant();
  expect((await other.call("GET", "/v1/templates")).body.items).toHaveLength(before);
});

it.each([
  ["an unknown field", { bodies: { en: "Hi {{ custmer.firstName }} {{ link }}" } }, "bodies.en"],
  ["a body that cannot be read", { bodies: { ...own.bodies, de: "{% if %} {{ link }}" } }, "bodies.de"],
  ["a placeholder", { bodies: { en: "Hi [Name] {{ link }}" } }, "bodies.en"],
  ["a link that is not printed", { bodies: { en: "Hi" } }, "bodies.en"],
  ["no English", { bodies: { de: "Hallo {{ link }}" } }, "bodies.en"],
  ["a language that is not served", { bodies: { ...own.bodies, pt: "Oi {{ link }}" } }, "bodies.pt"],
  ["an unknown kind of link", { link: { kind: "home" } }, "link.kind"],
])("a template with %s is refused, and says where", async (_, change, path) => {
  const { status, body } = await call("PUT", "/v1/templates/own", { ...own, ...change });
  expect([status, body.errors?.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
});

it("a key is lower-case letters, digits, hyphens and underscores", async () => {
  const { status, body } = await call("PUT", "/v1/templates/My%20own", own);
  expect([status, body.errors[0].path]).toEqual([422, "key"]);
});
