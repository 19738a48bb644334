import type { ReactNode } from "react";
import type { There } from "./formats.ts";
import { describePreview, type GateLine } from "./gate-line.ts";
import type { MessageClass } from "./message-answers.ts";
import { explainObstacle, type Obstacle } from "./message-request.ts";
import type { PreviewState } from "./use-preview.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly preview: PreviewState;
  readonly obstacle: Obstacle | undefined;
  readonly there: There;
  readonly onSchedule: (atMs: number) => void;
  readonly onClass: (kind: MessageClass) => void;
  readonly onGap: () => void;
  readonly onLink: () => void;
  /** What sends. */
  readonly children: ReactNode;
}

/** What stands in the way and the way out, beside the button that sends. */
export function GateRow(props: Props) {
  const { preview, obstacle, there, children } = props;
  const { messages, formats } = useWording();
  const { composer: words } = messages;
  const blocked = obstacle && explainObstacle(obstacle, words);
  const line: GateLine | undefined =
    blocked === undefined
      ? describePreview(preview, { messages, formats, there })
      : { tone: "stop", text: blocked, wayOut: undefined };
  const button = findButton();
  return (
    <div className={`gate-row ${line?.tone ?? "silent"}`}>
      <p className="gate" role="status">
        {line?.text}
      </p>
      <span className="ways">
        {button === undefined ? null : (
          <button type="button" className="small" onClick={button.act}>
            {button.label}
          </button>
        )}
        {children}
      </span>
    </div>
  );

  function findButton(): { readonly label: string; readonly act: () => void } | undefined {
    if (obstacle?.kind === "gaps") return { label: words.field.nextGap, act: props.onGap };
    if (obstacle?.kind === "link") return { label: words.links.button, act: props.onLink };
    const out = line?.wayOut;
    if (out === undefined) return undefined;
    const act = () => (out.kind === "schedule" ? props.onSchedule(out.atMs) : props.onClass(out.class));
    return { label: out.label, act };
  }
}
