import { useId } from "react";
import { useWording } from "./wording.ts";

interface Props {
  readonly to: string;
  readonly onChange: (to: string) => void;
}

/** Whom to write to where no record says it. */
export function ToField({ to, onChange }: Props) {
  const { field: words } = useWording().messages.composer;
  const id = useId();
  return (
    <div className="to-field">
      <label htmlFor={id}>{words.to}</label>
      <input
        id={id}
        type="tel"
        autoComplete="off"
        maxLength={32}
        placeholder={words.toHint}
        value={to}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
