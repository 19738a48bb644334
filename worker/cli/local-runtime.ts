import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type MiniflareOptions } from "miniflare";
import * as z from "zod";
import { countObjectsPerSecond, readDescriptorLimit } from "./descriptors.ts";
import { localObjects } from "./local-objects.ts";
import { type Settings, StartError } from "./settings.ts";
import type { Secrets } from "./state-files.ts";
import { nameWorkerdPidFile } from "./state-lock.ts";
import type { WorkerBundle } from "./worker-bundle.ts";

export interface LocalRuntime {
  readonly database: Awaited<ReturnType<Miniflare["getD1Database"]>>;
  fireCron(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Start workerd with the Worker on `127.0.0.1:PORT`.
 *
 * The Worker gets a socket of its own ("direct"): through Miniflare's entry Worker it served a quarter of the redirects
 * (3,200 a second against 14,000), and that entry would offer its own addresses under /cdn-cgi/ besides.
 */
export async function startRuntime(settings: Settings, bundle: WorkerBundle, secrets: Secrets): Promise<LocalRuntime> {
  const descriptors = readDescriptorLimit();
  const temporary = path.join(settings.stateFolder, "tmp");
  rmSync(temporary, { recursive: true, force: true }); // left by a killed start
  mkdirSync(temporary, { recursive: true });

  process.env.MINIFLARE_WORKERD_PATH = path.join(import.meta.dirname, "workerd.sh");

  const planned = PlannedOptions.parse(bundle.options);
  const miniflare = makeWithoutSignalHandlers(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      telemetry: { enabled: false },
      resourcePersistencePath: settings.stateFolder,
      resourceTmpPath: temporary,
      unsafeRuntimeEnv: {
        AFTERTEXT_WORKERD: findWorkerd(),
        AFTERTEXT_WORKERD_PID_FILE: nameWorkerdPidFile(settings.stateFolder),
        AFTERTEXT_DESCRIPTORS: String(descriptors),
      },
      handleStructuredLogs: showErrors,
      workers: [
        {
          ...planned,
          name: "aftertext",
          modules: [...bundle.modules],
          modulesRoot: bundle.folder,
          unsafeDirectSockets: [{ host: "127.0.0.1", port: settings.port }],
          // Not the id of wrangler.toml: a deploy writes the account's id there, and local data must stay where they are.
          d1Databases: { DB: { id: "aftertext" } },
          durableObjects: { ...planned.durableObjects, ...simulatorObjects },
          bindings: {
            ...planned.bindings,
            ...secrets,
            BASE_URL: settings.baseUrl,
            TWILIO_API_BASE: `${settings.baseUrl}/bench/twilio`,
            STORE_API_BASE: `${settings.baseUrl}/bench/store-api`,
            LINK_SHARD_DIGITS: "0", // one machine gains nothing by more shards than one of each kind
            CLICK_LOGS: "enam:2", // the second one is the second way, where the first does not answer
            OBJECTS_PER_SECOND: String(countObjectsPerSecond(descriptors)),
          },
        },
      ],
    }),
  );
  try {
    await miniflare.ready;
  } catch (cause) {
    await miniflare.dispose().catch(() => {});
    throw new StartError("workerd did not start; what it said stands above.", { cause });
  }
  const worker = await miniflare.getWorker();
  return {
    database: await miniflare.getD1Database("DB"),
    fireCron: async () => {
      const result = await worker.scheduled({ cron: "* * * * *", scheduledTime: new Date() });
      if (result.outcome !== "ok") process.stderr.write(`cron: ${result.outcome}\n`);
    },
    dispose: () => miniflare.dispose(),
  };
}

/** Miniflare's own handlers for SIGINT and SIGTERM exit at once; the supervisor decides how to stop. */
function makeWithoutSignalHandlers(options: MiniflareOptions): Miniflare {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  const miniflare = new Miniflare(options);
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (!before.has(listener)) process.off(signal, listener);
  }
  return miniflare;
}

// What wrangler.toml can hold for us; a new kind of binding there needs its line here.
const PlannedOptions = z.object({
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()),
  cronTriggers: z.array(z.literal("* * * * *")), // the only schedule that every-minute.ts keeps
  bindings: z.record(z.string(), z.json()),
  d1Databases: z.strictObject({ DB: z.unknown() }),
  durableObjects: z.record(z.string(), z.object({ className: z.string(), useSQLite: z.literal(true) })),
});

const simulatorObjects = Object.fromEntries(
  Object.entries(localObjects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
);

/** The program that Miniflare would have started: its own dependency, so asked for from its place. */
function findWorkerd(): string {
  const fromHere = createRequire(import.meta.url);
  const fromMiniflare = createRequire(fromHere.resolve("miniflare"));
  return z.object({ default: z.string() }).parse(fromMiniflare("workerd")).default;
}

/** Of what the Worker writes to its console only `console.error` is for the terminal; the rest is workerd's daily noise. */
function showErrors(log: { readonly level: string; readonly message: string }): void {
  if (log.level === "error" && !callerHungUp.test(log.message)) process.stderr.write(`${log.message}\n`);
}

// workerd reports every caller who closes the connection early as an error of its own (kj::Exception of type DISCONNECTED).
const callerHungUp = /\b(?:disconnected|Broken pipe|Connection reset by peer)\b/i;
