import { useEffect, useState } from "react";
import { parseAdminPage } from "../../shared/admin-page.ts";
import { ComposerApp } from "./composer-app.tsx";
import { Logo } from "./icons.tsx";
import { chooseLanguages } from "./settings.ts";
import { useActiveTab } from "./use-active-tab.ts";
import { useConnection } from "./use-connection.ts";
import { useWordingOf } from "./wording.ts";

/** The composer beside the page: about whatever tab is in front of its window, with each record's own draft. */
export function SidePanel() {
  const tab = useActiveTab();
  const connection = useConnection();
  if (tab === undefined || connection.kind === "starting") return null;
  if (tab.url === undefined && connection.kind === "paired") return <HiddenTab />;
  // A new record is a new composer; a page's other changes, such as a hash or a sub-page, are none.
  const record = tab.url === undefined ? undefined : parseAdminPage(tab.url);
  const about = record === undefined ? "none" : `${record.platform} ${record.shop} ${record.kind} ${record.id}`;
  return <ComposerApp key={`${tab.id} ${about}`} search={`?tab=${tab.id}`} languages={languages} surface="panel" />;
}

function HiddenTab() {
  const wording = useWordingOf(languages);
  const [isSoon, setSoon] = useState(true);

  // Between two pages of one tab the address is away for a moment: that is no news.
  useEffect(() => {
    const timer = setTimeout(() => setSoon(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (wording !== undefined) document.documentElement.lang = wording.messages.language;
  }, [wording]);

  if (isSoon || wording === undefined) return null;
  const { hiddenTab, options } = wording.messages.composer.frame;
  return (
    <main className="hidden-tab">
      <Logo />
      <h1>{hiddenTab.title}</h1>
      <p className="lead">{hiddenTab.advice}</p>
      <button type="button" onClick={() => void chrome.runtime.openOptionsPage()}>
        {options}
      </button>
    </main>
  );
}

const languages = chooseLanguages();
const PATIENCE_MS = 250;
