import { useEffect, useMemo, useState } from "react";
import { parseAdminPage } from "../../shared/admin-page.ts";
import { chooseAroundMessages } from "./around-messages.ts";
import { Logo } from "./icons.tsx";
import { PopupApp } from "./popup-app.tsx";
import { chooseLanguages } from "./settings.ts";
import { useActiveTab } from "./use-active-tab.ts";
import { useConnection } from "./use-connection.ts";

/** The composer beside the page: about whatever tab is in front of its window, with each record's own draft. */
export function SidePanel() {
  const tab = useActiveTab();
  const connection = useConnection();
  if (tab === undefined || connection.kind === "starting") return null;
  if (tab.url === undefined && connection.kind === "paired") return <HiddenTab />;
  // A new record is a new composer; a page's other changes, such as a hash or a sub-page, are none.
  const record = tab.url === undefined ? undefined : parseAdminPage(tab.url);
  const about = record === undefined ? "none" : `${record.platform} ${record.shop} ${record.kind} ${record.id}`;
  return <PopupApp key={`${tab.id} ${about}`} search={`?tab=${tab.id}`} languages={chooseLanguages()} />;
}

function HiddenTab() {
  const messages = useMemo(() => chooseAroundMessages(chooseLanguages()), []);
  const [isSoon, setSoon] = useState(true);

  // Between two pages of one tab the address is away for a moment: that is no news.
  useEffect(() => {
    document.documentElement.lang = messages.language;
    const timer = setTimeout(() => setSoon(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [messages]);

  if (isSoon) return null;
  const { title, advice } = messages.panel.hidden;
  return (
    <main className="hidden-tab">
      <Logo />
      <h1>{title}</h1>
      <p className="lead">{advice}</p>
      <button type="button" onClick={() => void chrome.runtime.openOptionsPage()}>
        {messages.options.title}
      </button>
    </main>
  );
}

const PATIENCE_MS = 250;
