import type { Condition, Operators } from "../../shared/contract/flows.ts";

/** Evaluates a condition over a scope of plain data. A missing field equals null and satisfies only `ne`, `nin`, `exists: false`. */
export function holds(condition: Condition, scope: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(condition).every(([field, test]) => {
    if (test === undefined) return true;
    if (field === "any") return (test as readonly Condition[]).some((one) => holds(one, scope)); // zod: any is a list
    if (field === "all") return (test as readonly Condition[]).every((one) => holds(one, scope)); // zod: all is a list
    if (field === "not") return !holds(test as Condition, scope); // zod: not is a condition
    return readEach(scope, field).some((value) => passes(value, test as Operators)); // zod: every other key holds operators
  });
}

/** `items.perishable` is what each of the items says, and one that passes is enough; of no items it is missing. */
function readEach(scope: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const [root = "", name = ""] = field.split(".");
  const list = readField(scope, root);
  if (!Array.isArray(list) || name === "" || /^\d+$/.test(name)) return [readField(scope, field)];
  if (list.length === 0) return [undefined];
  const rest = field.slice(root.length + 1);
  return list.map((one) => readField({ one }, `one.${rest}`));
}

/** The fields that a condition reads, dotted. */
export function fieldsOf(condition: Condition): readonly string[] {
  return Object.entries(condition).flatMap(([field, test]) => {
    if (field === "any" || field === "all") return (test as readonly Condition[]).flatMap(fieldsOf); // as in holds()
    if (field === "not") return fieldsOf(test as Condition); // as in holds()
    return [field];
  });
}

export function readField(scope: Readonly<Record<string, unknown>>, field: string): unknown {
  let value: unknown = scope;
  for (const part of field.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part]; // an object with this own key: checked above
  }
  return value ?? undefined;
}

function passes(value: unknown, test: Operators): boolean {
  return Object.entries(test).every(([operator, operand]) => {
    if (operand === undefined) return true;
    switch (operator) {
      case "eq":
        return same(value, operand);
      case "ne":
        return !same(value, operand);
      case "gt":
      case "gte":
      case "lt":
      case "lte":
        return compares(operator, value, operand);
      case "in":
        return isAmong(value, operand);
      case "nin":
        return !isAmong(value, operand);
      case "contains":
        if (Array.isArray(value)) return value.some((one) => same(one, operand));
        return typeof value === "string" && typeof operand === "string" && value.includes(operand);
      case "exists":
        return (value !== undefined) === operand;
      default:
        return false;
    }
  });
}

/** Of a list (tags, segments), one that is among them is enough. */
function isAmong(value: unknown, operand: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return Array.isArray(operand) && operand.some((one) => values.some((own) => same(own, one)));
}

function same(value: unknown, operand: unknown): boolean {
  return (value ?? null) === (operand ?? null);
}

/** Numbers with numbers, texts (ISO dates among them) with texts; anything else compares false. */
function compares(operator: "gt" | "gte" | "lt" | "lte", value: unknown, operand: unknown): boolean {
  let order: number;
  if (typeof value === "number" && typeof operand === "number") order = value - operand;
  else if (typeof value === "string" && typeof operand === "string")
    order = value < operand ? -1 : value > operand ? 1 : 0;
  else return false;
  switch (operator) {
    case "gt":
      return order > 0;
    case "gte":
      return order >= 0;
    case "lt":
      return order < 0;
    case "lte":
      return order <= 0;
  }
}
