import { useState } from "react";
import type { NoticeKind } from "./composer-messages.ts";
import { ChevronIcon } from "./icons.tsx";
import type { Notice } from "./merchant-answer.ts";
import type { Explanation } from "./messages.ts";
import { Sheet } from "./sheet.tsx";
import { useWording } from "./wording.ts";

/** One quiet line while something needs the merchant, such as a page that links lead to and that is gone; it opens what. */
export function ShopNotices({ notices }: { readonly notices: readonly Notice[] }) {
  const { messages, formats } = useWording();
  const words = messages.composer.notices;
  const [isOpen, setOpen] = useState(false);
  if (notices.length === 0) return null;
  return (
    <div className="shop-notices">
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.title(notices.length)}
        <ChevronIcon />
      </button>
      {isOpen ? (
        <Sheet title={words.title(notices.length)} onClose={() => setOpen(false)}>
          <ul>
            {notices.map((one) => {
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
