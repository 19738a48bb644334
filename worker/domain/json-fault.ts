export interface TextPlace {
  /** From 1, as editors count. */
  readonly line: number;
  readonly column: number;
}

/**
 * Where a text stops being JSON (RFC 8259): the first place at which something else would have to stand; undefined where it is JSON.
 * JSON.parse's own messages quote the text, and only some of them say where.
 */
export function findJsonFault(text: string): TextPlace | undefined {
  const at = findFault(text);
  if (at === undefined) return undefined;
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}

type Wanted = "value" | "key" | "colon" | "rest";

function findFault(text: string): number | undefined {
  const open: ("{" | "[")[] = [];
  let wanted: Wanted = "value";
  let mayClose = false; // right behind an opening bracket
  for (let at = match(blank, text, 0); ; at = match(blank, text, at)) {
    const sign = text[at];
    if (sign === undefined) return wanted === "rest" && open.length === 0 ? undefined : at;
    const isClosing = sign === (open.at(-1) === "{" ? "}" : "]") && open.length > 0;
    if (isClosing && (mayClose || wanted === "rest")) {
      open.pop();
      wanted = "rest";
      mayClose = false;
      at += 1;
      continue;
    }
    mayClose = false;
    if (wanted === "value" && (sign === "{" || sign === "[")) {
      open.push(sign);
      wanted = sign === "{" ? "key" : "value";
      mayClose = true;
      at += 1;
    } else if (wanted === "value" || wanted === "key") {
      const end = match(wanted === "key" ? quoted : scalar, text, at);
      if (end === at) return at;
      wanted = wanted === "key" ? "colon" : "rest";
      at = end;
    } else if (wanted === "colon" ? sign === ":" : sign === "," && open.length > 0) {
      wanted = wanted === "rest" && open.at(-1) === "{" ? "key" : "value";
      at += 1;
    } else return at;
  }
}

const blank = /[ \t\n\r]*/y;
/** RFC 8259, 7: all but the quotation mark, the backslash and the control characters below the space. */
const quoted = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const scalar = new RegExp(`${quoted.source}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, "y");

/** Where a match that begins at `from` ends; `from` where there is none. */
function match(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
