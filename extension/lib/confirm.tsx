import { useState } from "react";

interface Props {
  readonly button: string;
  /** Where the same button stands more than once, what tells this one apart. */
  readonly label?: string;
  readonly question: string;
  readonly confirm: string;
  readonly cancel: string;
  readonly act: () => Promise<void>;
}

/** A button that asks in its own place before it does what cannot be undone. */
export function Confirm({ button, label, question, confirm, cancel, act }: Props) {
  const [state, setState] = useState<"resting" | "asking" | "stayed" | "acting">("resting");
  if (state === "resting" || state === "stayed") {
    return (
      // biome-ignore lint/a11y/noAutofocus: after the answer the focus comes back to the question's button
      <button type="button" aria-label={label} autoFocus={state === "stayed"} onClick={() => setState("asking")}>
        {button}
      </button>
    );
  }
  const confirmed = () => {
    if (state === "acting") return;
    setState("acting");
    void act().finally(() => setState("stayed"));
  };
  return (
    <div className="confirm">
      <p role="alert">{question}</p>
      <div className="actions">
        {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus has just made room for this question */}
        <button type="button" autoFocus onClick={() => setState("stayed")}>
          {cancel}
        </button>
        <button type="button" className="primary" aria-disabled={state === "acting"} onClick={confirmed}>
          {confirm}
        </button>
      </div>
    </div>
  );
}
