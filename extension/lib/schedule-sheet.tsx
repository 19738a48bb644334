import { type FormEvent, useId, useState } from "react";
import type { Connection } from "./connection.ts";
import type { There } from "./formats.ts";
import { describePreview } from "./gate-line.ts";
import { fromLocalInput, fromWallClock, toLocalInput, tomorrowAt } from "./local-input.ts";
import { changeSettings, type Settings, UNDO_SECONDS } from "./settings.ts";
import { Sheet } from "./sheet.tsx";
import { usePreview } from "./use-preview.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly connection: Connection;
  /** The customer's zone, and what the Worker's clock showed there when it was asked. */
  readonly there: There;
  readonly settings: Settings;
  /** Why nothing can be scheduled now; the time to undo can be changed all the same. */
  readonly problem: string | undefined;
  /** The text as it would be asked for; undefined while it cannot go at any time. */
  readonly request: ((sendAtMs: number) => string) | undefined;
  readonly onSchedule: (atMs: number) => void;
  readonly onClose: () => void;
}

/** When the text shall go, by my clock and the customer's; and how long "Send" waits. */
export function ScheduleSheet({ connection, there, settings, problem, request, onSchedule, onClose }: Props) {
  const { messages, formats } = useWording();
  const { timeZone } = there;
  const { schedule: words } = messages.composer;
  const [aheadMs] = useState(() => measureAhead(there));
  const [nowMs] = useState(() => Date.now() + aheadMs);
  const [when, setWhen] = useState(() => toLocalInput(nowMs + HOUR_MS));
  const [isPast, setPast] = useState(false);
  const id = useId();
  const atMs = fromLocalInput(when);
  const tomorrowMs = tomorrowAt(10, nowMs, timeZone);
  const isTimeOver = () => atMs === undefined || atMs <= Date.now() + aheadMs;
  const preview = usePreview(connection, atMs === undefined || isTimeOver() ? undefined : request?.(atMs));
  const gate = preview.kind === "shown" ? preview.preview.gate : undefined;
  const line = describePreview(preview, { messages, formats, there });
  const isRefused = gate?.decision === "suppress" || gate?.rule === "stopped";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== undefined) return;
    if (atMs === undefined || isTimeOver()) return setPast(true);
    if (!isRefused) onSchedule(atMs);
  };
  const set = (value: string) => {
    setWhen(value);
    setPast(false);
  };

  return (
    <Sheet title={words.title} onClose={onClose}>
      <form className="inline-form" onSubmit={submit} noValidate>
        <div className="quick">
          <button type="button" onClick={() => set(toLocalInput(nowMs + HOUR_MS))}>
            {words.inOneHour}
          </button>
          <button type="button" onClick={() => set(toLocalInput(tomorrowMs))}>
            {words.tomorrow(formats.timeIn(tomorrowMs, timeZone))}
          </button>
        </div>
        <label htmlFor={id}>{words.when}</label>
        <input
          id={id}
          type="datetime-local"
          value={when}
          min={toLocalInput(nowMs)}
          aria-invalid={isPast}
          aria-describedby={`${id}-there`}
          onChange={({ target }) => set(target.value)}
        />
        <p id={`${id}-there`} className="hint" aria-live="polite">
          {atMs === undefined ? "" : words.there(formats.timeThere(atMs, { timeZone }))}
        </p>
        <p role="alert" className="bad">
          {isPast ? words.past : (problem ?? "")}
        </p>
        <p role="status" className={`gate-then ${line?.tone ?? ""}`}>
          {line === undefined || line.tone === "go" ? "" : line.text}
        </p>
        <button type="submit" className="primary" aria-disabled={problem !== undefined || isRefused}>
          {words.button}
        </button>
      </form>
      <UndoSetting settings={settings} />
    </Sheet>
  );
}

function UndoSetting({ settings }: { readonly settings: Settings }) {
  const { schedule: words } = useWording().messages.composer;
  const id = useId();
  return (
    <div className="setting">
      <label htmlFor={id}>{words.undo}</label>
      <select
        id={id}
        value={settings.undoSeconds}
        onChange={({ target }) => {
          const undoSeconds = UNDO_SECONDS.find((seconds) => String(seconds) === target.value);
          if (undoSeconds !== undefined) void changeSettings({ undoSeconds });
        }}
      >
        {UNDO_SECONDS.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? words.off : words.seconds(seconds)}
          </option>
        ))}
      </select>
    </div>
  );
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How far the Worker's clock is ahead of this machine's: it is the one that texts go by. A few minutes are only an old answer. */
function measureAhead({ timeZone, localTime }: There): number {
  const theirsMs = localTime === undefined ? undefined : fromWallClock(localTime, timeZone);
  const aheadMs = theirsMs === undefined ? 0 : theirsMs - Date.now();
  return Math.abs(aheadMs) > 10 * MINUTE_MS ? aheadMs : 0;
}
