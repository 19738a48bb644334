import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { StartError } from "./settings.ts";

/** Keys of one installation, as bindings of the Worker. `SEAL_KEYS` is a list `version:base64`, newest last. */
export const Secrets = z.object({ SEAL_KEYS: z.string(), HASH_KEY: z.string(), ADMIN_SECRET: z.string() });
export type Secrets = z.infer<typeof Secrets>;

const StoreConnection = z.object({ url: z.string(), secret: z.string(), shop: z.string() });

/** The demo shop, as the bench answered it. */
export const DemoShop = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  connection: z.string(),
  stores: z.looseObject({ shopify: StoreConnection }),
});
export type DemoShop = z.infer<typeof DemoShop>;

/** The instance that runs on a state folder. */
export const Instance = z.object({
  pid: z.number(),
  baseUrl: z.string(),
  watchdogPid: z.number(),
  workerd: z.object({ pid: z.number(), startTime: z.string() }),
});
export type Instance = z.infer<typeof Instance>;

/** The keys of this state folder, made at random on its first start. */
export function ensureSecrets(folder: string): { readonly secrets: Secrets; readonly wereMade: boolean } {
  const known = findState(folder, secretsFile, Secrets);
  if (known !== undefined) return { secrets: known, wereMade: false };
  const secrets = makeSecrets();
  writeState(folder, secretsFile, secrets);
  return { secrets, wereMade: true };
}

export const secretsFile = "secrets.json";

function makeSecrets(): Secrets {
  return {
    SEAL_KEYS: `1:${randomBytes(32).toString("base64")}`,
    HASH_KEY: randomBytes(32).toString("base64"),
    ADMIN_SECRET: randomBytes(32).toString("base64url"),
  };
}

export function makeStateFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unusableFolder(folder, codeOf(error) ?? String(error));
  }
}

function unusableFolder(folder: string, why: string): StartError {
  return new StartError(`${folder} cannot hold the state (${why}). Choose another folder: AFTERTEXT_STATE=… npm start`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Undefined when the file is missing; a StartError when it holds anything else than it should. */
export function findState<T extends z.ZodType>(folder: string, name: string, schema: T): z.output<T> | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(folder, name), "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const file = path.join(folder, name);
  throw new StartError(
    `${file} does not hold what it should. Put back a copy of it, or delete ${folder} to begin anew: what it knows is lost then.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no schema of ours takes it
  }
}

/** Written beside its place and moved there, so that a crash leaves the old file or the new one. */
export function writeState(folder: string, name: string, value: unknown): void {
  makeStateFolder(folder);
  const temporary = path.join(folder, `.${name}.${process.pid}`);
  writeFileSync(temporary, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600, flush: true });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path.join(folder, name));
}

export function removeState(folder: string, name: string): void {
  rmSync(path.join(folder, name), { force: true });
}
