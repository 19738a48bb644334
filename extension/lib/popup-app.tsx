import { useEffect, useMemo, useRef, useState } from "react";
import { ConnectForm } from "./connect-form.tsx";
import { type Connection, findConnection } from "./connection.ts";
import { Footer } from "./footer.tsx";
import { Logo } from "./icons.tsx";
import { NoRecord } from "./no-record.tsx";
import { unpair } from "./pairing.ts";
import { RecordPanel } from "./record-panel.tsx";
import { RecordSkeleton } from "./skeleton.tsx";
import { findTarget, type Target } from "./target-tab.ts";
import { createWording, WordingContext } from "./wording.ts";

interface Props {
  /** The page's own query: `?tab=ID` names the tab it is about. */
  readonly search: string;
  readonly languages: readonly string[];
}

type Pairing =
  | { readonly kind: "starting" | "unpaired" }
  | { readonly kind: "paired"; readonly connection: Connection; readonly target: Target };

/** The whole popup: connects first, then shows the record of its tab. */
export function PopupApp({ search, languages }: Props) {
  const wording = useMemo(() => createWording(languages), [languages]);
  const { messages } = wording;
  const [pairing, setPairing] = useState<Pairing>({ kind: "starting" });
  const [news, setNews] = useState("");
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    document.documentElement.lang = messages.language;
  }, [messages]);

  useEffect(() => {
    void findPairing(search).then(setPairing);
  }, [search]);

  const connected = async (connection: Connection) => {
    setPairing({ kind: "paired", connection, target: await findTarget(search) });
    setNews(messages.connect.connected(connection.merchantName));
    frame.current?.focus(); // the form that had it is gone
  };
  const disconnect = async () => {
    await unpair();
    setPairing({ kind: "unpaired" });
    setNews(messages.disconnect.done);
  };

  return (
    <WordingContext value={wording}>
      <div className="popup" ref={frame} tabIndex={-1}>
        {pairing.kind === "unpaired" ? null : (
          <header>
            <Logo />
            <p>Aftertext</p>
          </header>
        )}
        <View pairing={pairing} onConnected={connected} onDisconnect={disconnect} />
        <p className="visually-hidden" role="status">
          {news}
        </p>
      </div>
    </WordingContext>
  );
}

interface ViewProps {
  readonly pairing: Pairing;
  readonly onConnected: (connection: Connection) => void;
  readonly onDisconnect: () => void;
}

function View({ pairing, onConnected, onDisconnect }: ViewProps) {
  if (pairing.kind !== "paired") {
    return pairing.kind === "starting" ? <RecordSkeleton /> : <ConnectForm onConnected={onConnected} />;
  }
  const { connection, target } = pairing;
  return (
    <>
      {target.kind === "record" ? (
        <RecordPanel connection={connection} record={target.record} onDisconnect={onDisconnect} />
      ) : (
        <NoRecord why={target.kind} base={connection.base} />
      )}
      <Footer connection={connection} onDisconnect={onDisconnect} />
    </>
  );
}

async function findPairing(search: string): Promise<Pairing> {
  const connection = await findConnection();
  return connection === undefined
    ? { kind: "unpaired" }
    : { kind: "paired", connection, target: await findTarget(search) };
}
