import type { ReactNode, Ref } from "react";
import { describeStatus } from "./explain.ts";
import { ClickIcon, StatusIcon } from "./icons.tsx";
import type { CustomerText } from "./record-answer.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly ref?: Ref<HTMLLIElement> | undefined;
  readonly text: CustomerText;
  /** Whose words these are, for whoever hears and does not see it. */
  readonly from: string;
  readonly body: string;
  readonly onTakeBack: () => void;
}

/** One text that has words, with its side and what became of it. */
export function TextEntry({ ref, text, from, body, onTakeBack }: Props) {
  const wording = useWording();
  const { messages, formats } = wording;
  const isTimeSaid = text.status === "waiting" && text.untilAt !== undefined;
  // What leads nowhere cannot be clicked on.
  const clicks = text.clicks?.all === 0 && !/https?:\/\//i.test(body) ? undefined : text.clicks;
  return (
    <li ref={ref} className={`text ${text.direction} ${text.status}`}>
      {text.flow === undefined ? null : <p className="flow">{text.flow}</p>}
      <p className="bubble" dir="auto">
        <span className="visually-hidden">{messages.texts.from(from)} </span>
        {body}
      </p>
      <p className="meta">
        {text.direction === "out" ? (
          <span className="status">
            <StatusIcon status={text.status} />
            {describeStatus(wording, text)}
          </span>
        ) : null}
        {isTimeSaid ? null : <time dateTime={new Date(text.at).toISOString()}>{formats.time(text.at)}</time>}
        {text.status === "waiting" && text.flow === undefined ? <TakeBack onTakeBack={onTakeBack} /> : null}
        {(text.segments ?? 1) > 1 ? <span>{messages.texts.segments(text.segments ?? 1)}</span> : null}
        {clicks === undefined ? null : (
          <span className={clicks.all === 0 ? "clicks" : "clicks some"}>
            <ClickIcon />
            {messages.texts.clicks(clicks.people, clicks.all)}
          </span>
        )}
      </p>
    </li>
  );
}

/** A text that is to come, or never went, and has no words: one line. */
export function UnwrittenEntry({ text, onTakeBack }: Pick<Props, "text" | "onTakeBack">) {
  const isToCome = text.status === "waiting";
  return (
    <li className={`text out unwritten ${text.status}`}>
      <UnwrittenLine text={text}>
        {isToCome && text.flow === undefined ? <TakeBack onTakeBack={onTakeBack} /> : null}
      </UnwrittenLine>
    </li>
  );
}

/** Several in a row that never went, most often because their flows were not about this: there when they are asked for. */
export function NotSentEntries({ texts }: { readonly texts: readonly CustomerText[] }) {
  const { messages } = useWording();
  return (
    <li className="text out unwritten suppressed">
      <details>
        <summary>
          <StatusIcon status="suppressed" />
          {messages.texts.notSent(texts.length)}
        </summary>
        <ul>
          {texts.map((text) => (
            <li key={text.id}>
              <UnwrittenLine text={text} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function UnwrittenLine({ text, children }: { readonly text: CustomerText; readonly children?: ReactNode }) {
  const wording = useWording();
  const { formats } = wording;
  const isToCome = text.status === "waiting";
  const untilAt = isToCome ? (text.untilAt ?? text.at) : text.untilAt;
  return (
    <p className="meta">
      {text.flow === undefined ? null : <strong>{text.flow}</strong>}
      <span className="status">
        <StatusIcon status={text.status} />
        {describeStatus(wording, { ...text, untilAt })}
      </span>
      {isToCome ? null : <time dateTime={new Date(text.at).toISOString()}>{formats.dayAndTime(text.at)}</time>}
      {children}
    </p>
  );
}

function TakeBack({ onTakeBack }: Pick<Props, "onTakeBack">) {
  const { messages } = useWording();
  return (
    <button type="button" className="link-button" onClick={onTakeBack}>
      {messages.composer.sent.takeBack}
    </button>
  );
}
