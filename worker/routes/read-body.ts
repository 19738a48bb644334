import type * as z from "zod";
import { describeFields, type FieldError } from "../domain/field-errors.ts";
import { wordIssue } from "../domain/issue-words.ts";
import { findJsonFault, type TextPlace } from "../domain/json-fault.ts";
import { ProblemError } from "../problem.ts";

export const maxBodyBytes = 1_048_576;

/** The JSON body as its schema reads it; otherwise a 413 or 422 problem. `ifEmpty` stands for no body at all. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  { maxBytes = maxBodyBytes, ifEmpty }: { readonly maxBytes?: number | undefined; readonly ifEmpty?: unknown } = {},
): Promise<z.output<Schema>> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes === undefined) throw tooLarge(maxBytes);
  const value = bytes.length === 0 && ifEmpty !== undefined ? ifEmpty : parseJson(bytes);
  const parsed = schema.safeParse(value, { error: wordIssue });
  if (!parsed.success) throw invalidRequest(describeFields(parsed.error, value));
  return parsed.data;
}

/** The raw body; undefined where it has more than `maxBytes`, whatever the content-length says. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (request.body === null) return new Uint8Array();
  const isAnnouncedLonger = Number(request.headers.get("content-length") ?? 0) > maxBytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > maxBytes + mostDrainedBytes) return undefined; // leaving the loop cancels the stream
    if (length > maxBytes) chunks.length = 0;
    else if (!isAnnouncedLonger) chunks.push(chunk);
  }
  if (isAnnouncedLonger || length > maxBytes) return undefined;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * What is too long is read on and thrown away: who writes all of a body before reading (Python's urllib and requests) would
 * hear of a broken connection, and not of the 413.
 */
const mostDrainedBytes = 32 * 1_048_576;

export function invalidRequest(errors: readonly FieldError[]): ProblemError {
  return new ProblemError({
    type: "/problems/invalid-request",
    title: "The request does not fit",
    status: 422,
    errors,
  });
}

export function tooLarge(maxBytes: number): ProblemError {
  const detail = `A body may have at most ${maxBytes} bytes.`;
  return new ProblemError({ type: "/problems/too-large", title: "The body is too large", status: 413, detail });
}

function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let value: unknown;
  try {
    value = text === undefined ? undefined : JSON.parse(text);
  } catch {
    throw notJson(findJsonFault(text ?? "")); // the parser's own words quote the body
  }
  if (text === undefined) throw notJson();
  if (isDeeperThan(maxDepth, value))
    throw invalidRequest([{ path: "", message: `is nested deeper than ${maxDepth} levels` }]);
  return value;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

function notJson(fault?: TextPlace): ProblemError {
  const place = fault === undefined ? "" : `: it is none from line ${fault.line}, column ${fault.column}`;
  return invalidRequest([{ path: "", message: `must be JSON in UTF-8 (RFC 8259)${place}` }]);
}

/** Schemas of flows and conditions are recursive: a deeper body would overflow the stack. The deepest sensible flow has 30. */
const maxDepth = 100;

function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let left = depth; level.length > 0; left -= 1) {
    if (left < 0) return true;
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return false;
}
