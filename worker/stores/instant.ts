/** An ISO 8601 instant with its offset as epoch milliseconds. Date.parse alone would read "2026" or a local time too. */
export function parseInstantMs(text: string | undefined): number | undefined {
  return text !== undefined && INSTANT.test(text) ? parseMs(text) : undefined;
}

/** An ISO 8601 date and time without an offset whose name says that it is GMT. */
export function parseGmtMs(text: string | undefined): number | undefined {
  return text !== undefined && LOCAL.test(text) ? parseMs(`${text}Z`) : parseInstantMs(text);
}

/** "Tue, 20 Nov 2012 00:00:00 +0000": RFC 2822, 3.3, with a numeric zone. */
export function parseMailDateMs(text: string | undefined): number | undefined {
  return text !== undefined && MAIL_DATE.test(text) ? parseMs(text) : undefined;
}

function parseMs(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;
const MAIL_DATE = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? [+-]\d{4}$/;
