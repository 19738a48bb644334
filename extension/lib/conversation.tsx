import { Fragment, memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Connection } from "./connection.ts";
import { describeStatus } from "./explain.ts";
import { ClickIcon, StatusIcon } from "./icons.tsx";
import type { CustomerText } from "./record-answer.ts";
import { takeBack } from "./take-back.ts";
import { useWording, type Wording } from "./wording.ts";

interface Names {
  readonly merchantName: string;
  readonly customerName: string;
}

/** How a text reads that the Worker writes only when it goes. */
export interface Written {
  readonly id: string;
  readonly body: string;
}

interface Props {
  readonly texts: readonly CustomerText[];
  readonly names: Names;
  /** How the text that is being written will read. */
  readonly preview: string | undefined;
  readonly written: Written | undefined;
  readonly connection: Connection;
  /** A text was taken back. */
  readonly onNews: () => void;
}

/** The texts to and from one person, the newest below, and under them the one that is being written; a change of status is read out. */
export function Conversation({ texts, names, preview, written, connection, onNews }: Props) {
  const wording = useWording();
  const { messages, formats } = wording;
  const news = useStatusNews(texts, written?.id, wording);
  const scroller = useRef<HTMLElement>(null);
  const newestId = texts.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text, or another wording of the next, moves the view to the end
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [newestId, preview]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (WCAG 2.1.1); Chromium sees to it only since 130
    <section className="conversation" aria-labelledby="texts" tabIndex={0} ref={scroller}>
      <h2 id="texts" className="visually-hidden">
        {messages.texts.title}
      </h2>
      {texts.length === 0 && preview === undefined ? <p className="none">{messages.texts.none}</p> : null}
      <ol>
        {texts.map((text, position) => {
          const previous = texts[position - 1];
          const isNewDay = previous === undefined || formats.dayKey(previous.at) !== formats.dayKey(text.at);
          return (
            <Fragment key={text.id}>
              {isNewDay ? <li className="day">{formats.day(text.at, Date.now())}</li> : null}
              <TextEntry
                text={text}
                names={names}
                written={written?.id === text.id ? written.body : undefined}
                onTakeBack={() => void takeBack(connection, text.id).then(onNews)}
              />
            </Fragment>
          );
        })}
      </ol>
      {preview === undefined ? null : <Preview body={preview} />}
      <p className="visually-hidden" role="status">
        {news}
      </p>
    </section>
  );
}

const Preview = memo(function Preview({ body }: { readonly body: string }) {
  const { messages } = useWording();
  return (
    <figure className="text preview">
      <figcaption className="flow">{messages.composer.preview}</figcaption>
      <p className="bubble" dir="auto">
        {body}
      </p>
    </figure>
  );
});

interface EntryProps {
  readonly text: CustomerText;
  readonly names: Names;
  readonly written: string | undefined;
  readonly onTakeBack: () => void;
}

function TextEntry({ text, names, written, onTakeBack }: EntryProps) {
  const wording = useWording();
  const { messages, formats } = wording;
  const isTimeSaid = text.status === "waiting" && text.untilAt !== undefined;
  return (
    <li className={`text ${text.direction} ${text.status}`}>
      {text.flow === undefined ? null : <p className="flow">{text.flow}</p>}
      <p className="bubble" dir="auto">
        <span className="visually-hidden">
          {messages.texts.from(text.direction === "out" ? names.merchantName : names.customerName)}{" "}
        </span>
        {text.body ?? written ?? <em>{messages.texts.unwritten}</em>}
      </p>
      <p className="meta">
        {text.direction === "out" ? (
          <span className="status">
            <StatusIcon status={text.status} />
            {describeStatus(wording, text)}
          </span>
        ) : null}
        {isTimeSaid ? null : <time dateTime={new Date(text.at).toISOString()}>{formats.time(text.at)}</time>}
        {text.status === "waiting" && text.flow === undefined ? (
          <button type="button" className="link-button" onClick={onTakeBack}>
            {messages.composer.sent.takeBack}
          </button>
        ) : null}
        {(text.segments ?? 1) > 1 ? <span>{messages.texts.segments(text.segments ?? 1)}</span> : null}
        {text.clicks === undefined ? null : (
          <span className={text.clicks.all === 0 ? "clicks" : "clicks some"}>
            <ClickIcon />
            {messages.texts.clicks(text.clicks.people, text.clicks.all)}
          </span>
        )}
      </p>
    </li>
  );
}

/** The latest change of a status since the texts were first shown; of the one just sent, the composer itself tells. */
function useStatusNews(texts: readonly CustomerText[], sentId: string | undefined, wording: Wording): string {
  const seen = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const [news, setNews] = useState("");
  useEffect(() => {
    const now = new Map(texts.map((text) => [text.id, describeStatus(wording, text)]));
    const before = seen.current;
    seen.current = now;
    const changed = texts.findLast(({ id }) => before !== undefined && id !== sentId && before.get(id) !== now.get(id));
    if (changed !== undefined) {
      setNews(wording.messages.texts.changed(now.get(changed.id) ?? "", changed.body ?? changed.flow ?? ""));
    }
  }, [texts, sentId, wording]);
  return news;
}
