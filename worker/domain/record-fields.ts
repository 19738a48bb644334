import { templateObjects } from "../../shared/template-fields.ts";
import type { Scope } from "./scope.ts";
import { renderTemplate } from "./template.ts";

/** Every template field that has a value, printed by the very engine that prints texts. Lists and open objects are not fields. */
export function listFields(
  scope: Scope,
  options: { readonly timeZone: string; readonly language: string | undefined },
): Readonly<Record<string, string>> {
  const { timeZone, language } = options;
  const rendering = { timeZone, ...(language === undefined ? {} : { language }) };
  const fields: Record<string, string> = {};
  for (const name of printable) {
    const printed = renderTemplate(`{{ ${name} }}`, scope, rendering);
    if (printed.kind === "text") fields[name] = printed.text;
  }
  return fields;
}

const printable = Object.entries(templateObjects)
  .filter(([root]) => root !== "items")
  .flatMap(([root, fields]) =>
    Object.entries(fields)
      .filter(([, kind]) => kind !== "list" && kind !== "open")
      .map(([field]) => `${root}.${field}`),
  );
