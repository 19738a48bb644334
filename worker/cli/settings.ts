import path from "node:path";
import * as z from "zod";

export const root = path.resolve(import.meta.dirname, "../..");
export const cacheFolder = path.join(root, "node_modules/.cache/aftertext");

export interface Settings {
  readonly port: number;
  readonly stateFolder: string;
  readonly baseUrl: string;
}

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).catch(Number.NaN).default(8787),
  AFTERTEXT_STATE: z.string().min(1).default(".aftertext"),
});

/** Where this instance listens and keeps its state, from `PORT` and `AFTERTEXT_STATE`. */
export function readSettings(): Settings {
  const environment = Environment.parse({
    PORT: process.env.PORT || undefined,
    AFTERTEXT_STATE: process.env.AFTERTEXT_STATE || undefined,
  });
  if (Number.isNaN(environment.PORT)) throw new StartError("PORT must be a number from 1 to 65535.");
  return {
    port: environment.PORT,
    stateFolder: path.resolve(root, environment.AFTERTEXT_STATE),
    baseUrl: `http://127.0.0.1:${environment.PORT}`,
  };
}

/** Something the person at the terminal can act on: shown as its message alone, without a stack. */
export class StartError extends Error {
  override readonly name = "StartError";
}
