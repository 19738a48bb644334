import * as z from "zod";

/** What the bench makes go wrong between the parts, until it is told otherwise. */
export const Faults = z.strictObject({
  /** Every message from the Worker to a ClickLog takes so much longer. */
  clickLogDelayMs: z.int().min(0).max(60_000).default(0),
  /** No ClickLog answers: messages to it fail at once. */
  clickLogDown: z.boolean().default(false),
  /** Every statement fails, wherever it comes from. */
  databaseDown: z.boolean().default(false),
});
export type Faults = z.output<typeof Faults>;

export const noFaults: Faults = Faults.parse({});

// Locally one isolate runs everything, objects too.
let current = noFaults;

export function readFaults(): Faults {
  return current;
}

export function setFaults(faults: Faults): void {
  current = faults;
}

/** The same bindings, with a database that can be made to fail. */
export function withFaults<LocalEnv extends Pick<Env, "DB">>(env: LocalEnv): LocalEnv {
  const { DB } = env;
  const faulty = new Proxy(DB, {
    get: (database, name) => {
      if (current.databaseDown) throw new Error("the database is down (POST /bench/faults)");
      const value: unknown = Reflect.get(database, name);
      return typeof value === "function" ? value.bind(database) : value;
    },
  });
  return { ...env, DB: faulty };
}
