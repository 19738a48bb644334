import { useEffect, useState } from "react";
import { PanelIcon } from "./icons.tsx";
import { openSidePanel } from "./side-panel.ts";
import { useWording } from "./wording.ts";

/** Goes on in the side panel, which stays while the merchant looks around in the page; the draft goes along. */
export function PanelButton() {
  const { frame } = useWording().messages.composer;
  const [windowId, setWindowId] = useState<number>();

  useEffect(() => {
    // Must be known before the click: the browser opens a panel in the very click only.
    void chrome.windows?.getCurrent().then(({ id }) => setWindowId(id));
  }, []);

  if (windowId === undefined) return null;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={frame.panel}
      title={frame.panel}
      onClick={() => void openSidePanel(windowId).then(() => window.close())}
    >
      <PanelIcon />
    </button>
  );
}
