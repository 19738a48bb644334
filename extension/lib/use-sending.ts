import { useEffect, useRef, useState } from "react";
import { ask, type Failure } from "./api.ts";
import type { Connection } from "./connection.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import type { Draft } from "./drafts.ts";
import { type MessageStatus, statusAnswer } from "./message-answers.ts";
import { sendMessage } from "./send-message.ts";
import { type TakeBackOutcome, takeBack } from "./take-back.ts";

/** A text that the Worker has taken, and what has become of it. */
export interface SentText extends MessageStatus {
  readonly id: string;
  /** What was written, to put it back if it is undone. */
  readonly draft: Draft;
  /** Until when the Worker waits with it, by this machine's clock; undefined where no time to undo was asked for. */
  readonly undoUntilMs: number | undefined;
  readonly undoSeconds: number;
  /** Somebody wanted it back when it had gone. */
  readonly isTooLate: boolean;
  readonly isScheduled: boolean;
}

export type Sending =
  | { readonly kind: "idle" | "asking" | "wentBefore" | "undone" }
  | { readonly kind: "refused" | "unclear" | "notUndone"; readonly failure: Failure }
  | { readonly kind: "sent"; readonly text: SentText };

export interface HowToSend {
  readonly undoSeconds: number;
  readonly isScheduled: boolean;
}

/** Sends the draft, follows what becomes of it, and takes it back. `news` is called when the conversation has changed by it. */
export function useSending(connection: Connection | undefined, keeper: DraftKeeper, news: (sentId?: string) => void) {
  const [sending, setSending] = useState<Sending>({ kind: "idle" });
  const isBusy = useRef(false);
  const tellNews = useRef(news);
  useEffect(() => {
    tellNews.current = news;
  });
  const sentId = sending.kind === "sent" ? sending.text.id : undefined;

  const send = async (request: string, { undoSeconds, isScheduled }: HowToSend) => {
    if (connection === undefined || isBusy.current) return;
    isBusy.current = true;
    setSending({ kind: "asking" });
    const { draft } = keeper.get();
    try {
      const outcome = await sendMessage(connection, keeper, request);
      if (outcome.kind !== "taken") return setSending(outcome);
      const { taken } = outcome;
      const isGone = taken.status !== "suppressed" && taken.status !== "failed";
      // A text that may not go stays in the field, as a new one: this one is settled.
      const { body, link, class: kind } = keeper.get().draft;
      keeper.renew(isGone && body === draft.body ? {} : { body, link, class: kind });
      const undoUntilMs = isGone && undoSeconds > 0 ? Date.now() + undoSeconds * 1000 : undefined;
      setSending({
        kind: "sent",
        text: { ...taken, clicks: undefined, draft, undoUntilMs, undoSeconds, isTooLate: false, isScheduled },
      });
      news(taken.id);
    } finally {
      isBusy.current = false;
    }
  };

  const undo = async () => {
    if (connection === undefined || sending.kind !== "sent") return;
    const { text } = sending;
    const outcome = await takeBack(connection, text.id);
    if (outcome.kind === "takenBack") {
      const { body, link, class: kind } = text.draft;
      keeper.restore({ body, link, class: kind });
    }
    setSending(describeUndo(text, outcome));
    news();
  };

  // While it is on screen, what becomes of it is asked for each second; once it is there, only clicks are to come.
  const isThere = sending.kind === "sent" && ["delivered", "failed", "suppressed"].includes(sending.text.status);
  useEffect(() => {
    if (connection === undefined || sentId === undefined) return;
    const leaving = new AbortController();
    const timer = setInterval(
      async () => {
        if (document.visibilityState !== "visible") return;
        const path = `/v1/messages/${encodeURIComponent(sentId)}`;
        const answer = await ask(connection, path, statusAnswer, leaving.signal);
        if (leaving.signal.aborted || answer.kind === "failed") return;
        setSending((current) =>
          current.kind === "sent" && current.text.id === sentId
            ? { kind: "sent", text: { ...current.text, ...answer.value } }
            : current,
        );
      },
      isThere ? SELDOM_MS : OFTEN_MS,
    );
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [connection, sentId, isThere]);

  const status = sending.kind === "sent" ? sending.text.status : undefined;
  useEffect(() => {
    if (status !== undefined) tellNews.current();
  }, [status]);

  return { sending, send, undo, dismiss: () => setSending({ kind: "idle" }) };
}

function describeUndo(text: SentText, outcome: TakeBackOutcome): Sending {
  switch (outcome.kind) {
    case "takenBack":
      return { kind: "undone" };
    case "tooLate":
      return { kind: "sent", text: { ...text, isTooLate: true } };
    case "failed":
      return { kind: "notUndone", failure: outcome.failure };
  }
}

const OFTEN_MS = 1_000;
const SELDOM_MS = 3_000;
