import { beforeEach, expect, it } from "vitest";
import { oneText, reply } from "./inside.ts";
import { advance, openShop, resetBench, type Shop } from "./shop.ts";
import { postShopify, shopifyOrder } from "./shopify-webhook.ts";

const PHONE = "+12125550101";
const ID = "9107236455812349907";

let shop: Shop;
beforeEach(async () => {
  await resetBench("2026-03-02T15:00:00Z");
  shop = await openShop();
});

interface Record_ {
  readonly order?: { readonly id: string; readonly name: string };
  readonly customer: { readonly id: string; readonly phone?: string; readonly optedOut: boolean };
  readonly texts: readonly { readonly body?: string; readonly direction: string; readonly status: string }[];
}
const read = (kind: string, id: string, platform = "shopify", name = shop.stores.shopify.shop) =>
  shop.api<Record_>("GET", `/v1/records?platform=${platform}&shop=${name}&kind=${kind}&id=${id}`);

it("an order's record shows what went to its customer, with ids that are longer than a JavaScript number", async () => {
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
  await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
  await advance();
  const { body } = await read("order", ID);
  expect(body).toMatchObject({
    order: { id: ID, name: "#9907" },
    customer: { id: "7000000000000000001", phone: PHONE, optedOut: false },
    texts: [{ direction: "out", body: "Thanks for #9907", status: "delivered" }],
  });
});

it("after a change of number the record goes on, with the texts that went to the old one", async () => {
  await shop.api("PUT", "/v1/flows/thanks", oneText("Thanks for {{ order.name }}"));
  await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
  await advance();
  await shop.api("PUT", "/v1/customers/7000000000000000001", { phone: "+12125550102" });
  const { body } = await read("order", ID);
  expect(body.customer.phone).toBe("+12125550102");
  expect(body.texts).toMatchObject([{ body: "Thanks for #9907" }]);
});

it("a customer's own texts and their opt-out are shown", async () => {
  await postShopify(shop, "orders/create", shopifyOrder(ID, { phone: PHONE }));
  await reply(PHONE, shop.sender, "STOP");
  await advance();
  const { body } = await read("customer", "7000000000000000001");
  expect(body.customer.optedOut).toBe(true);
  expect(body.texts.map(({ direction }) => direction).sort()).toEqual(["in", "out"]);
});

it("a record of a store that is not connected, or that nobody told of, is not there", async () => {
  expect((await read("order", "1")).status).toBe(404);
  expect((await read("order", "1", "shopify", "other.myshopify.com")).status).toBe(404);
});
