import { useDeferredValue, useMemo } from "react";
import type { Connection } from "./connection.ts";
import type { Draft } from "./drafts.ts";
import { type Circumstances, measureText, printText } from "./measure-text.ts";
import type { Merchant } from "./merchant-answer.ts";
import { findObstacle, type Obstacle, type Recipient, writeRequest } from "./message-request.ts";
import type { RecordAnswer } from "./record-answer.ts";
import { hasLinkToken } from "./text-marks.ts";
import { usePreview } from "./use-preview.ts";
import { useSuggestedClass } from "./use-suggested-class.ts";

export interface Known {
  /** Undefined while it is not known yet: the field is there all the same. */
  readonly connection: Connection | undefined;
  readonly merchant: Merchant | undefined;
  readonly answer: RecordAnswer | undefined;
  readonly recipient: Recipient;
  readonly isOffline: boolean;
}

/** All that follows from a draft's words and from what is known of its reader. Lags behind fast typing rather than hold it up. */
export function useComposition(draft: Draft, { connection, merchant, answer, recipient, isOffline }: Known) {
  const body = useDeferredValue(draft.body);
  const { link } = draft;
  const usedLink = hasLinkToken(body) ? link?.kind : undefined;
  const suggested = useSuggestedClass(body, usedLink);
  const isClassed = draft.class !== undefined || suggested !== undefined;
  const kind = draft.class ?? suggested?.class ?? "transactional";
  const { fields = NO_VALUES, footerText = "" } = answer ?? {};
  const { sampleShortUrl = SAMPLE } = merchant ?? {};
  const circumstances: Circumstances = useMemo(
    () => ({ values: fields, sampleShortUrl, footerText }),
    [fields, sampleShortUrl, footerText],
  );

  const settled = { ...draft, body };
  const obstacle = findObstacle(settled, { recipient, values: fields, isOffline }) ?? (isClassed ? undefined : LOADING);
  const request =
    obstacle === undefined && recipient.kind === "known"
      ? writeRequest(settled, kind, recipient.phone, answer)
      : undefined;
  const preview = usePreview(connection, request);
  const shown = preview.kind === "shown" ? preview.preview : undefined;
  const measure = useMemo(() => measureText(body, kind, circumstances, shown), [body, kind, circumstances, shown]);
  const shownBody = shown?.body ?? (body.trim() === "" ? undefined : printText(body, kind, circumstances));
  return { body, suggested, kind, circumstances, obstacle, preview, measure, shownBody };
}

const LOADING: Obstacle = { kind: "loading" };
const NO_VALUES: Readonly<Record<string, string>> = {};
/** As long as our own links, until the Worker says how long the merchant's are. */
const SAMPLE = "https://sms.example/xxxxxxxx";
