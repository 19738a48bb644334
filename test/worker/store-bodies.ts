/** An order as WooCommerce tells it, as text: an id may be longer than a JavaScript number holds. */
export function wooOrder(
  id: string,
  { phone = "(212) 555-0101", status = "processing", modified = "2026-03-02T15:00:00", more = "" } = {},
): string {
  const address = `{"first_name":"Zoe","last_name":"Hart","city":"New York","state":"NY","postcode":"10001","country":"US","phone":"${phone}"}`;
  const paid = /^(?:pending|on-hold|failed)$/.test(status) ? "null" : '"2026-03-02T15:00:00"';
  const line = `{"id":9,"name":"Serum","product_id":7,"variation_id":0,"quantity":2,"sku":"SERUM","price":29}`;
  return `{"id":${id},"number":"${id.slice(-4)}","status":"${status}","currency":"USD","date_created_gmt":"2026-03-02T14:59:00","date_modified_gmt":"${modified}","date_paid_gmt":${paid},"date_completed_gmt":null,"total":"58.00","customer_id":25,"billing":${address},"shipping":${address.replace(phone, "")},"payment_method":"stripe","line_items":[${line}],"shipping_lines":[{"method_id":"flat_rate"}],"refunds":[],"meta_data":[]${more}}`;
}

/** An order as BigCommerce's API shows it, with its lists inside. */
export function bigCommerceOrder(id: number, changes: Record<string, unknown> = {}) {
  const address = {
    first_name: "Zoe",
    last_name: "Hart",
    city: "New York",
    state: "New York",
    zip: "10001",
    country_iso2: "US",
    phone: "(212) 555-0101",
  };
  return {
    id,
    customer_id: 40,
    status_id: 11,
    date_created: "Mon, 02 Mar 2026 15:00:00 +0000",
    date_modified: "Mon, 02 Mar 2026 15:00:00 +0000",
    total_inc_tax: "58.0000",
    default_currency_code: "USD",
    currency_code: "USD",
    payment_method: "Credit Card",
    billing_address: address,
    products: [
      { id: 61, product_id: 77, sku: "SERUM", name: "Serum", type: "physical", quantity: 2, price_inc_tax: "29" },
    ],
    shipping_addresses: [address],
    shipments: [],
    refunds: [],
    ...changes,
  };
}
