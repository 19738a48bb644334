import { useState } from "react";
import type { NoticeKind } from "./composer-messages.ts";
import type { Connection } from "./connection.ts";
import { ChevronIcon } from "./icons.tsx";
import type { Explanation } from "./messages.ts";
import { instantMs, listOf, object, optional, text } from "./shape.ts";
import { Sheet } from "./sheet.tsx";
import { useAnswer } from "./use-answer.ts";
import { useWording } from "./wording.ts";

type Notice = ReturnType<typeof notice>;

/** One quiet line while something needs the merchant, such as a page that links lead to and that is gone; it opens what. */
export function ShopNotices({ connection }: { readonly connection: Connection }) {
  const { messages, formats } = useWording();
  const { notices: words } = messages.composer;
  const [isOpen, setOpen] = useState(false);
  const all = useAnswer(connection, "/v1/notices", noticesAnswer)?.items ?? [];
  const open = all.filter(({ endedAt }) => endedAt === undefined);
  if (open.length === 0) return null;
  return (
    <div className="shop-notices">
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.title(open.length)}
        <ChevronIcon />
      </button>
      {isOpen ? (
        <Sheet title={words.title(open.length)} onClose={() => setOpen(false)}>
          <ul>
            {open.map((one) => {
              const { title, advice } = explain(one, words.kinds);
              return (
                <li key={one.id}>
                  <h3>{title}</h3>
                  <Subject subject={one.subject} />
                  <p>{advice}</p>
                  <p className="since">{words.since(formats.dayAndTime(one.at))}</p>
                </li>
              );
            })}
          </ul>
        </Sheet>
      ) : null}
    </div>
  );
}

/** A kind that a newer Worker tells of speaks for itself. */
function explain({ kind, detail }: Notice, kinds: Readonly<Record<NoticeKind, Explanation>>): Explanation {
  const known = Object.entries(kinds).find(([name]) => name === kind);
  return known === undefined ? { title: kind.replaceAll("_", " "), advice: detail } : known[1];
}

function Subject({ subject }: { readonly subject: string }) {
  return /^https?:\/\//.test(subject) ? (
    <a href={subject} target="_blank" rel="noreferrer">
      {subject}
    </a>
  ) : (
    <p>{subject}</p>
  );
}

const notice = object({
  id: text,
  kind: text,
  subject: text,
  detail: text,
  at: instantMs,
  endedAt: optional(text),
});
const noticesAnswer = object({ items: listOf(notice) });
