import { type ReactNode, useState } from "react";
import type { ComposerMessages, ConsentCode } from "./composer-messages.ts";
import type { Customer } from "./record-answer.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly name: string;
  readonly customer: Customer | undefined;
  readonly corner: ReactNode;
}

/** Whom the text goes to: name, number, the time there, and what they agreed to. */
export function Person({ name, customer, corner }: Props) {
  const { messages, formats } = useWording();
  const time = customer?.localTime === undefined ? undefined : formats.wallClock(customer.localTime);
  return (
    <div className="person">
      <div className="name-row">
        <h1 dir="auto">{name}</h1>
        {corner}
      </div>
      {customer === undefined ? null : (
        <>
          <p className="facts">
            <span>{customer.phone ?? messages.customer.noPhone}</span>
            {time === undefined ? null : <span title={customer.timeZone}>{messages.customer.there(time)}</span>}
          </p>
          <Consent customer={customer} />
        </>
      )}
    </div>
  );
}

type Kind = "transactional" | "promotional";

/** Whether texts of either kind may go; a press says why. */
function Consent({ customer }: { readonly customer: Customer }) {
  const { messages } = useWording();
  const { customer: words, composer } = messages;
  const [asked, setAsked] = useState<Kind>();
  if (customer.optedOut) {
    return (
      <p className="opted-out">
        <strong>{words.optedOut}</strong> {composer.gate.optedOut}
      </p>
    );
  }
  const { consent } = customer;
  const reasonOf = (kind: Kind) => {
    const reason = consent.reasons?.[kind];
    return reason === undefined ? undefined : explainCode(composer, reason.code, reason.words);
  };
  const chip = (kind: Kind, label: string) => {
    const tone = consent[kind] ? "yes" : "no";
    return (
      <li className={tone}>
        {reasonOf(kind) === undefined ? (
          <span className="chip">{label}</span>
        ) : (
          <button
            type="button"
            className="chip"
            aria-expanded={asked === kind}
            onClick={() => setAsked(asked === kind ? undefined : kind)}
          >
            {label}
          </button>
        )}
      </li>
    );
  };
  return (
    <>
      <ul className="consent">
        {chip("transactional", words.serviceTexts(consent.transactional))}
        {chip("promotional", words.promotionalTexts(consent.promotional))}
      </ul>
      <p className="why" role="status">
        {asked === undefined ? "" : reasonOf(asked)}
      </p>
    </>
  );
}

/** Our words for a reason; the Worker's own for one that this version does not know. */
function explainCode({ consent }: ComposerMessages, code: string, words: string): string {
  return isKnown(consent, code) ? consent[code] : words;
}

function isKnown(consent: ComposerMessages["consent"], code: string): code is ConsentCode {
  return Object.hasOwn(consent, code);
}
