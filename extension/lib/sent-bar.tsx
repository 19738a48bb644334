import { useEffect, useState } from "react";
import { describeStatus, explainFailure } from "./explain.ts";
import { ClickIcon, CloseIcon, StatusIcon } from "./icons.tsx";
import { hasLinkToken } from "./text-marks.ts";
import type { Sending, SentText } from "./use-sending.ts";
import { useWording, type Wording } from "./wording.ts";

interface Props {
  readonly sending: Sending;
  readonly base: string;
  readonly onUndo: () => void;
  readonly onDismiss: () => void;
}

/** What became of the last text: the time to undo it, then how far it is, then who clicked. */
export function SentBar({ sending, base, onUndo, onDismiss }: Props) {
  const wording = useWording();
  const { messages } = wording;
  const { sent: words } = messages.composer;
  const secondsLeft = useSecondsLeft(sending.kind === "sent" ? sending.text.undoUntilMs : undefined);
  const said = say();
  if (said === "") return null;
  const text = sending.kind === "sent" ? sending.text : undefined;
  // Without a link there is nothing to click on.
  const clicks =
    text?.status !== "waiting" && text !== undefined && (hasLinkToken(text.draft.body) || (text.clicks?.all ?? 0) > 0)
      ? text.clicks
      : undefined;
  const isCounting = text?.status === "waiting" && secondsLeft > 0;
  const canUndo = text?.status === "waiting" && !text.isTooLate;
  return (
    <div className={`sent-bar ${text?.status ?? sending.kind}`}>
      {text === undefined ? null : <StatusIcon status={text.status} />}
      <p role="status" className={isCounting ? "visually-hidden" : undefined}>
        {said}
      </p>
      {isCounting ? (
        <p className="countdown" aria-hidden="true">
          {words.countdown(secondsLeft)}
        </p>
      ) : null}
      {clicks === undefined ? null : (
        <p className={clicks.all === 0 ? "clicks" : "clicks some"}>
          <ClickIcon />
          {messages.texts.clicks(clicks.people, clicks.all)}
        </p>
      )}
      {canUndo ? (
        <button type="button" className="small" onClick={onUndo}>
          {isCounting ? words.undo : words.takeBack}
        </button>
      ) : (
        <button type="button" className="icon-button" aria-label={words.dismiss} onClick={onDismiss}>
          <CloseIcon />
        </button>
      )}
    </div>
  );

  function say(): string {
    switch (sending.kind) {
      case "sent":
        return describeSent(sending.text, isStillCounting(sending.text), wording);
      case "undone":
        return words.undone;
      case "notUndone":
        return words.notUndone(explainFailure(messages, sending.failure, base).title);
      case "idle":
      case "asking":
      case "refused":
      case "unclear":
      case "wentBefore":
        return "";
    }
  }

  function isStillCounting(one: SentText): boolean {
    return one.status === "waiting" && secondsLeft > 0;
  }
}

/** One sentence a phase, since each change of it is read out. */
function describeSent(text: SentText, isCounting: boolean, wording: Wording): string {
  const { messages, formats } = wording;
  const { sent: words } = messages.composer;
  if (text.isTooLate) return words.tooLate;
  if (isCounting && text.undoUntilMs !== undefined) return words.countdown(text.undoSeconds);
  if (text.status === "waiting" && text.rule === undefined) {
    if (text.isScheduled && text.untilAt !== undefined) return words.scheduled(formats.dayAndTime(text.untilAt));
    return messages.status.sending;
  }
  return describeStatus(wording, text);
}

function useSecondsLeft(untilMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const isOver = untilMs === undefined || untilMs <= nowMs;
  useEffect(() => {
    if (untilMs === undefined) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 200);
    const end = setTimeout(() => clearInterval(timer), untilMs - Date.now() + 400);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [untilMs]);
  return isOver ? 0 : Math.ceil((untilMs - nowMs) / 1000);
}
