import { useEffect, useState, useSyncExternalStore } from "react";
import { Composer } from "./composer.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { isLoopback } from "./connection.ts";
import type { Written } from "./conversation.tsx";
import { DraftKeeper } from "./draft-keeper.ts";
import { dropExpiredDrafts } from "./drafts.ts";
import { Footer } from "./footer.tsx";
import { merchantAnswer } from "./merchant-answer.ts";
import { unpair } from "./pairing.ts";
import { findRecipient } from "./recipient.ts";
import { RecordPanel } from "./record-panel.tsx";
import { readSettings, type Settings, watchSettings } from "./settings.ts";
import { ShopNotices } from "./shop-notices.tsx";
import { takeTextBack } from "./take-text-back.ts";
import { findTarget, nameDraft, type Target } from "./target-tab.ts";
import { ToField } from "./to-field.tsx";
import { useAnswer } from "./use-answer.ts";
import { useConnection } from "./use-connection.ts";
import { useOnline } from "./use-online.ts";
import { useRecord } from "./use-record.ts";
import { useSubject } from "./use-subject.ts";
import { useWordingOf, type Wording, WordingContext } from "./wording.ts";

interface Props {
  /** What it is about: `?tab=ID`, `?phone=…`, or a record's own name; the tab in front where it names nothing. */
  readonly search: string;
  readonly languages: readonly string[];
  readonly surface: "popup" | "panel";
}

/** The whole of popup and side panel. The field is there at once; who it is written to comes when it comes. */
export function ComposerApp({ languages, ...rest }: Props) {
  const wording = useWordingOf(languages);
  return wording && <WordedApp wording={wording} {...rest} />;
}

function WordedApp({ search, wording, surface }: Omit<Props, "languages"> & { readonly wording: Wording }) {
  const { messages } = wording;
  const [keeper] = useState(() => new DraftKeeper());
  const to = useSyncExternalStore(keeper.subscribe, () => keeper.get().draft.to);
  const pairing = useConnection();
  const connection = pairing.kind === "paired" ? pairing.connection : undefined;
  const target = useTarget(search);
  const settings = useSettings();
  const isOnline = useOnline();
  const isByHand = target?.kind === "elsewhere" || target?.kind === "hidden";
  const subject = useSubject(target, isByHand ? to : undefined);
  const { state: record, refresh, fetchFromStore } = useRecord(connection, subject);
  const merchant = useAnswer(connection, "/v1/me", merchantAnswer, Number(isOnline));
  const [preview, setPreview] = useState<string>();
  const [written, setWritten] = useState<Written>();
  const [news, setNews] = useState("");

  useEffect(() => {
    document.documentElement.lang = messages.language;
  }, [messages]);
  useDraftOf(keeper, target);

  if (pairing.kind === "unpaired") {
    return (
      <WordingContext value={wording}>
        <div className="popup">
          <ConnectForm onConnected={({ merchantName }) => setNews(messages.connect.connected(merchantName))} />
          <News news={news} />
        </div>
      </WordingContext>
    );
  }

  const answer = record.kind === "shown" ? record.answer : undefined;
  const hasFailed = record.kind === "failed" || (record.kind === "shown" && record.stale !== undefined);
  // This computer needs no network to reach itself.
  const isOffline = !isOnline && (connection === undefined || !isLoopback(connection.base) || hasFailed);
  // Of a record that nobody knows, a person may know the number.
  const asksNumber = isByHand || record.kind === "unknownRecord" || record.kind === "unknownStore";
  const recipient = findRecipient(
    record,
    target?.kind === "phone" ? target.phone : asksNumber ? (to ?? "") : undefined,
  );
  const disconnect = async () => {
    await unpair();
    setNews(messages.disconnect.done);
  };

  return (
    <WordingContext value={wording}>
      <div className={`popup ${surface}`}>
        <RecordPanel
          connection={connection}
          merchant={merchant}
          target={target}
          record={record}
          preview={preview}
          written={written}
          surface={surface}
          onTryAgain={refresh}
          onTakeBack={async (text) => {
            if (connection === undefined) return;
            setNews(await takeTextBack(text, { connection, keeper, merchant, messages }));
            refresh();
          }}
          onFetch={fetchFromStore}
          onDisconnect={disconnect}
        />
        <div className="dock">
          {asksNumber && target?.kind !== "phone" ? (
            <ToField to={to ?? ""} onChange={(typed) => keeper.change({ to: typed })} />
          ) : null}
          <Composer
            keeper={keeper}
            known={{ connection, merchant, answer, recipient, isOffline }}
            settings={settings}
            onPreview={setPreview}
            onNews={(sent) => {
              if (sent !== undefined) setWritten(sent);
              refresh();
            }}
          />
        </div>
        {connection === undefined ? null : (
          <>
            <ShopNotices notices={merchant?.notices ?? []} />
            <Footer connection={connection} merchant={merchant} target={target} onDisconnect={disconnect} />
          </>
        )}
        <News news={news} />
      </div>
    </WordingContext>
  );
}

function News({ news }: { readonly news: string }) {
  return (
    <p className="visually-hidden" role="status">
      {news}
    </p>
  );
}

function useTarget(search: string): Target | undefined {
  const [target, setTarget] = useState<Target>();
  useEffect(() => {
    let isGone = false;
    void findTarget(search).then((found) => {
      if (!isGone) setTarget(found);
    });
    return () => {
      isGone = true;
    };
  }, [search]);
  return target;
}

/** Opens the draft of what it is about, and writes it down before this page can go. */
function useDraftOf(keeper: DraftKeeper, target: Target | undefined): void {
  useEffect(() => {
    const write = () => void keeper.flush();
    document.addEventListener("visibilitychange", write);
    window.addEventListener("pagehide", write);
    const timer = setTimeout(() => void dropExpiredDrafts(Date.now()), AFTER_OPENING_MS);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", write);
      window.removeEventListener("pagehide", write);
      keeper.close();
    };
  }, [keeper]);
  useEffect(() => {
    if (target !== undefined) void keeper.open(nameDraft(target));
  }, [keeper, target]);
}

function useSettings(): Settings {
  const [settings, setSettings] = useState<Settings>(DEFAULTS);
  useEffect(() => {
    void readSettings().then(setSettings);
    return watchSettings(setSettings);
  }, []);
  return settings;
}

const DEFAULTS: Settings = { undoSeconds: 5, language: undefined };
const AFTER_OPENING_MS = 2_000;
