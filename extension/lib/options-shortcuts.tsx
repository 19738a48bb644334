import { useEffect, useState } from "react";
import { useAroundWording } from "./around-wording.ts";

/** What the browser has on record, since it may have given a key to another extension, and the merchant may have changed it. */
export function OptionsShortcuts() {
  const { messages } = useAroundWording();
  const words = messages.options.shortcuts;
  const [commands, setCommands] = useState<readonly chrome.commands.Command[]>([]);

  useEffect(() => {
    const read = () => void chrome.commands.getAll().then(setCommands);
    read();
    window.addEventListener("focus", read); // back from the browser's own page
    return () => window.removeEventListener("focus", read);
  }, []);

  const page = findShortcutsPage();
  return (
    <section className="card" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">{words.title}</h2>
      <p className="soft">{words.lead}</p>
      <ul className="rows shortcuts">
        {NAMES.map((name) => (
          <li key={name}>
            <p className="grow">{words.names[name]}</p>
            <Keys keys={commands.find((command) => command.name === name)?.shortcut ?? ""} none={words.none} />
          </li>
        ))}
        <li>
          <p className="grow">{words.omnibox}</p>
          <kbd>txt</kbd>
        </li>
        <li>
          <p className="grow">{words.send}</p>
          <kbd>{/Mac/.test(navigator.userAgent) ? "⌘ Return" : "Ctrl+Enter"}</kbd>
        </li>
      </ul>
      {page === undefined ? (
        <p className="soft">{words.changeByHand}</p>
      ) : (
        // A link to such an address does nothing: only an extension's own call opens it.
        <button type="button" onClick={() => void chrome.tabs.create({ url: page })}>
          {words.change}
        </button>
      )}
    </section>
  );
}

function Keys({ keys, none }: { readonly keys: string; readonly none: string }) {
  return keys === "" ? <span className="soft">{none}</span> : <kbd>{keys}</kbd>;
}

const NAMES = ["_execute_action", "open-side-panel", "shorten-page"] as const;

/** Undefined in Firefox, which opens its page for nobody. */
function findShortcutsPage(): string | undefined {
  const { userAgent } = navigator;
  if (/\bFirefox\//.test(userAgent)) return undefined;
  return /\bEdg\//.test(userAgent) ? "edge://extensions/shortcuts" : "chrome://extensions/shortcuts";
}
