import { parseAdminPage } from "../../shared/admin-page.ts";
import { type ButtonMessage, findButtonAnswer, isLookAgain } from "./in-page-talk.ts";
import { followAddress } from "./page-address.ts";
import { createPill, type Pill } from "./pill.ts";

/**
 * Keeps a button on the pages of orders and customers, and on no other. Nothing of the page is read but its address.
 *
 * Ends itself when the extension was updated or removed under it: then nobody answers any more.
 */
export function showButton(): void {
  let pill: Pill | undefined;
  let asked = 0;

  const place = async (message: ButtonMessage) => {
    const turn = ++asked;
    const said = parseAdminPage(location.href) === undefined ? { kind: "away" } : await say(message);
    if (turn !== asked) return; // the page went on meanwhile
    if (said === undefined) return end();
    const answer = findButtonAnswer(said);
    if (answer?.kind !== "here") {
      pill?.remove();
      pill = undefined;
      return;
    }
    pill ??= createPill({
      open: () => void say({ kind: "open" }),
      hide: () => void place({ kind: "hide" }),
      move: (corner) => void place({ kind: "move", corner }),
    });
    pill.show(answer.corner, answer.words);
  };

  const stopFollowing = followAddress(() => void place({ kind: "where" }));
  const lookAgain = (message: unknown, sender: chrome.runtime.MessageSender, respond: (isHere: boolean) => void) => {
    if (sender.id !== chrome.runtime.id || !isLookAgain(message)) return;
    void place({ kind: "where" });
    respond(true);
  };
  chrome.runtime.onMessage.addListener(lookAgain);

  const end = () => {
    stopFollowing();
    pill?.remove();
  };
}

/** Undefined when the extension that this script came from is gone. */
async function say(message: ButtonMessage): Promise<unknown> {
  if (chrome.runtime?.id === undefined) return undefined;
  try {
    return (await chrome.runtime.sendMessage(message)) ?? { kind: "away" };
  } catch {
    return chrome.runtime?.id === undefined ? undefined : { kind: "away" };
  }
}
