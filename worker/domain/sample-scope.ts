import type { Scope } from "./scope.ts";

export const sampleCustomer = {
  id: "1001",
  firstName: "Alexandra",
  lastName: "Johnson",
  city: "Philadelphia",
  country: "US",
  locale: "en-US",
  timeZone: "America/New_York",
  orderCount: 2,
  totalSpent: 124.5,
  points: 120,
  tags: ["vip"],
  attributes: {},
};

/** Values as an ordinary order of a small shop has them, to measure a text with before any customer sees it. */
export const sampleScope: Scope = {
  customer: sampleCustomer,
  order: {
    id: "5551001",
    name: "#10245",
    url: "https://shop.example/orders/5551001",
    total: "62.25",
    currency: "USD",
    placedAt: "2026-03-01T15:00:00Z",
    itemCount: 2,
    eta: "2026-03-06",
    statusUrl: "https://shop.example/orders/5551001/status",
    carrier: "UPS",
    trackingNumber: "1Z999AA10123456784",
    trackingUrl: "https://carrier.example/track/1Z999AA10123456784",
    attributes: {},
  },
  items: [{ ...sampleItem() }, { ...sampleItem(), sku: "CREAM", name: "Night Cream 50 ml", shortName: "Night Cream" }],
  item: sampleItem(),
  parcel: {
    carrier: "UPS",
    trackingNumber: "1Z999AA10123456784",
    trackingUrl: "https://carrier.example/track/1Z999AA10123456784",
    shippedAt: "2026-03-02T15:00:00Z",
    eta: "2026-03-06",
    window: "9-12 am",
    index: 1,
    count: 2,
  },
  offer: { code: "THANKS-7K2M", value: "10%", expiresAt: "2026-03-20", url: "https://shop.example/offer" },
  related: { name: "Day Cream 50 ml", shortName: "Day Cream", url: "https://shop.example/products/day-cream" },
  shop: {
    name: "Juniper & Co",
    url: "https://shop.example",
    reviewUrl: "https://shop.example/reviews",
    supportPhone: "+12155550100",
    supportUrl: "https://shop.example/help",
    helpText: "We answer within a day.",
  },
  days: { sincePurchase: 7, sinceDelivery: 3 },
};

function sampleItem(): Scope {
  return {
    sku: "SERUM",
    name: "Vitamin C Serum 30 ml",
    shortName: "C Serum",
    quantity: 1,
    url: "https://shop.example/products/serum",
    imageUrl: "https://shop.example/serum.jpg",
    reviewUrl: "https://shop.example/products/serum/review",
    guideUrl: "https://shop.example/products/serum/guide",
    careText: "Keep it cool and dark.",
  };
}
