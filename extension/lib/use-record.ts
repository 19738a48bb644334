import { useEffect, useState } from "react";
import type { AdminRecord } from "../../shared/admin-page.ts";
import { ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import { merchantAnswer } from "./merchant-answer.ts";
import { type RecordAnswer, recordAnswer } from "./record-answer.ts";

export type RecordState =
  | { readonly kind: "loading" | "unknownStore" | "unknownRecord" }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** `stale` tells why the answer could not be brought up to date. */
  | { readonly kind: "shown"; readonly answer: RecordAnswer; readonly stale: Failure | undefined };

/** What Aftertext knows of a record, kept up to date while somebody looks at it. */
export function useRecord(connection: Connection, record: AdminRecord) {
  const [state, setState] = useState<RecordState>({ kind: "loading" });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt starts over, although nothing in here reads its number
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = async () => {
      if (document.visibilityState === "visible") {
        const next = await load(connection, record, leaving.signal);
        if (leaving.signal.aborted) return;
        setState((current) => merge(current, next));
      }
      timer = setTimeout(refresh, REFRESH_MS);
    };
    void refresh();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [connection, record, attempt]);

  return {
    state,
    tryAgain: () => {
      setState((current) => (current.kind === "shown" ? current : { kind: "loading" }));
      setAttempt((last) => last + 1);
    },
  };
}

const REFRESH_MS = 5_000;

async function load(connection: Connection, record: AdminRecord, signal: AbortSignal): Promise<RecordState> {
  const query = new URLSearchParams({ ...record });
  const answer = await ask(connection, `/v1/records?${query}`, recordAnswer, signal);
  if (answer.kind === "answered") return { kind: "shown", answer: answer.value, stale: undefined };
  if (answer.failure.kind !== "notFound") return answer;
  const merchant = await ask(connection, "/v1/me", merchantAnswer, signal);
  if (merchant.kind === "failed") return merchant;
  const isOurs = merchant.value.stores.some(
    ({ platform, shop }) => platform === record.platform && shop === record.shop,
  );
  return { kind: isOurs ? "unknownRecord" : "unknownStore" };
}

/** A shown answer outlives a failed refresh: old news with a warning beats none. A key that was withdrawn may show nothing more. */
function merge(current: RecordState, next: RecordState): RecordState {
  if (next.kind !== "failed" || next.failure.kind === "wrongKey" || current.kind !== "shown") return next;
  return { ...current, stale: next.failure };
}
