import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "./settings.ts";

/** Throws with what to do when the port stays taken; a start that has just been killed may need a moment to let go of it. */
export async function requireFreePort(port: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 100) {
    const problem = await tryPort(port);
    if (problem === undefined) return;
    if (problem === "EACCES") {
      throw new StartError(`Port ${port} needs more rights than this user has. Try: PORT=8787 npm start`);
    }
    if (problem !== "EADDRINUSE") throw new StartError(`Port ${port} can't be used: ${problem}.`);
    if (waitedMs >= 1_500) {
      throw new StartError(
        `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
      );
    }
    await sleep(100);
  }
}

/** The system's code for what is wrong with it, undefined if nothing. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
}
