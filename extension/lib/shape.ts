/** Checks a value from outside and gives it its type; throws ShapeError otherwise. Stands in for zod, which weighs more than React. */
export type Shape<T> = (value: unknown) => T;

/** The value, if it has the shape; undefined otherwise. */
export function findShape<T>(shape: Shape<T>, value: unknown): T | undefined {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}

export const text: Shape<string> = (value) => (typeof value === "string" ? value : refuse());

/** ISO 4217; Intl throws for anything but three letters. */
export const currencyCode: Shape<string> = (value) => (/^[A-Z]{3}$/.test(text(value)) ? text(value) : refuse());

export const flag: Shape<boolean> = (value) => (typeof value === "boolean" ? value : refuse());

export const count: Shape<number> = (value) => (isInteger(value) && value >= 0 ? value : refuse());

export const integer: Shape<number> = (value) => (isInteger(value) ? value : refuse());

/** An ISO 8601 date and time, as epoch milliseconds. */
export const instantMs: Shape<number> = (value) => {
  const ms = Date.parse(text(value));
  return Number.isNaN(ms) ? refuse() : ms;
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Shape<T> {
  return (value) => allowed.find((candidate) => candidate === value) ?? refuse();
}

/** JSON says "not there" with null or by leaving it out; both become undefined. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value) => (value === undefined || value === null ? undefined : shape(value));
}

export function listOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value) => (Array.isArray(value) ? value.map((entry) => shape(entry)) : refuse());
}

export const anyObject: Shape<object> = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : refuse();

/** Reads the named fields and drops the others, so that a newer server may add some. */
export function object<S extends Record<string, Shape<unknown>>>(
  fields: S,
): Shape<{ readonly [K in keyof S]: ReturnType<S[K]> }> {
  return (value) => {
    const given = new Map(Object.entries(anyObject(value)));
    const checked = Object.entries(fields).map(([name, shape]) => [name, shape(given.get(name))]);
    // True because each field of S was just run through its own shape; Object.fromEntries forgets the names.
    return Object.fromEntries(checked) as { readonly [K in keyof S]: ReturnType<S[K]> };
  };
}

class ShapeError extends Error {}

function refuse(): never {
  throw new ShapeError("not of the expected shape");
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
