import type { Condition } from "../../shared/contract/flows.ts";
import { templateObjects } from "../../shared/template-fields.ts";
import { engagementFields } from "./engagement.ts";
import type { FlowFinding } from "./flow-check.ts";
import { findNearestWord } from "./nearest-word.ts";
import { explainUnknownField } from "./template-fields.ts";

/** Tests on fields that no condition can read, each at its own path. */
export function findUnknownConditionFields(condition: Condition, path: string): readonly FlowFinding[] {
  return Object.entries(condition).flatMap(([field, test]) => {
    const own = `${path}.${field}`;
    if (test === undefined) return [];
    if (field === "any" || field === "all") {
      const parts = test as readonly Condition[]; // zod: any and all are lists of conditions
      return parts.flatMap((part, index) => findUnknownConditionFields(part, `${own}.${index}`));
    }
    if (field === "not") return findUnknownConditionFields(test as Condition, own); // zod: not is a condition
    const message = explainConditionField(field);
    return message === undefined ? [] : [{ path: own, message }];
  });
}

/** Of the objects that texts may name, those that are known when a step is looked at (domain/scope.ts). */
const conditionObjects: ReadonlySet<string> = new Set(["customer", "order", "items", "item", "parcel", "event"]);

/** `sent.order_confirmation.at`: of a text about the same order, by its template (domain/sent-texts.ts). */
const SENT_FIELDS: ReadonlySet<unknown> = new Set(["at", "class"]);

function explainConditionField(field: string): string | undefined {
  const path = field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const [root = ""] = path;
  if (root === "answers" && path.length === 2) return undefined; // by the question's template (domain/question.ts)
  if (root === "sent" && path.length === 3)
    return SENT_FIELDS.has(path[2] ?? "") ? undefined : `There is no field ${field}`;
  if (field === "order.score") return undefined; // what its answers come to (domain/score.ts)
  if (engagementFields.has(field)) return undefined;
  const isKnownObject = typeof root === "string" && conditionObjects.has(root);
  if (isKnownObject && path.length === 1) return undefined; // `{ "parcel": { "exists": true } }`
  const unknown = explainUnknownField(path);
  if (unknown !== undefined || isKnownObject) return unknown;
  return `${field} is known to texts, not to conditions`;
}

/**
 * What a due instant may count from: `order.eta`, or a bare name, looked for in the run's own objects and their attributes
 * (domain/walk.ts), which an event may give any field.
 */
export function isKnownDateField(field: string): boolean {
  const isBare = !field.includes(".") || field.startsWith("attributes.");
  return isBare || explainConditionField(field) === undefined;
}

/** What a bare name was likely meant to be; undefined where it is one of ours, or like none. */
export function suggestDateField(field: string): string | undefined {
  if (field.includes(".") || bareFields.includes(field)) return undefined;
  return findNearestWord(field, bareFields);
}

const bareFields = Object.keys({ ...templateObjects.order, ...templateObjects.parcel });
