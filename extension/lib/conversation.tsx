import { Fragment, memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { describeStatus } from "./explain.ts";
import type { CustomerText } from "./record-answer.ts";
import { NotSentEntries, TextEntry, UnwrittenEntry } from "./text-entry.tsx";
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
  readonly onTakeBack: (text: CustomerText) => void;
}

/** The texts to and from one person, the newest below, the one that is being written, and what is to come; a change of status is read out. */
export function Conversation({ texts, names, preview, written, onTakeBack }: Props) {
  const wording = useWording();
  const { messages, formats } = wording;
  const news = useStatusNews(texts, written?.id, wording);
  const scroller = useRef<HTMLElement>(null);
  const newest = useRef<HTMLLIElement>(null);
  const next = useRef<HTMLLIElement>(null);
  const newestId = texts.findLast(isSaid)?.id;
  const lines = useMemo(() => arrange(texts, written), [texts, written]);
  // What is written goes before what waits for its time.
  const toCome = 1 + lines.findLastIndex((line) => line.kind === "notSent" || line.text.status !== "waiting");
  const lastId = texts.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text, or another wording of the next, moves the view
  useLayoutEffect(() => {
    if (scroller.current === null) return;
    const { clientHeight, scrollHeight } = scroller.current;
    const { offsetTop = 0, offsetHeight = 0 } = next.current ?? {};
    // What is to come may stand below the fold; what is written may not, nor the last that was said above it.
    scroller.current.scrollTop =
      preview === undefined
        ? (newest.current?.offsetTop ?? scrollHeight) - EDGE_PX
        : offsetTop + offsetHeight + EDGE_PX - clientHeight;
  }, [newestId, lastId, preview]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key (WCAG 2.1.1); Chromium sees to it only since 130
    <section className="conversation" aria-labelledby="texts" tabIndex={0} ref={scroller}>
      <h2 id="texts" className="visually-hidden">
        {messages.texts.title}
      </h2>
      {texts.length === 0 && preview === undefined ? <p className="none">{messages.texts.none}</p> : null}
      <ol>
        {lines.slice(0, toCome).map(show)}
        {preview === undefined ? null : (
          <li key="preview" ref={next}>
            <Preview body={preview} />
          </li>
        )}
        {lines.slice(toCome).map((line, position) => show(line, toCome + position))}
      </ol>
      <p className="visually-hidden" role="status">
        {news}
      </p>
    </section>
  );

  function show(line: Line, position: number) {
    if (line.kind === "notSent") return <NotSentEntries key={line.texts[0]?.id} texts={line.texts} />;
    const { text } = line;
    const act = () => {
      onTakeBack(text);
      scroller.current?.focus(); // the button that had it is about to go
    };
    if (line.kind === "unwritten") return <UnwrittenEntry key={text.id} text={text} onTakeBack={act} />;
    const before = lines.slice(0, position).findLast((one) => one.kind === "text");
    const isNewDay = before === undefined || formats.dayKey(before.text.at) !== formats.dayKey(text.at);
    return (
      <Fragment key={text.id}>
        {isNewDay ? <li className="day">{formats.day(text.at, Date.now())}</li> : null}
        <TextEntry
          ref={text.id === newestId ? newest : undefined}
          text={text}
          from={text.direction === "out" ? names.merchantName : names.customerName}
          body={line.body}
          onTakeBack={act}
        />
      </Fragment>
    );
  }
}

/** Room above the entry that is scrolled to. */
const EDGE_PX = 6;

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

type Line =
  | { readonly kind: "text"; readonly text: CustomerText; readonly body: string }
  | { readonly kind: "unwritten"; readonly text: CustomerText }
  | { readonly kind: "notSent"; readonly texts: readonly CustomerText[] };

/** What has words is a bubble; of what has none, a run that never went is one line. */
function arrange(texts: readonly CustomerText[], written: Written | undefined): readonly Line[] {
  const lines: Line[] = [];
  let notSent: readonly CustomerText[] = [];
  const close = () => {
    const [only, ...more] = notSent;
    if (only !== undefined) {
      lines.push(more.length === 0 ? { kind: "unwritten", text: only } : { kind: "notSent", texts: notSent });
    }
    notSent = [];
  };
  for (const text of texts) {
    const body = text.body ?? (written?.id === text.id ? written.body : undefined);
    if (body === undefined && text.status === "suppressed") {
      notSent = [...notSent, text];
      continue;
    }
    close();
    lines.push(body === undefined ? { kind: "unwritten", text } : { kind: "text", text, body });
  }
  close();
  return lines;
}

/** It went or came, or may have: not what waits or was held back. */
function isSaid({ status }: CustomerText): boolean {
  return status !== "waiting" && status !== "suppressed";
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
