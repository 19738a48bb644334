import { useEffect, useState } from "react";
import { type Connection, findConnection, watchConnection } from "./connection.ts";

export type ConnectionState =
  | { readonly kind: "starting" | "unpaired" }
  | { readonly kind: "paired"; readonly connection: Connection };

/** Whom this browser is paired with, kept up with while other windows pair, disconnect or are signed out. */
export function useConnection(): ConnectionState {
  const [state, setState] = useState<ConnectionState>({ kind: "starting" });

  useEffect(() => {
    let isGone = false;
    const read = async () => {
      const connection = await findConnection();
      if (!isGone) setState(connection === undefined ? { kind: "unpaired" } : { kind: "paired", connection });
    };
    void read();
    const stop = watchConnection(() => void read());
    return () => {
      isGone = true;
      stop();
    };
  }, []);

  return state;
}
