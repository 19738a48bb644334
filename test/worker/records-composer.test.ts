import { beforeEach, describe, expect, it } from "vitest";
import type { RecordView } from "../../shared/contract/records.ts";
import { oneText, reply } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyFulfillment, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";
const ID = "9107236455812349907";
const CUSTOMER = "7000000000000000001";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
  await shop.api("PUT", "/v1/products/SERUM", {
    title: "Face serum",
    url: "https://shop.example/serum",
    reviewUrl: "https://shop.example/serum/review",
  });
  await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
});

const address = (kind: string, id: string, name = shop.stores.shopify.shop) =>
  `/v1/records?platform=shopify&shop=${name}&kind=${kind}&id=${id}`;
const read = async (kind: string, id: string) => (await shop.api<RecordView>("GET", address(kind, id))).body;

describe("a record", () => {
  it("says who, what, where the parcel is, and where a text about it can lead", async () => {
    await postShopify(shop, "fulfillments/create", shopifyFulfillment(ID));
    await shop.api("PUT", `/v1/customers/${CUSTOMER}`, { locale: "es-MX" });
    const record = await read("order", ID);
    expect(record.order).toMatchObject({
      name: "#9907",
      total: { amountMinor: 2900, currency: "USD" },
      items: [{ sku: "SERUM", name: "Serum", quantity: 1 }],
      parcels: [
        { state: "shipped", carrier: "UPS", trackingNumber: "1Z999", trackingUrl: "https://ups.example/1Z999" },
      ],
    });
    expect(record.customer).toMatchObject({
      firstName: "Zoe",
      phone: PHONE,
      language: "es-MX",
      timeZone: "America/New_York",
      localTime: "2026-03-02T10:00",
      segmentPrice: { amountMicros: 8_300, currency: "USD", source: "list" },
    });
    expect(record.links).toEqual(
      expect.arrayContaining([
        { kind: "tracking", label: "UPS 1Z999", url: "https://ups.example/1Z999" },
        { kind: "review", label: "Face serum", url: "https://shop.example/serum/review", sku: "SERUM" },
        { kind: "product", label: "Face serum", url: "https://shop.example/serum", sku: "SERUM" },
      ]),
    );
    expect(record.record).toEqual({ platform: "shopify", shop: shop.stores.shopify.shop, kind: "order", id: ID });
  });

  it("has every field as the text prints it", async () => {
    const { fields } = await read("order", ID);
    const names = Object.keys(fields);
    expect(fields).toMatchObject({
      "customer.firstName": "Zoe",
      "order.name": "#9907",
      "item.name": "Face serum",
      "shop.name": "Acme",
    });
    expect(names).not.toContain("parcel.carrier");
    const body = names.map((name) => `{{ ${name} }}`).join(" ~ ");
    const text = { to: PHONE, body, class: "transactional", orderId: ID };
    const preview = await shop.api<{ body: string }>("POST", "/v1/messages/preview", text);
    expect(preview.body.body).toBe(names.map((name) => fields[name]).join(" ~ "));
  });

  it("names a discreet product nowhere", async () => {
    await shop.api("PUT", "/v1/products/SERUM", { title: "Serum", url: "https://shop.example/s", discreet: true });
    const record = await read("order", ID);
    expect(record.order?.items).toEqual([{ sku: "SERUM", name: "your order", quantity: 1, discreet: true }]);
    expect(record.fields["item.name"]).toBe("your order");
    expect(record.links.map(({ label }) => label)).not.toContain("Serum");
  });

  it("shows a customer with what they bought last", async () => {
    await postShopify(
      shop,
      "orders/create",
      shopifyOrder("8200", { phone: PHONE, createdAt: "2026-03-02T09:00:00-05:00" }),
    );
    const { order, fields, record } = await read("customer", CUSTOMER);
    expect(order).toBeUndefined();
    expect(fields["order.name"]).toBe("#9907");
    expect(record?.kind).toBe("customer");
  });

  it("of the WooCommerce kind `post` is the order of that id", async () => {
    expect((await read("post", ID)).order?.id).toBe(ID);
  });
});

describe("consent in a record", () => {
  const consent = async () => (await read("order", ID)).customer.consent;

  it("comes with its reason", async () => {
    expect(await consent()).toMatchObject({
      transactional: true,
      promotional: false,
      reasons: { transactional: { code: "number_with_order" }, promotional: { code: "no_opt_in" } },
    });
    await shop.api("PUT", `/v1/customers/${CUSTOMER}`, { consent: { promotional: true, source: "form" } });
    expect(await consent()).toMatchObject({ promotional: true, reasons: { promotional: { code: "opted_in" } } });
    await reply(PHONE, shop.sender, "STOP");
    expect(await consent()).toMatchObject({
      transactional: false,
      promotional: false,
      reasons: { transactional: { code: "opted_out" }, promotional: { code: "opted_out" } },
    });
  });

  it("follows the policy that demands a record for order texts", async () => {
    await shop.api("PUT", "/v1/policy", {
      quietHours: null,
      caps: [],
      stateLaw: false,
      requireTransactionalConsent: true,
    });
    expect(await consent()).toMatchObject({
      transactional: false,
      reasons: { transactional: { code: "record_required" } },
    });
  });
});

