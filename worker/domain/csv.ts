export interface CsvRow {
  /** Of the file, from 1, where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvReading =
  | { readonly kind: "ok"; readonly rows: readonly CsvRow[] }
  | { readonly kind: "refused"; readonly line: number; readonly why: "open-quote" | "text-after-quote" };

/**
 * Reads RFC 4180, and what spreadsheets make of it: a byte order mark, semicolons or tabs for commas, any end of line, empty
 * lines. Cells stay as they are written, their blanks included.
 */
export function parseCsv(text: string): CsvReading {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const separator = findSeparator(source);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let beganAt = 1;
  let at = 0;
  const endRow = () => {
    if (cells.length > 1 || cells[0] !== "") rows.push({ line: beganAt, cells });
    cells = [];
    beganAt = line;
  };

  while (at <= source.length) {
    if (source[at] === '"') {
      const cell = readQuoted(source, at);
      if (cell === undefined) return { kind: "refused", line: beganAt, why: "open-quote" };
      cells.push(cell.value);
      line += countLines(source.slice(at, cell.end));
      at = cell.end;
      const next = source[at];
      if (next !== undefined && next !== separator && next !== "\n" && next !== "\r") {
        return { kind: "refused", line, why: "text-after-quote" };
      }
    } else {
      const end = findEnd(source, at, separator);
      cells.push(source.slice(at, end));
      at = end;
    }
    if (source[at] === separator) {
      at += 1;
      continue;
    }
    if (at >= source.length) break;
    at += source.startsWith("\r\n", at) ? 2 : 1;
    line += 1;
    endRow();
  }
  endRow();
  return { kind: "ok", rows };
}

/**
 * One row. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which spreadsheets show as text.
 * Source: OWASP, "CSV Injection".
 */
export function writeCsvRow(cells: readonly string[]): string {
  return `${cells.map(writeCell).join(",")}\r\n`;
}

/** What `writeCsvRow` put before a cell is taken off again. */
export function unescapeFormula(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function writeCell(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Of the header, outside quotes: whichever stands there most. */
function findSeparator(source: string): string {
  const header = (/^[^\r\n]*/.exec(source)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const count = (separator: string) => header.split(separator).length - 1;
  return [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function readQuoted(source: string, from: number): { readonly value: string; readonly end: number } | undefined {
  for (let at = from + 1; ; at += 2) {
    at = source.indexOf('"', at);
    if (at === -1) return undefined;
    if (source[at + 1] !== '"') return { value: source.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
  }
}

function findEnd(source: string, from: number, separator: string): number {
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (character === separator || character === "\n" || character === "\r") return at;
  }
  return source.length;
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}
