import { type FormEvent, useId, useState } from "react";
import { fromLocalInput, toLocalInput, tomorrowAt } from "./local-input.ts";
import { changeSettings, type Settings, UNDO_SECONDS } from "./settings.ts";
import { Sheet } from "./sheet.tsx";
import { useWording } from "./wording.ts";

interface Props {
  readonly timeZone: string | undefined;
  readonly settings: Settings;
  /** Why nothing can be scheduled now; the time to undo can be changed all the same. */
  readonly problem: string | undefined;
  readonly onSchedule: (atMs: number) => void;
  readonly onClose: () => void;
}

/** When the text shall go, by my clock and the customer's; and how long "Send" waits. */
export function ScheduleSheet({ timeZone, settings, problem, onSchedule, onClose }: Props) {
  const { messages, formats } = useWording();
  const { schedule: words } = messages.composer;
  const [nowMs] = useState(() => Date.now());
  const [when, setWhen] = useState(() => toLocalInput(nowMs + HOUR_MS));
  const [isPast, setPast] = useState(false);
  const id = useId();
  const atMs = fromLocalInput(when);
  const tomorrowMs = tomorrowAt(10, nowMs, timeZone);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== undefined) return;
    if (atMs === undefined || atMs <= Date.now()) setPast(true);
    else onSchedule(atMs);
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
        <button type="submit" className="primary" aria-disabled={problem !== undefined}>
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
