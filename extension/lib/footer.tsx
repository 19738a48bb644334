import { useState } from "react";
import type { Connection } from "./connection.ts";
import { useWording } from "./wording.ts";

/** Whom this browser is connected to, and the way out. It asks first: the server shows a key only once. */
export function Footer({
  connection,
  onDisconnect,
}: {
  readonly connection: Connection;
  readonly onDisconnect: () => void;
}) {
  const { messages } = useWording();
  const [state, setState] = useState<"resting" | "asking" | "stayed">("resting");
  if (state !== "asking") {
    return (
      <footer>
        <p title={new URL(connection.base).host}>{connection.merchantName}</p>
        {/* biome-ignore lint/a11y/noAutofocus: after the answer the focus comes back to the question's button */}
        <button type="button" className="quiet" autoFocus={state === "stayed"} onClick={() => setState("asking")}>
          {messages.disconnect.button}
        </button>
      </footer>
    );
  }
  return (
    <footer className="asking">
      <p role="status">{messages.disconnect.question(connection.merchantName)}</p>
      <div className="actions">
        {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus has just made room for this question */}
        <button type="button" autoFocus onClick={() => setState("stayed")}>
          {messages.disconnect.cancel}
        </button>
        <button type="button" className="primary" onClick={onDisconnect}>
          {messages.disconnect.confirm}
        </button>
      </div>
    </footer>
  );
}
