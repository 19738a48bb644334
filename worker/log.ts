/**
 * One line of JSON for the operator. `ids` name rows and objects: never a phone number, a text, or a query.
 */
export function logError(
  event: string,
  ids: Readonly<Record<string, string | number | undefined>>,
  error: unknown,
): void {
  console.error(JSON.stringify({ level: "error", event, ...ids, causes: describeCauses(error) }));
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly at?: string | undefined;
}

function describeCauses(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let cause = error; cause !== undefined && causes.length < 5; cause = readCause(cause))
    causes.push(describe(cause));
  return causes;
}

function describe(cause: unknown): Cause {
  if (!(cause instanceof Error)) return { name: typeof cause, message: "" };
  const frames = cause.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return { name: cause.name, message: withoutValues(cause.message), at: frames?.slice(0, 5).join("\n") };
}

function readCause(cause: unknown): unknown {
  return cause instanceof Error ? cause.cause : undefined;
}

/** JSON.parse() and others quote what they were given, and that may be a customer's. */
function withoutValues(message: string): string {
  return message
    .replace(/(["'`]).*\1/gs, "$1…$1")
    .replace(/\+?\d[\d\s().-]{5,}\d/g, "[number]")
    .slice(0, 500);
}
