import { createServer } from "node:net";
import { StartError } from "./settings.ts";

export async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EACCES")
      throw new StartError(`Port ${port} needs more rights than this user has. Try: PORT=8787 npm start`);
    if (code !== "EADDRINUSE") throw cause;
    throw new StartError(
      `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
    );
  }
  await new Promise((resolve) => server.close(resolve));
}