describe("the lines that the engine adds", () => {
  const footer = async (lines: object) => {
    await shop.api("PUT", "/v1/policy", { quietHours: null, caps: [], stateLaw: false, footer: lines });
    return (await read("order", ID)).footerText;
  };

  it("are told in the customer's language, the first text's while none has gone", async () => {
    expect(await footer({ optOutLine: false, firstTextLine: false })).toBe("");
    expect(await footer({ optOutLine: true, firstTextLine: false })).toBe("Reply STOP to opt out");
    await shop.api("PUT", `/v1/customers/${CUSTOMER}`, {
      locale: "fr",
      consent: { promotional: true, source: "form" },
    });
    expect(await footer({ optOutLine: true, firstTextLine: true })).toMatch(/^Acme: Fréquence variable\..*STOP/);
    await shop.api("POST", "/v1/messages", { to: PHONE, body: "Merci", class: "relationship" });
    await advance();
    expect(await footer({ optOutLine: true, firstTextLine: true })).toBe("Répondez STOP pour vous désabonner");
  });
});

describe("the texts of a record", () => {
  it("carry people's clicks beside all, where they went, and no test", async () => {
    await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
    await postShopify(shop, "orders/create", shopifyOrder("8300", { phone: PHONE }));
    await advance();
    await reply(PHONE, shop.sender, "Lovely");
    const { texts } = await read("order", "8300");
    expect(texts.map(({ direction, flow, clicks }) => [direction, flow, clicks])).toEqual(
      expect.arrayContaining([
        ["out", "One text", { people: 0, all: 0 }],
        ["in", undefined, undefined],
      ]),
    );
  });
});

describe("a text that somebody wrote for later", () => {
  const later = {
    to: PHONE,
    body: "See you, {{ customer.firstName }}: {{ link }}",
    class: "transactional",
    orderId: ID,
  };

  it("is shown in their words while it waits, and a flow's text is not before it goes", async () => {
    await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}", { after: "P2D" }));
    await postShopify(shop, "orders/create", shopifyOrder("8310", { phone: PHONE }));
    const link = { url: "https://shop.example/care" };
    await shop.api("POST", "/v1/messages", { ...later, orderId: "8310", link, sendAt: "2026-03-03T15:00:00Z" });
    const { texts } = await read("order", "8310");
    expect(texts.filter(({ status }) => status === "waiting").map(({ flow, body }) => [flow, body])).toEqual([
      [undefined, expect.stringMatching(/^See you, Zoe: https?:\/\/\S+$/)],
      ["One text", undefined],
    ]);
  });
});

describe("a number", () => {
  const byPhone = (phone: string) => shop.api<RecordView>("GET", `/v1/records?phone=${encodeURIComponent(phone)}`);

  it("leads to its newest record", async () => {
    await postShopify(
      shop,
      "orders/create",
      shopifyOrder("8400", { phone: PHONE, createdAt: "2026-03-02T09:59:00-05:00" }),
    );
    const { status, body } = await byPhone("(212) 555-0101");
    expect(status).toBe(200);
    expect(body.record).toEqual({ platform: "shopify", shop: shop.stores.shopify.shop, kind: "order", id: ID });
    expect(body.customer.phone).toBe(PHONE);
  });

  it("of a customer known by events alone shows them, with no record of an admin", async () => {
    await shop.api("PUT", "/v1/customers/c9", { phone: "+12125550109", firstName: "Ida" });
    const { body } = await byPhone("+12125550109");
    expect([body.customer.firstName, body.record]).toEqual(["Ida", undefined]);
  });

  it("of nobody is a 404, and no number a 422", async () => {
    const nobody = await byPhone("+12125550188");
    expect([nobody.status, (nobody.body as unknown as { type: string }).type]).toEqual([
      404,
      "/problems/unknown-record",
    ]);
    expect((await byPhone("555-SHIP")).status).toBe(422);
    expect((await shop.api("GET", `${address("order", ID)}&phone=%2B12125550101`)).status).toBe(422);
    expect((await shop.api("GET", "/v1/records?platform=shopify")).status).toBe(422);
  });
});

it("what is not known says whether its store can be asked for it", async () => {
  const unknown = await shop.api("GET", address("order", "1"));
  expect(unknown.body).toMatchObject({ type: "/problems/unknown-record", canFetch: true });
  const foreign = await shop.api("GET", address("order", ID, "other.myshopify.com"));
  expect(foreign.body).toMatchObject({ type: "/problems/unknown-store", canFetch: false });
});
