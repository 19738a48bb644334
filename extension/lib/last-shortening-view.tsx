import { useEffect, useRef, useState } from "react";
import { dropLastShortening, findLastShortening, type LastShortening } from "./last-shortening.ts";
import { useWording } from "./wording.ts";

/** What "Shorten and copy" could not finish in its page: the link to copy here, or why there is none. */
export function LastShorteningView() {
  const { messages } = useWording();
  const words = messages.pairing.lastLink;
  const [last, setLast] = useState<LastShortening>();
  const [isCopied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    void findLastShortening(Date.now()).then(setLast);
  }, []);

  if (last === undefined) return null;
  const close = () => {
    setLast(undefined);
    void dropLastShortening();
  };
  const copy = async (shortUrl: string) => {
    field.current?.select();
    await navigator.clipboard.writeText(shortUrl);
    setCopied(true);
    await dropLastShortening();
  };
  return (
    <section className="last-link notice mild" aria-labelledby="last-link-title">
      <p id="last-link-title" className="last-link-title">
        {last.kind === "made" ? words.title : words.failed}
      </p>
      {last.kind === "failed" ? <p>{words.reasons[last.why]}</p> : null}
      <div className="actions">
        {last.kind === "made" ? (
          <>
            <input ref={field} readOnly value={last.shortUrl} aria-labelledby="last-link-title" />
            <button type="button" className="primary" onClick={() => void copy(last.shortUrl)}>
              {isCopied ? words.copied : words.copy}
            </button>
          </>
        ) : null}
        <button type="button" onClick={close}>
          {words.close}
        </button>
      </div>
      <p className="visually-hidden" role="status">
        {isCopied ? words.copied : ""}
      </p>
    </section>
  );
}
