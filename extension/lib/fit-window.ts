/**
 * Keeps the browser's own scroll bars out of a popup that gets less room than it asks for, as near the edge of a small screen.
 *
 * Chromium measures a popup's window by the page's size; what it cannot give, it gives as scroll bars around the page, which would
 * stand beside ours. A page as large as the window that there is has none, and the popup fits into any.
 */
export function fitWindow(): void {
  const { style } = document.documentElement;
  const fit = () => {
    // Before its first measure a popup's window has 25 pixels.
    if (innerWidth < SMALLEST_PX || innerHeight < SMALLEST_PX) return;
    if (innerWidth < WIDTH_PX) style.width = `${innerWidth}px`;
    if (innerHeight < HEIGHT_PX) style.maxHeight = `${innerHeight}px`;
  };
  addEventListener("resize", fit);
  fit();
}

const SMALLEST_PX = 150;
/** As in frame.css. */
const WIDTH_PX = 380;
const HEIGHT_PX = 480;
