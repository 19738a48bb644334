import { useState } from "react";
import type { Connection } from "./connection.ts";
import { ChevronIcon, Logo } from "./icons.tsx";
import type { Merchant } from "./merchant-answer.ts";
import { namePlatform } from "./platform-names.ts";
import { Sheet } from "./sheet.tsx";
import type { Target } from "./target-tab.ts";
import { useWording } from "./wording.ts";

interface Props {
  readonly connection: Connection;
  readonly merchant: Merchant | undefined;
  readonly target: Target | undefined;
  readonly onDisconnect: () => void;
}

/** Whom this browser is connected to, every shop that it may write for, and the way out, which asks first. */
export function Footer({ connection, merchant, target, onDisconnect }: Props) {
  const { messages } = useWording();
  const { frame } = messages.composer;
  const [state, setState] = useState<"closed" | "open" | "asking" | "stayed">("closed");
  const stores = merchant?.stores ?? [];
  const named = target?.kind === "record" ? target.record.shop : undefined;
  // A store that is not connected is no shop of this merchant's; while they are asked for, it most likely is.
  const isHere = (shop: string) => shop.toLowerCase() === named?.toLowerCase();
  const shop = merchant === undefined || stores.some((store) => isHere(store.shop)) ? named : undefined;
  return (
    <footer>
      <button
        type="button"
        className="whose"
        aria-haspopup="dialog"
        title={new URL(connection.base).host}
        onClick={() => setState("open")}
      >
        <Logo />
        <span className="merchant">{connection.merchantName}</span>
        {shop === undefined ? null : <span className="shop">{shop}</span>}
        <ChevronIcon />
      </button>
      {state === "closed" ? null : (
        <Sheet title={connection.merchantName} onClose={() => setState("closed")}>
          {stores.length === 0 ? null : (
            <>
              <h3>{frame.stores}</h3>
              <ul className="stores">
                {stores.map((store) => (
                  <li key={`${store.platform} ${store.shop}`} aria-current={isHere(store.shop)}>
                    {store.shop} <span>{namePlatform(store.platform)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {state === "asking" ? (
            <>
              <p role="status">{messages.disconnect.question(connection.merchantName)}</p>
              <div className="actions">
                {/* biome-ignore lint/a11y/noAutofocus: the button that had the focus has just made room for this question */}
                <button type="button" autoFocus onClick={() => setState("stayed")}>
                  {messages.disconnect.cancel}
                </button>
                <button type="button" className="primary" onClick={onDisconnect}>
                  {messages.disconnect.confirm}
                </button>
              </div>
            </>
          ) : (
            <div className="actions">
              <button type="button" onClick={() => void chrome.runtime.openOptionsPage()}>
                {frame.options}
              </button>
              <button
                type="button"
                // biome-ignore lint/a11y/noAutofocus: after the answer the focus comes back to the question's button
                autoFocus={state === "stayed"}
                onClick={() => setState("asking")}
              >
                {messages.disconnect.button}
              </button>
            </div>
          )}
        </Sheet>
      )}
    </footer>
  );
}
