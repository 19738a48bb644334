import type { ReactNode } from "react";
import type { Explanation } from "./messages.ts";

interface Props {
  readonly explanation: Explanation;
  /** Nothing is broken: Aftertext only has nothing to show. */
  readonly isMild?: boolean;
  readonly children?: ReactNode;
}

/** Something is not as wanted: what, what to do, and the buttons that do it. Read out at once. */
export function Notice({ explanation, isMild = false, children }: Props) {
  return (
    <div className={isMild ? "notice mild" : "notice"} role="alert">
      <h2>{explanation.title}</h2>
      <p>{explanation.advice}</p>
      {children === undefined ? null : <div className="actions">{children}</div>}
    </div>
  );
}
