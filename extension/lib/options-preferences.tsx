import { useEffect, useState } from "react";
import { chooseAroundMessages } from "./around-messages.ts";
import { useAroundWording } from "./around-wording.ts";
import {
  changeSettings,
  chooseLanguages,
  LANGUAGES,
  readSettings,
  type Settings,
  UNDO_SECONDS,
  watchSettings,
} from "./settings.ts";

export function OptionsPreferences({ tell }: { readonly tell: (news: string) => void }) {
  const { messages } = useAroundWording();
  const words = messages.options.preferences;
  const [settings, setSettings] = useState<Settings>();

  useEffect(() => {
    void readSettings().then(setSettings);
    return watchSettings(setSettings);
  }, []);

  const change = async (changed: Partial<Settings>) => {
    // At once: a select that shows the old value until it is stored would lose the next press of an arrow key.
    setSettings((shown) => shown && { ...shown, ...changed });
    await changeSettings(changed);
    tell(chooseAroundMessages(chooseLanguages()).options.preferences.saved); // in the language that was just chosen
  };

  if (settings === undefined) return null;
  return (
    <section className="card" aria-labelledby="preferences-title">
      <h2 id="preferences-title">{words.title}</h2>
      <div className="field">
        <label htmlFor="undo">{words.undo}</label>
        <select
          id="undo"
          aria-describedby="undo-hint"
          value={settings.undoSeconds}
          onChange={({ target }) => {
            const undoSeconds = UNDO_SECONDS.find((seconds) => String(seconds) === target.value);
            if (undoSeconds !== undefined) void change({ undoSeconds });
          }}
        >
          {UNDO_SECONDS.map((seconds) => (
            <option key={seconds} value={seconds}>
              {words.seconds(seconds)}
            </option>
          ))}
        </select>
        <p id="undo-hint" className="soft">
          {words.undoHint}
        </p>
      </div>
      <div className="field">
        <label htmlFor="language">{words.language}</label>
        <select
          id="language"
          value={settings.language ?? ""}
          onChange={({ target }) => void change({ language: LANGUAGES.find((language) => language === target.value) })}
        >
          <option value="">{words.browserLanguage}</option>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {OWN_NAMES[language]}
            </option>
          ))}
        </select>
      </div>
    </section>
  );
}

// Whoever looks for their language may not read the present one.
const OWN_NAMES = { en: "English", es: "Español", fr: "Français", de: "Deutsch" } as const;
