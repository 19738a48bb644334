import { useEffect, useState } from "react";

export interface ActiveTab {
  readonly id: number;
  /** Undefined while the browser keeps it from us: the button was not clicked on that tab, nor its store turned on. */
  readonly url: string | undefined;
}

/** The tab in front of this window, kept up with as the merchant goes from tab to tab and from page to page. */
export function useActiveTab(): ActiveTab | undefined {
  const [tab, setTab] = useState<ActiveTab>();

  useEffect(() => {
    let isGone = false;
    const look = async () => {
      const [active] = await chrome.tabs.query({ active: true, currentWindow: true });
      if (isGone || active?.id === undefined) return;
      const { id, url } = active;
      setTab((shown) => (shown?.id === id && shown.url === url ? shown : { id, url }));
    };
    const lookIfSeen = () => {
      if (document.visibilityState === "visible") void look();
    };
    void look();
    chrome.tabs.onActivated.addListener(look);
    chrome.tabs.onUpdated.addListener(look);
    chrome.permissions.onAdded.addListener(look);
    chrome.permissions.onRemoved.addListener(look);
    // A click on the toolbar button uncovers the address, and a page's own change covers nothing up: neither makes an event.
    const timer = setInterval(lookIfSeen, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", lookIfSeen);
    return () => {
      isGone = true;
      chrome.tabs.onActivated.removeListener(look);
      chrome.tabs.onUpdated.removeListener(look);
      chrome.permissions.onAdded.removeListener(look);
      chrome.permissions.onRemoved.removeListener(look);
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lookIfSeen);
    };
  }, []);

  return tab;
}

const LOOK_EVERY_MS = 1_000;
