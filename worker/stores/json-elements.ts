/**
 * The elements of a JSON array, each as it is written: a body that is written again has other bytes, and so another
 * fingerprint, than the one that came by webhook. The text is known to be JSON.
 */
export function splitElements(text: string): readonly string[] {
  const elements: string[] = [];
  let depth = 0;
  let isString = false;
  let start = text.indexOf("[") + 1;
  const end = text.lastIndexOf("]");
  for (let index = start; index < end; index += 1) {
    const sign = text[index];
    if (isString) {
      if (sign === "\\") index += 1;
      else if (sign === '"') isString = false;
    } else if (sign === '"') isString = true;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    else if (sign === "," && depth === 0) {
      elements.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start, end).trim();
  return last === "" ? elements : [...elements, last];
}
