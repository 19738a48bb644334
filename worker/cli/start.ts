/** `npm start`: everything on this machine, without an account. */
import { rmSync } from "node:fs";
import { ensureDemoShop } from "./demo-shop.ts";
import { everyMinute } from "./every-minute.ts";
import { buildExtension } from "./extension-build.ts";
import { type LocalRuntime, startRuntime } from "./local-runtime.ts";
import { applyMigrations } from "./migrations.ts";
import { requireFreePort } from "./port.ts";
import { findStartTime } from "./processes.ts";
import { showStep } from "./progress.ts";
import { describeReady } from "./ready.ts";
import { readSettings, type Settings, StartError } from "./settings.ts";
import { ensureSecrets, type Instance, removeState, writeState } from "./state-files.ts";
import { findWorkerdPid, instanceFile, lockState, nameWorkerdPidFile } from "./state-lock.ts";
import { supervise } from "./supervisor.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";
import { bundleWorker } from "./worker-bundle.ts";

process.stdout.on("error", () => {}); // whoever read our output may leave before us
process.stderr.on("error", () => {});
let isStopping = false;
try {
  await start(readSettings());
} catch (error) {
  // Ctrl-C ends a build in the middle, which then fails: nobody needs to hear of it.
  if (!isStopping) {
    process.stderr.write(`${error instanceof StartError ? error.message : describeCrash(error)}\n`);
    process.exit(1); // the watchdog ends what was begun
  }
}

async function start(settings: Settings): Promise<void> {
  await lockState(settings.stateFolder);
  await requireFreePort(settings.port);
  const workerdPidFile = nameWorkerdPidFile(settings.stateFolder);
  const watchdog = startWatchdog(workerdPidFile);
  let runtime: LocalRuntime | undefined;
  supervise({
    watchdog,
    findWorkerdPid: () => (runtime === undefined ? undefined : findWorkerdPid(workerdPidFile)),
    stop: makeStop(settings, watchdog, () => runtime),
  });

  const extension = showStep("extension", async () => {
    const { wasBuilt } = await buildExtension(watchdog);
    return { result: undefined, said: wasBuilt ? "built" : "unchanged" };
  });
  extension.catch(() => {}); // awaited below, after the steps that it runs beside
  const bundle = await showStep("worker", async () => {
    const result = await bundleWorker("worker/simulator/index.ts", watchdog);
    return { result, said: result.wasBuilt ? "built" : "unchanged" };
  });
  const { secrets, wereMade } = ensureSecrets(settings.stateFolder);
  const started = await showStep("workerd", async () => {
    const result = await startRuntime(settings, bundle, secrets);
    return { result, said: wereMade ? "started with new keys" : "started" };
  });
  runtime = started;
  noteInstance(settings, watchdog);
  await showStep("database", async () => {
    const applied = await applyMigrations(started.database, bundle.migrations);
    return { result: undefined, said: applied === 0 ? "up to date" : `${applied} migrations applied` };
  });
  everyMinute(() => started.fireCron());
  const shop = await showStep("demo shop", async () => {
    const { shop, wasMade } = await ensureDemoShop(settings);
    return { result: shop, said: wasMade ? "made: Juniper & Co" : "as before" };
  });
  await extension;
  process.stdout.write(describeReady(settings, shop));
}

function makeStop(settings: Settings, watchdog: Watchdog, findRuntime: () => LocalRuntime | undefined) {
  return (exitCode: number, why?: string) => {
    if (isStopping) return;
    isStopping = true;
    if (why !== undefined) process.stderr.write(`${why} Everything is stopped; start again to go on.\n`);
    setTimeout(() => process.exit(1), 4_000); // whatever hangs: a stop takes at most five seconds
    const disposed = findRuntime()
      ?.dispose()
      .catch(() => {}); // begun first: from now on Miniflare restarts nothing
    void Promise.all([watchdog.endAll(), disposed]).then(() => {
      rmSync(nameWorkerdPidFile(settings.stateFolder), { force: true });
      removeState(settings.stateFolder, instanceFile);
      process.exit(exitCode);
    });
  };
}

/** For whoever asks who holds the folder, and for a start after a kill. */
function noteInstance(settings: Settings, watchdog: Watchdog): void {
  const workerdPid = findWorkerdPid(nameWorkerdPidFile(settings.stateFolder));
  const startTime = workerdPid === undefined ? undefined : findStartTime(workerdPid);
  if (workerdPid === undefined || startTime === undefined) throw new StartError("workerd ended right after its start.");
  const instance: Instance = {
    pid: process.pid,
    baseUrl: settings.baseUrl,
    watchdogPid: watchdog.pid,
    workerd: { pid: workerdPid, startTime },
  };
  writeState(settings.stateFolder, instanceFile, instance);
}

function describeCrash(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
