import { describe, expect, it } from "vitest";
import { type Cart, cartUrl } from "../../worker/domain/cart-link.ts";

const shopify = (cart: Partial<Cart>): Cart => ({
  platform: "shopify",
  shop: "acme.myshopify.com",
  items: [{ id: "40485094260" }],
  ...cart,
});
const woo = (cart: Partial<Cart>): Cart => ({
  platform: "woocommerce",
  shop: "acme.example",
  items: [{ id: "82" }],
  ...cart,
});

describe("a filled cart", () => {
  it.each<[string, Cart, string]>([
    ["one variant", shopify({}), "https://acme.myshopify.com/cart/40485094260:1"],
    [
      "several, with their quantities",
      shopify({ items: [{ id: "70881412", quantity: 2 }, { id: "70881382" }] }),
      "https://acme.myshopify.com/cart/70881412:2,70881382:1",
    ],
    [
      "a discount, encoded",
      shopify({ discount: "10% off & more" }),
      "https://acme.myshopify.com/cart/40485094260:1?discount=10%25%20off%20%26%20more",
    ],
    [
      "a discount with half a character",
      shopify({ discount: "10\ud83c" }),
      "https://acme.myshopify.com/cart/40485094260:1?discount=10%EF%BF%BD",
    ],
    [
      "Shopify's own form of an id",
      shopify({ items: [{ id: "gid://shopify/ProductVariant/9007199254740993" }] }),
      "https://acme.myshopify.com/cart/9007199254740993:1",
    ],
    ["an address for a shop", shopify({ shop: "https://Acme.example/" }), "https://acme.example/cart/40485094260:1"],
    ["WooCommerce, one product", woo({}), "https://acme.example/?add-to-cart=82&quantity=1"],
    [
      "WooCommerce below a path",
      woo({ shop: "https://acme.example/store/", items: [{ id: "82", quantity: 3 }] }),
      "https://acme.example/store/?add-to-cart=82&quantity=3",
    ],
    [
      "WooCommerce, several products and a coupon",
      woo({ items: [{ id: "123", quantity: 2 }, { id: "456" }], discount: "SPRING10" }),
      "https://acme.example/checkout-link/?products=123:2,456:1&coupon=SPRING10",
    ],
  ])("of %s", (_, cart, url) => {
    expect(cartUrl(cart)).toEqual({ kind: "ok", url });
  });

  it.each<[string, Cart, string]>([
    ["a shop that is no host", shopify({ shop: "not a shop" }), "cart.shop"],
    ["a shop with a query", shopify({ shop: "acme.example/?x=1" }), "cart.shop"],
    ["a shop with a password", shopify({ shop: "https://a:b@acme.example/" }), "cart.shop"],
    ["an id that is no number", shopify({ items: [{ id: "1" }, { id: "SERUM" }] }), "cart.items.1.id"],
    ["an id that would add a second product", shopify({ items: [{ id: "1:1,2" }] }), "cart.items.0.id"],
    ["a product's id for a variant's", shopify({ items: [{ id: "gid://shopify/Product/1" }] }), "cart.items.0.id"],
  ])("can't be made of %s", (_, cart, path) => {
    expect(cartUrl(cart)).toMatchObject({ kind: "refused", path });
  });
});
