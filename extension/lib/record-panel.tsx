import type { AdminRecord } from "../../shared/admin-page.ts";
import type { Connection } from "./connection.ts";
import { explainFailure, explainUnknown } from "./explain.ts";
import { Notice } from "./notice.tsx";
import { RecordView } from "./record-view.tsx";
import { RecordSkeleton } from "./skeleton.tsx";
import { useRecord } from "./use-record.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly connection: Connection;
  readonly record: AdminRecord;
  readonly onDisconnect: () => void;
}

/** One record from the moment it is asked for: loading, shown, unknown, or what went wrong. */
export function RecordPanel({ connection, record, onDisconnect }: Props) {
  const { messages } = useWording();
  const { state, tryAgain } = useRecord(connection, record);
  const again = (
    <button type="button" className="primary" onClick={tryAgain}>
      {messages.tryAgain}
    </button>
  );
  switch (state.kind) {
    case "loading":
      return <RecordSkeleton />;
    case "unknownStore":
    case "unknownRecord":
      return (
        <main>
          <h1 className="visually-hidden">Aftertext</h1>
          <Notice
            isMild
            explanation={
              state.kind === "unknownStore"
                ? messages.unknown.store(record.shop, connection.merchantName)
                : explainUnknown(messages, record)
            }
          >
            {again}
          </Notice>
        </main>
      );
    case "failed":
      return (
        <main>
          <h1 className="visually-hidden">Aftertext</h1>
          <Notice explanation={explainFailure(messages, state.failure, connection.base)}>
            {state.failure.kind === "wrongKey" ? (
              <button type="button" className="primary" onClick={onDisconnect}>
                {messages.connect.button}
              </button>
            ) : (
              again
            )}
          </Notice>
        </main>
      );
    case "shown":
      return (
        <main className="record">
          {state.stale === undefined ? null : (
            <div className="stale" role="alert">
              <p>{messages.failures.stale(explainFailure(messages, state.stale, connection.base).title)}</p>
              <button type="button" onClick={tryAgain}>
                {messages.tryAgain}
              </button>
            </div>
          )}
          <RecordView answer={state.answer} merchantName={connection.merchantName} />
        </main>
      );
  }
}
