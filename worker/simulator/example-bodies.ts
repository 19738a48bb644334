import * as z from "zod";

/** An invented order in the shape of Shopify's REST resources, as its webhooks carry them. */
export const SampleOrder = z.object({
  orderId: z.string(),
  customerId: z.string(),
  fulfillmentId: z.string(),
  name: z.string(),
  phone: z.string(),
  person: z.object({
    firstName: z.string(),
    lastName: z.string(),
    city: z.string(),
    stateCode: z.string(),
    zip: z.string(),
  }),
  product: z.object({ sku: z.string(), title: z.string(), price: z.string() }),
});
export type SampleOrder = Readonly<z.infer<typeof SampleOrder>>;
type Person = SampleOrder["person"];
type Product = SampleOrder["product"];

/** The same number is always the same person's. */
export function makeSampleOrder(given: string | undefined): SampleOrder {
  // 555-0100 to 555-0199 are kept free for invented people. Source: nationalnanpa.com, 555 line numbers.
  const phone = given ?? `+1212555${String(randomInt(100, 200)).padStart(4, "0")}`;
  return {
    orderId: makeId(),
    customerId: makeId(),
    fulfillmentId: makeId(),
    name: `#${randomInt(1001, 9999)}`,
    phone,
    person: people[Number(phone.slice(-2)) % people.length] ?? pick(people),
    product: pick(products),
  };
}

export function orderBody(order: SampleOrder, nowIso: string) {
  const price = { amount: order.product.price, currency_code: "USD" };
  return {
    id: Number(order.orderId),
    admin_graphql_api_id: `gid://shopify/Order/${order.orderId}`,
    name: order.name,
    order_number: Number(order.name.slice(1)),
    test: false,
    confirmed: true,
    created_at: nowIso,
    processed_at: nowIso,
    updated_at: nowIso,
    cancelled_at: null,
    cancel_reason: null,
    currency: "USD",
    presentment_currency: "USD",
    total_price: order.product.price,
    total_price_set: { shop_money: price, presentment_money: price },
    current_total_price: order.product.price,
    subtotal_price: order.product.price,
    total_discounts: "0.00",
    total_tax: "0.00",
    taxes_included: false,
    financial_status: "paid",
    fulfillment_status: null,
    customer_locale: "en-US",
    email: null,
    phone: order.phone,
    buyer_accepts_marketing: false,
    order_status_url: `https://juniper.example/orders/${order.orderId}`,
    source_name: "web",
    tags: "",
    discount_codes: [],
    fulfillments: [],
    refunds: [],
    customer: {
      id: Number(order.customerId),
      admin_graphql_api_id: `gid://shopify/Customer/${order.customerId}`,
      first_name: order.person.firstName,
      last_name: order.person.lastName,
      phone: order.phone,
      email: null,
      created_at: nowIso,
      updated_at: nowIso,
    },
    billing_address: addressOf(order),
    shipping_address: addressOf(order),
    line_items: [lineItemOf(order)],
  };
}

export function fulfillmentBody(order: SampleOrder, nowIso: string) {
  return {
    id: Number(order.fulfillmentId),
    admin_graphql_api_id: `gid://shopify/Fulfillment/${order.fulfillmentId}`,
    order_id: Number(order.orderId),
    status: "success",
    shipment_status: null,
    created_at: nowIso,
    updated_at: nowIso,
    tracking_company: "UPS",
    tracking_number: `1Z${order.fulfillmentId}`,
    tracking_numbers: [`1Z${order.fulfillmentId}`],
    tracking_url: `https://www.ups.com/track?tracknum=1Z${order.fulfillmentId}`,
    tracking_urls: [`https://www.ups.com/track?tracknum=1Z${order.fulfillmentId}`],
    destination: addressOf(order),
    line_items: [lineItemOf(order)],
  };
}

export function deliveredBody(order: SampleOrder, nowIso: string) {
  return {
    id: Number(makeId()),
    fulfillment_id: Number(order.fulfillmentId),
    order_id: Number(order.orderId),
    status: "delivered",
    message: null,
    happened_at: nowIso,
    created_at: nowIso,
    updated_at: nowIso,
    estimated_delivery_at: null,
    country: "US",
    city: order.person.city,
    province: order.person.stateCode,
    zip: order.person.zip,
  };
}

/** The tick in "text me offers" at the checkout. */
export function consentBody(order: SampleOrder, nowIso: string) {
  return {
    id: Number(order.customerId),
    phone: order.phone,
    sms_marketing_consent: {
      state: "subscribed",
      opt_in_level: "single_opt_in",
      consent_updated_at: nowIso,
      consent_collected_from: "shopify",
    },
  };
}

const people: readonly Person[] = [
  { firstName: "Wren", lastName: "Okafor", city: "Brooklyn", stateCode: "NY", zip: "11201" },
  { firstName: "Mateo", lastName: "Lindqvist", city: "Albany", stateCode: "NY", zip: "12207" },
  { firstName: "Priya", lastName: "Castellanos", city: "New York", stateCode: "NY", zip: "10011" },
  { firstName: "June", lastName: "Abernathy", city: "Buffalo", stateCode: "NY", zip: "14202" },
  { firstName: "Zoë", lastName: "Marchetti", city: "Rochester", stateCode: "NY", zip: "14604" },
  { firstName: "Tomás", lastName: "Hale", city: "Yonkers", stateCode: "NY", zip: "10701" },
  { firstName: "Amina", lastName: "Brandt", city: "Syracuse", stateCode: "NY", zip: "13202" },
];

const products: readonly Product[] = [
  { sku: "CANDLE-CEDAR", title: "Cedar candle", price: "28.00" },
  { sku: "SERUM-30", title: "Juniper face serum 30 ml", price: "42.00" },
  { sku: "THROW-MOSS", title: "Moss wool throw", price: "119.00" },
];

function addressOf({ person, phone }: SampleOrder) {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
    address1: "12 Example Street",
    address2: null,
    city: person.city,
    province_code: person.stateCode,
    zip: person.zip,
    country: "United States",
    country_code: "US",
    phone,
  };
}

function lineItemOf({ orderId, product }: SampleOrder) {
  return {
    id: Number(orderId) + 1,
    admin_graphql_api_id: `gid://shopify/LineItem/${Number(orderId) + 1}`,
    variant_id: 40_000_000_000_001,
    product_id: 7_000_000_000_001,
    sku: product.sku,
    title: product.title,
    name: product.title,
    quantity: 1,
    current_quantity: 1,
    fulfillable_quantity: 1,
    price: product.price,
    gift_card: false,
    requires_shipping: true,
    taxable: true,
  };
}

/** Thirteen digits, as Shopify's are today. */
function makeId(): string {
  return `5${String(randomInt(0, 10 ** 12)).padStart(12, "0")}`;
}

function pick<T>(choices: readonly T[]): T {
  const choice = choices[randomInt(0, choices.length)];
  if (choice === undefined) throw new Error("nothing to pick from");
  return choice;
}

/** A whole number from `from` up to, not including, `below`. */
function randomInt(from: number, below: number): number {
  return from + Math.floor(Math.random() * (below - from));
}
