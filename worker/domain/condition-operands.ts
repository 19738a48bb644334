import type { Condition, Operators } from "../../shared/contract/flows.ts";
import type { FlowFinding } from "./flow-check.ts";

/** Tests that compare a number or a yes-or-no with something else: they never hold (`ne`, `nin`: always), whoever it is. */
export function warnOfOperands(condition: Condition, path: string): readonly FlowFinding[] {
  return Object.entries(condition).flatMap(([field, test]) => {
    const own = `${path}.${field}`;
    if (test === undefined) return [];
    if (field === "any" || field === "all") {
      const parts = test as readonly Condition[]; // zod: any and all are lists of conditions
      return parts.flatMap((part, index) => warnOfOperands(part, `${own}.${index}`));
    }
    if (field === "not") return warnOfOperands(test as Condition, own); // zod: not is a condition
    const kind = kindOf(field);
    return kind === undefined ? [] : warnOfTest(test as Operators, kind, own); // zod: every other key holds operators
  });
}

type Kind = "number" | "boolean";

function warnOfTest(test: Operators, kind: Kind, path: string): readonly FlowFinding[] {
  return Object.entries(test).flatMap(([operator, operand]) => {
    if (operator === "exists" || operator === "contains") return [];
    const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
    const isStrange = operands.some((one) => one !== undefined && one !== null && typeof one !== kind);
    const wanted = kind === "number" ? "a number, without quotes" : "true or false, without quotes";
    return isStrange
      ? [{ path: `${path}.${operator}`, message: `compares with what it never is: write ${wanted}` }]
      : [];
  });
}

function kindOf(field: string): Kind | undefined {
  const leaf = field.replace(/^(items)\.\d+\./, "$1.");
  return numbers.has(leaf) ? "number" : booleans.has(leaf) ? "boolean" : undefined;
}

/** Of what scopes hold (domain/scope.ts, order-scope.ts, current-scope.ts, engagement.ts); all else is a text, a list or open. */
const numbers: ReadonlySet<string> = new Set([
  "customer.orderCount",
  "customer.totalSpent",
  "customer.lifetimeValue",
  "customer.daysSinceLastOrder",
  "customer.daysSinceEngaged",
  "customer.returnRate",
  "customer.points",
  "order.total",
  "order.itemCount",
  "order.score",
  "item.quantity",
  "items.quantity",
  "items.size",
]);
const booleans: ReadonlySet<string> = new Set([
  "customer.hasOpenTicket",
  "customer.hadTicket",
  "customer.hasAbandonedCart",
  "item.perishable",
  "items.perishable",
]);
