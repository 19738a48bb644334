import { useEffect, useState } from "react";
import { ask } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Shape } from "./shape.ts";

/** One answer that is asked for once, when it is first needed; undefined until it has come, and where it does not. */
export function useAnswer<T>(
  connection: Connection | undefined,
  path: string,
  shape: Shape<T>,
  attempt = 0,
): T | undefined {
  const [value, setValue] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again, although nothing in here reads its number
  useEffect(() => {
    if (connection === undefined) return;
    const leaving = new AbortController();
    void ask(connection, path, shape, leaving.signal).then((answer) => {
      if (answer.kind === "answered" && !leaving.signal.aborted) setValue(answer.value);
    });
    return () => leaving.abort();
  }, [connection, path, shape, attempt]);
  return value;
}
