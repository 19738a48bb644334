/**
 * JSON.parse that keeps integers beyond 2^53 exact, as strings of their digits: Shopify's 820982911946154508 would become
 * …500 as a number. Undefined for what is no JSON.
 */
export function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined; // RangeError: nested too deeply
    throw error;
  }
}

// ECMAScript, JSON.parse source text access: a reviver is given the source of each primitive.
function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
