import type { ReactNode } from "react";
import type { Connection } from "./connection.ts";
import type { Written } from "./conversation.tsx";
import { explainFailure, explainUnknown } from "./explain.ts";
import type { Merchant } from "./merchant-answer.ts";
import type { Explanation, Messages } from "./messages.ts";
import { NoRecord } from "./no-record.tsx";
import { Notice } from "./notice.tsx";
import { PanelButton } from "./panel-button.tsx";
import { namePlatform } from "./platform-names.ts";
import type { CustomerText } from "./record-answer.ts";
import { RecordView } from "./record-view.tsx";
import { canOpenSidePanel } from "./side-panel.ts";
import { RecordSkeleton } from "./skeleton.tsx";
import type { Target } from "./target-tab.ts";
import type { Fetching, RecordState } from "./use-record.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly connection: Connection | undefined;
  readonly merchant: Merchant | undefined;
  readonly target: Target | undefined;
  readonly record: RecordState;
  /** How the text that is being written will read. */
  readonly preview: string | undefined;
  readonly written: Written | undefined;
  readonly surface: "popup" | "panel";
  readonly onTryAgain: () => void;
  readonly onTakeBack: (text: CustomerText) => void;
  readonly onFetch: () => void;
  readonly onDisconnect: () => void;
}

/** One record from the moment it is asked for: loading, shown, unknown, or what went wrong. */
export function RecordPanel(props: Props) {
  const { connection, merchant, target, record, preview, onTryAgain, onFetch, onDisconnect } = props;
  const { messages } = useWording();
  if (connection === undefined || target === undefined) return <RecordSkeleton />;
  const again = (
    <button type="button" className="primary" onClick={onTryAgain}>
      {messages.tryAgain}
    </button>
  );
  switch (record.kind) {
    case "none":
      return target.kind === "elsewhere" || target.kind === "hidden" ? (
        <NoRecord why={target.kind} base={connection.base} merchant={merchant} />
      ) : (
        <RecordSkeleton />
      );
    case "loading":
      return <RecordSkeleton />;
    case "unknownStore":
      return (
        <Told
          isMild
          explanation={messages.unknown.store(
            target.kind === "record" ? target.record.shop : "",
            connection.merchantName,
          )}
        >
          {again}
        </Told>
      );
    case "unknownRecord":
      if (target.kind !== "record") {
        return target.kind === "phone" ? (
          <main>
            <h1>{target.phone}</h1>
            <p className="lead">{messages.composer.frame.unknownNumber}</p>
          </main>
        ) : (
          <NoRecord why={target.kind} base={connection.base} merchant={merchant} />
        );
      }
      return (
        <Told isMild={record.fetching.kind !== "failed"} explanation={explainFetching()}>
          {record.canFetch ? (
            <button
              type="button"
              className="primary"
              aria-disabled={record.fetching.kind === "busy"}
              onClick={() => record.fetching.kind !== "busy" && onFetch()}
            >
              {record.fetching.kind === "busy"
                ? messages.composer.fetch.busy
                : messages.composer.fetch.button(namePlatform(target.record.platform))}
            </button>
          ) : (
            again
          )}
        </Told>
      );
    case "failed":
      return (
        <Told explanation={explainFailure(messages, record.failure, connection.base)}>
          {record.failure.kind === "wrongKey" ? (
            <button type="button" className="primary" onClick={onDisconnect}>
              {messages.connect.button}
            </button>
          ) : (
            again
          )}
        </Told>
      );
    case "shown":
      return (
        <main className="record">
          {record.stale === undefined ? null : (
            <div className="stale" role="alert">
              <p>{messages.failures.stale(explainFailure(messages, record.stale, connection.base).title)}</p>
              <button type="button" onClick={onTryAgain}>
                {messages.tryAgain}
              </button>
            </div>
          )}
          <RecordView
            answer={record.answer}
            connection={connection}
            preview={preview}
            written={props.written}
            onTakeBack={props.onTakeBack}
            corner={props.surface === "popup" && canOpenSidePanel() ? <PanelButton /> : undefined}
          />
        </main>
      );
  }

  function explainFetching(): Explanation {
    if (record.kind !== "unknownRecord" || target?.kind !== "record") return messages.unknown.order;
    const { fetching } = record;
    if (fetching.kind === "failed" && connection !== undefined) {
      return explainRefusal(fetching, messages, connection.base);
    }
    return explainUnknown(messages, target.record);
  }
}

function Told({
  isMild = false,
  ...rest
}: {
  readonly explanation: Explanation;
  readonly isMild?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <main className="told">
      <h1 className="visually-hidden">Aftertext</h1>
      <Notice isMild={isMild} {...rest} />
    </main>
  );
}

function explainRefusal(
  fetching: Extract<Fetching, { kind: "failed" }>,
  messages: Messages,
  base: string,
): Explanation {
  const { failure } = fetching;
  const { problems } = messages.composer.fetch;
  const type = "problem" in failure ? failure.problem?.type : undefined;
  switch (type) {
    case "/problems/store-refused":
      return problems["store-refused"];
    case "/problems/store-unreachable":
      return problems["store-unreachable"];
    case "/problems/no-such-record":
      return problems["no-such-record"];
    case "/problems/no-store-access":
      return problems["no-store-access"];
    default:
      return explainFailure(messages, failure, base);
  }
}
