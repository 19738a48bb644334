import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type LocalRuntime, startRuntime } from "../../worker/cli/local-runtime.ts";
import { ensureSecrets } from "../../worker/cli/state-files.ts";
import { nameWorkerdPidFile } from "../../worker/cli/state-lock.ts";
import { startWatchdog } from "../../worker/cli/watchdog.ts";
import { bundleWorker } from "../../worker/cli/worker-bundle.ts";
import { findFreePort } from "../end-to-end/free-port.ts";

export interface BareWorker {
  readonly baseUrl: string;
  readonly port: number;
  readonly database: LocalRuntime["database"];
  stop(): Promise<void>;
}

/** One of the Workers under `bare/`, as it stands, where `npm start` puts ours: same workerd, same options, a socket of its own. */
export async function startBareWorker(name: string, tables: readonly string[] = []): Promise<BareWorker> {
  const stateFolder = mkdtempSync(path.join(tmpdir(), "aftertext-bare-"));
  const forget = () => rmSync(stateFolder, { recursive: true, force: true });
  process.once("exit", forget); // a bench that is cut off leaves nothing behind
  const watchdog = startWatchdog(nameWorkerdPidFile(stateFolder));
  const port = await findFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const ours = await bundleWorker("worker/simulator/index.ts", watchdog);
  const runtime = await startRuntime(
    { port, stateFolder, baseUrl },
    {
      ...ours,
      options: { ...ours.options, durableObjects: { OUTBOX: { className: "Outbox", useSQLite: true } } },
      folder: bareFolder,
      modules: [{ type: "ESModule", path: path.join(bareFolder, `${name}.js`) }],
    },
    ensureSecrets(stateFolder).secrets,
  );
  for (const table of tables) await runtime.database.prepare(table).run();
  return {
    baseUrl,
    port,
    database: runtime.database,
    stop: async () => {
      await runtime.dispose();
      await watchdog.endAll();
      process.off("exit", forget);
      forget();
    },
  };
}

const bareFolder = path.join(import.meta.dirname, "bare");
