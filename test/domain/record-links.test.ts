import { expect, it } from "vitest";
import { foldOrder } from "../../worker/domain/order-state.ts";
import { listLinks } from "../../worker/domain/record-links.ts";
import type { OrderItem, StoreEvent } from "../../worker/domain/store-event.ts";

const serum: OrderItem = { lineId: "1", sku: "SERUM", name: "Serum", quantity: 2, cartId: "4001" };
const cream: OrderItem = { lineId: "2", sku: "CREAM", name: "Cream", quantity: 1, cartId: "4002" };
const event = (change: Partial<StoreEvent> = {}): StoreEvent => ({
  id: "e1",
  source: "shopify",
  type: "order.placed",
  occurredAtMs: 1,
  live: true,
  test: false,
  orderId: "1",
  order: { name: "#1", statusUrl: "https://shop.example/orders/1" },
  items: [serum, cream],
  ...change,
});
const store = { platform: "shopify", shop: "acme.myshopify.com" };
const links = (events: readonly StoreEvent[], change: Partial<Parameters<typeof listLinks>[0]> = {}) =>
  listLinks({
    order: foldOrder("1", events),
    products: new Map(),
    store,
    ownDomains: new Set(["go.acme.test"]),
    ...change,
  });
const urls = (found: ReturnType<typeof links>) => found.map(({ kind, url }) => `${kind} ${url}`);

it("an order leads to its status, and to a cart with the same goods", () => {
  expect(links([event()])).toEqual([
    { kind: "orderStatus", label: "#1", url: "https://shop.example/orders/1" },
    { kind: "cart", label: "cart", url: "https://acme.myshopify.com/cart/4001:2,4002:1" },
  ]);
});

it("each parcel that is on its way can be followed, one that was taken back cannot", () => {
  const parcel = (id: string, type: StoreEvent["type"]) =>
    event({
      id: `${type}${id}`,
      type,
      occurredAtMs: 2,
      parcel: { id, carrier: "UPS", trackingUrl: `https://ups.example/${id}` },
    });
  const found = links([
    event(),
    parcel("a", "fulfillment.shipped"),
    parcel("b", "fulfillment.shipped"),
    parcel("b", "fulfillment.voided"),
  ]);
  expect(found.filter(({ kind }) => kind === "tracking")).toEqual([
    { kind: "tracking", label: "UPS", url: "https://ups.example/a" },
  ]);
});

it.each([
  ["woocommerce", "acme.example", [serum], "cart https://acme.example/cart/?add-to-cart=4001&quantity=2"],
  [
    "bigcommerce",
    "abc123",
    [serum],
    "cart https://store-abc123.mybigcommerce.com/cart.php?action=add&product_id=4001&qty=2",
  ],
  ["woocommerce", "acme.example", [serum, cream], undefined], // its cart address takes one product
  ["custom", "acme.example", [serum], undefined],
  ["shopify", "acme.myshopify.com", [serum, { ...cream, cartId: undefined }], undefined], // half a cart would be none
] as const)("a cart at %s is linked where its store can fill one", (platform, shop, items, cart) => {
  const found = links([event({ items })], { store: { platform, shop } });
  expect(urls(found).find((url) => url.startsWith("cart"))).toBe(cart);
});

it("a discreet product is not named, and what came back is not offered again", () => {
  const products = new Map([["SERUM", { title: "Serum", url: "https://shop.example/s", discreet: true }]]);
  const back = event({ id: "e2", type: "order.refunded", occurredAtMs: 2, items: [cream] });
  const found = links([event(), back], { products });
  expect(found.find(({ kind }) => kind === "product")?.label).toBe("your order");
  expect(urls(found)).toContain("cart https://acme.myshopify.com/cart/4001:2");
});

it("nothing is offered that a link may not lead to, and nothing for no order", () => {
  const products = new Map([["SERUM", { url: "http://127.0.0.1/x", reviewUrl: "https://go.acme.test/abc23456" }]]);
  expect(urls(links([event()], { products })).filter((url) => !url.startsWith("cart"))).toEqual([
    "orderStatus https://shop.example/orders/1",
  ]);
  expect(listLinks({ order: undefined, products, store, ownDomains: new Set([]) })).toEqual([]);
});
