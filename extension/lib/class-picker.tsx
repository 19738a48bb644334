import type { SuggestedClass } from "../../shared/message-class.ts";
import { type MessageClass, messageClass } from "./message-answers.ts";
import { findShape } from "./shape.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly suggested: SuggestedClass;
  readonly chosen: MessageClass | undefined;
  readonly onChange: (kind: MessageClass) => void;
}

const CLASSES = ["transactional", "relationship", "promotional"] as const;

/** What kind of text it is in the eyes of the law: suggested by its words, with the reason; decided by the merchant. */
export function ClassPicker({ suggested, chosen, onChange }: Props) {
  const { kind: words } = useWording().messages.composer;
  return (
    <div className="kind">
      <select
        aria-label={words.label}
        aria-describedby="kind-reason"
        value={chosen ?? suggested.class}
        onChange={({ target }) => {
          const kind = findShape(messageClass, target.value);
          if (kind !== undefined) onChange(kind);
        }}
      >
        {CLASSES.map((kind) => (
          <option key={kind} value={kind}>
            {words.names[kind]}
          </option>
        ))}
      </select>
      <p id="kind-reason">{chosen === undefined ? explain() : words.chosen}</p>
    </div>
  );

  function explain(): string {
    const { reason } = suggested;
    switch (reason.kind) {
      case "offer":
        return words.offer(reason.word);
      case "relationship":
        return words.relationship(reason.word);
      case "link":
        return words.link(words.names[suggested.class]);
      case "service":
        return words.service;
    }
  }
}
