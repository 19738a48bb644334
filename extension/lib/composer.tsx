import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ClassPicker } from "./class-picker.tsx";
import { ComposerNotices } from "./composer-notices.tsx";
import { ComposerSheet, type SheetKind } from "./composer-sheet.tsx";
import type { Written } from "./conversation.tsx";
import type { DraftKeeper } from "./draft-keeper.ts";
import { GateRow } from "./gate-row.tsx";
import { LaterIcon, LinkIcon, PhoneIcon, TemplateIcon } from "./icons.tsx";
import { getFooter } from "./measure-text.ts";
import { MessageField, type MessageFieldHandle } from "./message-field.tsx";
import { explainObstacle, findObstacle, writeRequest, writeTestRequest } from "./message-request.ts";
import { Meter } from "./meter.tsx";
import { SentBar } from "./sent-bar.tsx";
import type { Settings } from "./settings.ts";
import { count, object, optional, text } from "./shape.ts";
import { hasLinkToken } from "./text-marks.ts";
import { type Known, useComposition } from "./use-composition.ts";
import { useSending } from "./use-sending.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly keeper: DraftKeeper;
  readonly known: Known;
  readonly settings: Settings;
  /** Shows how the text will read, where the conversation is. */
  readonly onPreview: (body: string | undefined) => void;
  /** A text was sent, of which the conversation does not know the words yet, or taken back. */
  readonly onNews: (sent?: Written) => void;
}

