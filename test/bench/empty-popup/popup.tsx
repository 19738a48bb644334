import { useState } from "react";

/** What React costs a popup that does nothing else: one field, kept in its state. */
export default function EmptyPopup() {
  const [text, setText] = useState("");
  return <textarea aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />;
}
