/** What a field holds: an address is printed whole, a long text may be longer, a list or open object has fields of its own. */
export type FieldKind = "text" | "long" | "address" | "list" | "open";

/** The characters to which a value is cut before it is printed; a longer address is not printed at all. */
export const maximumLengths = { text: 60, long: 320, address: 2_048 } as const;

/** The most characters that this field (`customer.firstName`, `items[0].name`) can print; undefined where there is no such field. */
export function findMaximumLength(name: string): number | undefined {
  const [root = "", ...rest] = name.split(/[.[\]]+/).filter((part) => part !== "");
  if (root === "event" && rest.length > 0) return maximumLengths.text;
  const field = rest.find((part) => root !== "items" || !/^(?:\d+|first|last)$/.test(part)) ?? "";
  const fields = Object.hasOwn(templateObjects, root) ? templateObjects[root] : undefined;
  const kind = fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (kind === undefined) return undefined;
  return kind === "long" || kind === "address" ? maximumLengths[kind] : maximumLengths.text;
}

const texts = (names: string): Record<string, FieldKind> =>
  Object.fromEntries(names.split(" ").map((name) => [name, "text"]));
const addresses = (names: string): Record<string, FieldKind> =>
  Object.fromEntries(names.split(" ").map((name) => [name, "address"]));

const item: Readonly<Record<string, FieldKind>> = {
  ...texts("sku name shortName quantity returnRisk perishable replenishAt"),
  categories: "list",
  ...addresses("url imageUrl reviewUrl guideUrl"),
  careText: "long",
};

/** Every object that a template may name, with its fields. `link` is a text of its own, `event` the event's own fields. */
export const templateObjects: Readonly<Record<string, Readonly<Record<string, FieldKind>>>> = {
  customer: {
    ...texts("id firstName lastName city country locale timeZone orderCount totalSpent points"),
    ...texts("region lifetimeValue lastOrderAt daysSinceLastOrder returnRate hasOpenTicket hadTicket hasAbandonedCart"),
    tags: "list",
    segments: "list",
    skus: "list",
    categories: "list",
    attributes: "open",
  },
  order: {
    ...texts("id name total currency placedAt itemCount eta carrier trackingNumber shippingMethod"),
    ...texts("etaAhead etaMovedAt lastScanAt lostAt"),
    ...addresses("url statusUrl trackingUrl"),
    skus: "list",
    categories: "list",
    attributes: "open",
  },
  items: item,
  item,
  parcel: { ...texts("carrier trackingNumber shippedAt eta window index count"), ...addresses("trackingUrl") },
  offer: { ...texts("code value expiresAt"), ...addresses("url") },
  related: { ...texts("name shortName"), ...addresses("url") },
  shop: { ...texts("name supportPhone"), ...addresses("url reviewUrl supportUrl"), helpText: "long" },
  days: texts("sincePurchase sinceDelivery"),
};