/** Writes, checks, sends and follows one text. */
export function Composer({ keeper, known, settings, onPreview, onNews }: Props) {
  const { connection, merchant, answer, recipient, isOffline } = known;
  const { composer: words } = useWording().messages;
  const kept = useSyncExternalStore(keeper.subscribe, keeper.get);
  const { draft } = kept;
  const { body, suggested, kind, circumstances, obstacle, preview, measure, shownBody } = useComposition(draft, known);
  const { sending, send, undo, dismiss } = useSending(connection, keeper, (sentId) =>
    onNews(sentId === undefined || shownBody === undefined ? undefined : { id: sentId, body: shownBody }),
  );
  const [sheet, setSheet] = useState<SheetKind>();
  const [testPhone, setTestPhone] = useState(merchant?.testPhone);
  const field = useRef<MessageFieldHandle>(null);

  useEffect(() => setTestPhone(merchant?.testPhone), [merchant]);
  useEffect(() => {
    // The conversation is large beside the field: it follows when the typing pauses.
    const timer = setTimeout(() => onPreview(shownBody), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [shownBody, onPreview]);

  const gate = preview.kind === "shown" ? preview.preview.gate : undefined;
  // Where all texts are stopped, one more would wait for a day that nobody has named.
  const isRefused = gate?.decision === "suppress" || gate?.rule === "stopped";
  const isReady = obstacle === undefined && sending.kind !== "asking";
  const canSend = isReady && !isRefused;
  const go = (sendAtMs?: number) => {
    const now = keeper.get().draft;
    // What is typed counts: where the rest lags behind it, its class above all, that comes first.
    if (now.body !== body) return void requestAnimationFrame(() => latest.current(sendAtMs));
    const isScheduled = sendAtMs !== undefined;
    // What the gate says now is not what it will say then: its sheet has asked.
    const mayGo = isScheduled ? isReady : canSend;
    const stop = findObstacle(now, { recipient, values: circumstances.values, isOffline });
    if (stop?.kind === "gaps") return field.current?.focusGap();
    if (stop?.kind === "link") return setSheet("link");
    if (stop !== undefined || recipient.kind !== "known" || !mayGo) return field.current?.focus();
    const undoSeconds = isScheduled ? 0 : settings.undoSeconds;
    const request = writeRequest(now, kind, recipient.phone, answer, { sendAtMs, undoSeconds });
    void send(request, { undoSeconds, isScheduled });
  };
  const latest = useRef(go);
  useEffect(() => {
    latest.current = go;
  });
  const print = { ...circumstances, linkLength: circumstances.sampleShortUrl.length };
  const problem = obstacle && (explainObstacle(obstacle, words) ?? words.send.nothing);

  return (
    <section className="composer" aria-label={words.field.region}>
      <ComposerNotices
        keeper={keeper}
        kept={kept}
        sending={sending}
        base={connection?.base ?? NO_BASE}
        isOffline={isOffline}
        onRetry={(request) => void send(request, readHow(request))}
        onSecond={() => {
          keeper.renew({ body: draft.body, link: draft.link, class: draft.class });
          dismiss();
        }}
      />
      <SentBar sending={sending} base={connection?.base ?? NO_BASE} onUndo={undo} onDismiss={dismiss} />
      <div className="box">
        <MessageField
          ref={field}
          body={draft.body}
          values={circumstances.values}
          firstName={answer?.customer?.firstName}
          describedBy="meter"
          onChange={(written) => keeper.change({ body: written })}
          onSend={() => go()}
          onUndoSend={() => {
            const canUndo = sending.kind === "sent" && sending.text.status === "waiting";
            if (canUndo) void undo();
            return canUndo;
          }}
        />
        <div className="tools">
          <button type="button" className="tool" onClick={() => setSheet("templates")}>
            <TemplateIcon />
            {words.templates.button}
          </button>
          <button type="button" className="tool" onClick={() => setSheet("link")}>
            <LinkIcon />
            {hasLinkToken(body) && draft.link !== undefined ? words.links.change : words.links.button}
          </button>
          <button type="button" className="tool" onClick={() => setSheet("test")}>
            <PhoneIcon />
            {words.test.button}
          </button>
        </div>
      </div>
      {body === "" ? null : (
        <div className="facts-of-text">
          <Meter
            id="meter"
            body={body}
            measure={measure}
            price={answer?.customer?.segmentPrice ?? merchant?.segmentPrice}
            printing={{ ...print, footerText: getFooter(kind, circumstances) }}
            onRepair={(repaired) => keeper.change({ body: repaired })}
          />
          {suggested === undefined ? null : (
            <ClassPicker
              suggested={suggested}
              chosen={draft.class}
              onChange={(chosen) => keeper.change({ class: chosen })}
            />
          )}
        </div>
      )}
      <GateRow
        preview={preview}
        obstacle={obstacle}
        there={{ timeZone: answer?.customer?.timeZone, localTime: answer?.customer?.localTime }}
        onSchedule={go}
        onClass={(chosen) => keeper.change({ class: chosen })}
        onGap={() => field.current?.focusGap()}
        onLink={() => setSheet("link")}
      >
        <span className="split">
          <button
            type="button"
            className="primary send"
            aria-disabled={!canSend}
            title={IS_MAC ? "⌘ Enter" : "Ctrl + Enter"}
            onClick={() => go()}
          >
            {sending.kind === "asking" ? words.send.busy : words.send.button}
          </button>
          <button
            type="button"
            className="primary later"
            aria-label={words.send.later}
            title={words.send.later}
            onClick={() => setSheet("schedule")}
          >
            <LaterIcon />
          </button>
        </span>
      </GateRow>
      {sheet === undefined || connection === undefined ? null : (
        <ComposerSheet
          kind={sheet}
          connection={connection}
          answer={answer}
          draft={draft}
          settings={settings}
          testPhone={testPhone}
          testRequest={problem === undefined ? writeTestRequest(draft, kind, answer) : undefined}
          laterRequest={
            problem === undefined && recipient.kind === "known"
              ? (sendAtMs) => writeRequest(draft, kind, recipient.phone, answer, { sendAtMs })
              : undefined
          }
          problem={problem}
          field={field}
          onChange={(change) => keeper.change(change)}
          onSchedule={go}
          onTestPhone={setTestPhone}
          onClose={() => setSheet(undefined)}
        />
      )}
    </section>
  );
}

const PAUSE_MS = 80;
/** Only its host is ever shown, and nothing is sent before there is a connection. */
const NO_BASE = "http://localhost";
const IS_MAC = navigator.userAgent.includes("Mac");

/** How a request that is asked again was meant the first time. */
function readHow(request: string) {
  const { sendAt, undoSeconds } = howShape(JSON.parse(request));
  return { undoSeconds: undoSeconds ?? 0, isScheduled: sendAt !== undefined };
}

const howShape = object({ sendAt: optional(text), undoSeconds: optional(count) });
