import { templateObjects } from "../../shared/template-fields.ts";
import { countEdits, simplify } from "./nearest-word.ts";

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

function isOpenObject(root: string): boolean {
  return root === "event";
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
