/** What a field holds: an address is printed whole, a long text may be longer, a list or open object has fields of its own. */
export type FieldKind = "text" | "long" | "address" | "list" | "open";

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

function isOpenObject(root: string): boolean {
  return root === "event";
}

/** Whether a template may name this path; `undefined` if so, else what is wrong with it, with the nearest known field. */
export function explainUnknownField(path: readonly (string | number)[]): string | undefined {
  const [root, ...rest] = path;
  const name = path.filter((segment) => typeof segment === "string").join(".");
  if (typeof root !== "string" || isOpenObject(root) || (root === "link" && rest.length === 0)) return undefined;
  const fields = Object.hasOwn(templateObjects, root) ? templateObjects[root] : undefined;
  if (fields === undefined) return withSuggestion(name);

  const isList = root === "items";
  const [first, ...others] = rest.filter(
    (segment) => !(isList && (typeof segment === "number" || isEndOfList(segment))),
  );
  if (first === undefined) {
    return isList
      ? undefined
      : `${root} is an object: name one of its fields, such as ${root}.${Object.keys(fields)[0]}`;
  }
  if (isList && first === "size") return undefined;
  const kind = typeof first === "string" && Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (kind === undefined) return withSuggestion(name);
  if (kind === "open" || others.length === 0 || others[0] === "size") return undefined;
  if (kind === "list" && (typeof others[0] === "number" || isEndOfList(others[0]))) return undefined;
  return `${root}.${String(first)} has no fields of its own`;
}

function isEndOfList(segment: string | number | undefined): boolean {
  return segment === "first" || segment === "last";
}

const knownFields = [
  "link",
  ...Object.entries(templateObjects).flatMap(([root, fields]) =>
    Object.keys(fields).map((field) => `${root}.${field}`),
  ),
];

function withSuggestion(name: string): string {
  const nearest = findNearestField(name);
  return `There is no field ${name}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
}

function findNearestField(name: string): string | undefined {
  const wanted = simplify(name);
  const leaf = wanted.slice(wanted.lastIndexOf(".") + 1);
  let nearest: { readonly field: string; readonly distance: number } | undefined;
  for (const field of knownFields) {
    const known = simplify(field);
    // "first_name" alone is customer.firstName; half a letter more, so that a match of the whole name wins.
    const ofLeaf = countEdits(leaf, known.slice(known.lastIndexOf(".") + 1)) + 0.5;
    const distance = Math.min(countEdits(wanted, known), ofLeaf);
    if (distance <= Math.max(2, leaf.length / 3) && distance < (nearest?.distance ?? Number.POSITIVE_INFINITY)) {
      nearest = { field, distance };
    }
  }
  return nearest?.field;
}

function simplify(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, "");
}

/** Levenshtein distance. */
function countEdits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
