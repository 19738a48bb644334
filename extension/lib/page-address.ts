/**
 * Calls back at once and whenever the page's address has changed. Admins go from order to order without loading a page.
 *
 * The Navigation API tells of it, in a content script too; where it is missing, going back does, and a look each second.
 */
export function followAddress(changed: () => void): () => void {
  let last = "";
  const look = () => {
    if (location.href === last) return;
    last = location.href;
    changed();
  };
  const navigation = findNavigation();
  navigation?.addEventListener("navigatesuccess", look);
  window.addEventListener("popstate", look);
  window.addEventListener("pageshow", look);
  const timer = navigation === undefined ? setInterval(look, LOOK_EVERY_MS) : undefined;
  look();
  return () => {
    navigation?.removeEventListener("navigatesuccess", look);
    window.removeEventListener("popstate", look);
    window.removeEventListener("pageshow", look);
    clearInterval(timer);
  };
}

const LOOK_EVERY_MS = 1_000;

function findNavigation(): EventTarget | undefined {
  return "navigation" in window && window.navigation instanceof EventTarget ? window.navigation : undefined;
}
