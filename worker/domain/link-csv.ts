import { type CsvRow, unescapeFormula } from "./csv.ts";

/** A row as a body of `POST /v1/links`, not yet checked. */
export type RowInput = Readonly<Record<string, unknown>>;

export type LinkTable =
  | {
      readonly kind: "ok";
      readonly rows: readonly RowInput[];
      /** The column that a field of such a body came from, to name it where it is refused. */
      readonly columnOf: Readonly<Record<string, string>>;
    }
  | { readonly kind: "refused"; readonly message: string };

/** Splits the tags of a cell. */
export const tagSeparator = "|";

/** What `GET /v1/links/export.csv` tells besides, so that its file can be read back. */
const toldOnly = new Set(["short_url", "domain", "state", "used_clicks", "created_at", "message"]);

const plainColumns: Readonly<Record<string, string>> = {
  url: "url",
  slug: "slug",
  customer: "customer",
  starts_at: "startsAt",
  expires_at: "expiresAt",
  fallback_url: "fallbackUrl",
  ios: "ios",
  android: "android",
};
const utmColumns = new Set(["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"]);
const otherColumns = ["max_clicks", "tags", "review_sku", "attributes"];

/**
 * Reads a table of links: the first row names the columns, an empty cell is a field that is not there. Spreadsheets write rows
 * and columns that were emptied as cells without text: they are none.
 */
export function readLinkTable(table: readonly CsvRow[]): LinkTable {
  const [header, ...rows] = table
    .map(({ line, cells }) => ({ line, cells: withoutEmptyEnd(cells) }))
    .filter(({ cells }) => cells.length > 0);
  if (header === undefined) return { kind: "refused", message: "is empty: the first row names the columns" };
  const names = header.cells.map(nameColumn);
  const unknown = header.cells.filter((_, i) => !isKnown(names[i] ?? ""));
  if (unknown.length > 0) {
    return { kind: "refused", message: `has columns that are not known: ${unknown.join(", ")}. Known: ${known()}` };
  }
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) return { kind: "refused", message: `names the column ${twin} twice` };
  if (!names.includes("url") && !names.includes("review_sku")) {
    return { kind: "refused", message: "has no column url" };
  }
  const wide = rows.find(({ cells }) => cells.length > names.length);
  if (wide !== undefined) {
    return {
      kind: "refused",
      message: `has more cells than columns in line ${wide.line}: put text with commas in quotes`,
    };
  }
  const columnOf = Object.fromEntries(names.map((name, i) => [fieldOf(name), header.cells[i] ?? name]));
  return { kind: "ok", rows: rows.map(({ cells }) => readRow(names, cells)), columnOf };
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== "") + 1);
}

/** "Expires at", "expiresAt" and "expires_at" are the same. */
function nameColumn(cell: string): string {
  return cell
    .trim()
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toLowerCase();
}

function isKnown(name: string): boolean {
  return Object.hasOwn(plainColumns, name) || utmColumns.has(name) || otherColumns.includes(name) || toldOnly.has(name);
}

function known(): string {
  return [...Object.keys(plainColumns), ...utmColumns, ...otherColumns].join(", ");
}

/** Of the body that `readRow` makes, in its own words: `expiresAt`, `utm.source`. */
function fieldOf(name: string): string {
  if (utmColumns.has(name)) return name.replace("_", ".");
  if (name === "max_clicks") return "maxClicks";
  return name === "review_sku" ? "review" : (plainColumns[name] ?? name);
}

function readRow(names: readonly string[], cells: readonly string[]): RowInput {
  const row: Record<string, unknown> = {};
  const utm: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const cell = unescapeFormula((cells[i] ?? "").trim());
    if (cell === "" || toldOnly.has(name)) continue;
    if (utmColumns.has(name)) utm[name.slice("utm_".length)] = cell;
    else if (name === "max_clicks") row.maxClicks = /^\d{1,15}$/.test(cell) ? Number(cell) : cell;
    else if (name === "tags") row.tags = cell.split(tagSeparator).map((tag) => tag.trim());
    else if (name === "review_sku") row.review = { sku: cell };
    else if (name === "attributes") row.attributes = readJson(cell);
    else row[fieldOf(name)] = cell;
  }
  return Object.keys(utm).length === 0 ? row : { ...row, utm };
}

/** What is no JSON stays text, which the schema refuses in words. */
function readJson(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
