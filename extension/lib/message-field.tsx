import { type KeyboardEvent, memo, type Ref, useImperativeHandle, useMemo, useRef, useState } from "react";
import { findGaps, findMarks, findNextGap } from "./text-marks.ts";
import { useWording } from "./wording.ts";

export interface MessageFieldHandle {
  focus(): void;
  /** Goes to the first place where something is missing; to the end where nothing is. */
  focusGap(): void;
  /** Writes in place of the selection. */
  insert(text: string): void;
}

interface Props {
  readonly ref: Ref<MessageFieldHandle>;
  readonly body: string;
  readonly values: Readonly<Record<string, string>>;
  readonly firstName: string | undefined;
  /** Ids of what describes the text. */
  readonly describedBy: string;
  readonly onChange: (body: string) => void;
  readonly onSend: () => void;
  /** Ctrl/Cmd+Z in an empty field; false where there is nothing to undo. */
  readonly onUndoSend: () => boolean;
}

/** A real textarea; what is special in its text is drawn over it. */
export function MessageField({ ref, body, values, firstName, describedBy, onChange, onSend, onUndoSend }: Props) {
  const { field: words } = useWording().messages.composer;
  const area = useRef<HTMLTextAreaElement>(null);
  const [isLeaving, setLeaving] = useState(false);

  const select = (start: number, end: number) => {
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  };
  useImperativeHandle(ref, () => ({
    focus: () => area.current?.focus(),
    focusGap: () => {
      const text = area.current?.value ?? "";
      const [gap] = findGaps(text, values);
      select(gap?.start ?? text.length, gap?.end ?? text.length);
    },
    insert: (text) => {
      const { value = "", selectionStart: start = value.length, selectionEnd: end = value.length } = area.current ?? {};
      const before = value.slice(0, start);
      const space = before === "" || /\s$/.test(before) ? "" : " ";
      onChange(before + space + text + value.slice(end));
      const caret = start + space.length + text.length;
      requestAnimationFrame(() => select(caret, caret));
    },
  }));

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (event.key === "Enter" && isCommand) {
      event.preventDefault();
      onSend();
    } else if (event.key === "z" && isCommand && !event.shiftKey && body === "") {
      if (onUndoSend()) event.preventDefault();
    } else if (event.key === "Escape" && findGaps(body, values).length > 0 && !isLeaving) {
      // WCAG 2.1.2: with the next Tab the keyboard leaves, gaps or not. The popup would close otherwise.
      event.preventDefault();
      setLeaving(true);
    } else if (event.key === "Tab" && !isCommand && !event.altKey && !isLeaving) {
      const { selectionStart: start, selectionEnd: end } = event.currentTarget;
      const gap = findNextGap(findGaps(body, values), { start, end }, event.shiftKey);
      if (gap === undefined) return;
      event.preventDefault();
      select(gap.start, gap.end);
    } else if (event.key !== "Shift" && event.key !== "Tab") setLeaving(false);
  };

  return (
    <>
      <div className="message-field">
        <div className="layers">
          <textarea
            ref={area}
            // biome-ignore lint/a11y/noAutofocus: it is what the popup was opened for, and there before any answer
            autoFocus
            aria-label={words.label}
            aria-describedby={describedBy}
            placeholder={`${words.placeholder(firstName)}…`}
            dir="auto"
            rows={1}
            spellCheck
            value={body}
            onChange={({ target }) => onChange(target.value)}
            onKeyDown={press}
            onBlur={() => setLeaving(false)}
          />
          <Overlay body={body} values={values} />
        </div>
      </div>
      {/* Not within what scrolls: unseen as it is, it would be something to scroll to. */}
      <p className="visually-hidden" role="status">
        {isLeaving ? words.leave : ""}
      </p>
    </>
  );
}

/** The same text in the same places, of which only the marks can be seen. */
const Overlay = memo(function Overlay({ body, values }: Pick<Props, "body" | "values">) {
  const marks = useMemo(() => findMarks(body, values), [body, values]);
  let end = 0;
  const parts = marks.flatMap((mark) => {
    const before = body.slice(end, mark.start);
    const marked = body.slice(mark.start, mark.end);
    end = mark.end;
    return [
      before,
      <span key={mark.start} className={`mark ${mark.kind}`}>
        {mark.kind === "link" ? <LinkChip token={marked} /> : marked}
      </span>,
    ];
  });
  return (
    <div className="overlay" dir="auto" aria-hidden="true">
      {parts}
      {body.slice(end)}
      {"\u200b"}
    </div>
  );
});

function LinkChip({ token }: { readonly token: string }) {
  const [, open, name, close] = /^(\{\{\s*)(.*?)(\s*\}\})$/s.exec(token) ?? [];
  return (
    <>
      <span className="brace">{open}</span>
      {name}
      <span className="brace">{close}</span>
    </>
  );
}
