import { useEffect, useState } from "react";
import { type Answer, ask } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { Shape } from "./shape.ts";

/** One answer that is asked for once, when it is first needed; undefined until it has come, and where it does not. */
export function useAnswer<T>(...asked: Parameters<typeof useAsked<T>>): T | undefined {
  const answer = useAsked(...asked);
  return answer?.kind === "answered" ? answer.value : undefined;
}

/** The same, with the reason where none came. A new attempt asks again; what is known stays until something better comes. */
export function useAsked<T>(
  connection: Connection | undefined,
  path: string,
  shape: Shape<T>,
  attempt = 0,
): Answer<T> | undefined {
  const [last, setLast] = useState<Answer<T>>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again, although nothing in here reads its number
  useEffect(() => {
    if (connection === undefined) return;
    const leaving = new AbortController();
    void ask(connection, path, shape, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      setLast((known) => (answer.kind === "answered" || known?.kind !== "answered" ? answer : known));
    });
    return () => leaving.abort();
  }, [connection, path, shape, attempt]);
  return last;
}
