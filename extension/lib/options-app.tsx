import { useEffect, useMemo, useState } from "react";
import { chooseAroundMessages } from "./around-messages.ts";
import { AroundContext, type AroundWording } from "./around-wording.ts";
import { createFormats } from "./formats.ts";
import { Logo } from "./icons.tsx";
import { Notice } from "./notice.tsx";
import { OptionsConnection } from "./options-connection.tsx";
import { OptionsPreferences } from "./options-preferences.tsx";
import { OptionsShortcuts } from "./options-shortcuts.tsx";
import { chooseLanguages, watchSettings } from "./settings.ts";
import { useConnection } from "./use-connection.ts";

/** Everything that can be set for this browser; what the server holds is shown as it stands there now. */
export function OptionsApp() {
  const [languages, setLanguages] = useState(chooseLanguages);
  const wording = useMemo(() => createAroundWording(languages), [languages]);
  const connection = useConnection();
  const [news, setNews] = useState("");
  const { options } = wording.messages;

  useEffect(() => watchSettings(() => setLanguages(chooseLanguages())), []);
  useEffect(() => {
    if (news === "") return;
    const timer = setTimeout(() => setNews(""), NEWS_MS); // it covers what lies below it
    return () => clearTimeout(timer);
  }, [news]);
  useEffect(() => {
    document.documentElement.lang = wording.messages.language;
    document.title = options.title;
  }, [wording, options]);

  return (
    <AroundContext value={wording}>
      <header className="page-head">
        <Logo />
        <h1>{options.title}</h1>
      </header>
      <main className="options">
        {connection.kind === "unpaired" ? <Notice explanation={options.unpaired} isMild /> : null}
        {connection.kind === "paired" ? (
          <OptionsConnection
            key={connection.connection.base + connection.connection.merchantName}
            connection={connection.connection}
            tell={setNews}
          />
        ) : null}
        <OptionsPreferences tell={setNews} />
        <OptionsShortcuts />
      </main>
      <p className="toast" role="status">
        {news}
      </p>
    </AroundContext>
  );
}

const NEWS_MS = 5_000;

function createAroundWording(languages: readonly string[]): AroundWording {
  const messages = chooseAroundMessages(languages);
  const region = languages.find((language) => language.toLowerCase().split("-")[0] === messages.language);
  return { messages, formats: createFormats(region ?? messages.language) };
}
