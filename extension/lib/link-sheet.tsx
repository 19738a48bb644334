import { type FormEvent, useId, useState } from "react";
import type { ComposerMessages, LinkKind } from "./composer-messages.ts";
import type { ChosenLink } from "./drafts.ts";
import { LinkIcon } from "./icons.tsx";
import type { RecordLink } from "./record-answer.ts";
import { Sheet } from "./sheet.tsx";
import { useWording } from "./wording.ts";

interface Props {
  readonly links: readonly RecordLink[];
  readonly current: ChosenLink | undefined;
  readonly onChoose: (link: ChosenLink) => void;
  readonly onClose: () => void;
}

/** Where the text's link may lead: what the record has to offer, or any address. */
export function LinkSheet({ links, current, onChoose, onClose }: Props) {
  const { links: words } = useWording().messages.composer;
  const [address, setAddress] = useState(current?.kind === "url" ? current.url : "");
  const [isBad, setBad] = useState(false);
  const id = useId();

  const add = (event: FormEvent) => {
    event.preventDefault();
    const url = readAddress(address);
    if (url === undefined) setBad(true);
    else onChoose({ url, kind: "url" });
  };

  return (
    <Sheet title={words.title} onClose={onClose}>
      <p className="hint">{words.lead}</p>
      {links.length === 0 ? null : (
        <ul className="choices">
          {links.map(({ kind, label, url }) => (
            <li key={`${kind} ${url}`}>
              <button
                type="button"
                className="choice"
                aria-pressed={current?.url === url && current.kind === kind}
                onClick={() => onChoose({ url, kind })}
              >
                <LinkIcon />
                <strong>{nameLink(words, kind)}</strong>
                <span>{kind === "cart" ? new URL(url).host : label}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className="inline-form" onSubmit={add} noValidate>
        <label htmlFor={id}>{words.address}</label>
        <div className="row">
          <input
            id={id}
            type="url"
            inputMode="url"
            placeholder="https://"
            value={address}
            aria-invalid={isBad}
            aria-describedby={`${id}-bad`}
            onChange={({ target }) => {
              setAddress(target.value);
              setBad(false);
            }}
          />
          <button type="submit">{words.add}</button>
        </div>
        <p id={`${id}-bad`} role="alert" className="bad">
          {isBad ? words.bad : ""}
        </p>
      </form>
    </Sheet>
  );
}

function nameLink(words: ComposerMessages["links"], kind: string): string {
  return isLinkKind(words, kind) ? words.kinds[kind] : words.kinds.url;
}

function isLinkKind(words: ComposerMessages["links"], kind: string): kind is LinkKind {
  return Object.hasOwn(words.kinds, kind);
}

/** `shop.example/sale` is meant as https; what a phone cannot open is no address. */
function readAddress(written: string): string | undefined {
  const trimmed = written.trim();
  const address = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[^/]+:\d/.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (/\s/.test(trimmed) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const isWeb = url.protocol === "https:" || url.protocol === "http:";
  const isNamed = url.hostname.includes(".") || url.hostname === "localhost";
  return isWeb && isNamed && url.username === "" && url.password === "" ? url.href : undefined;
}
