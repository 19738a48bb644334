import { CORNERS, type Corner } from "./in-page-places.ts";
import type { ButtonWords } from "./in-page-talk.ts";
import { pillCss } from "./pill-css.ts";

export interface Pill {
  show(corner: Corner, words: ButtonWords): void;
  remove(): void;
}

export interface PillActs {
  readonly open: () => void;
  readonly hide: () => void;
  readonly move: (corner: Corner) => void;
}

/** The button in a store's page, out of reach of the page's styles and scripts: in a shadow root that is closed. */
export function createPill(acts: PillActs): Pill {
  const host = document.createElement("aftertext-button");
  const root = host.attachShadow({ mode: "closed" });
  const style = document.createElement("style");
  style.textContent = pillCss;
  const pill = document.createElement("div");
  pill.setAttribute("role", "group");
  const grip = createButton("grip", "M6 4v.1M6 9v.1M6 14v.1M12 4v.1M12 9v.1M12 14v.1");
  const open = createButton(
    "open",
    "M4.5 2.5h9a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H9l-4.5 3v-3a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3z",
  );
  const label = open.appendChild(document.createElement("span"));
  const hide = createButton("hide", "M5 5l8 8M13 5l-8 8");
  pill.append(grip, open, hide);
  root.append(style, pill);

  let corner: Corner = "bottomRight";
  open.addEventListener("click", acts.open);
  hide.addEventListener("click", acts.hide);
  // A click without dragging does what dragging does, for whoever cannot drag (WCAG 2.5.7).
  grip.addEventListener("click", () => acts.move(CORNERS[(CORNERS.indexOf(corner) + 1) % CORNERS.length] ?? corner));
  grip.addEventListener("keydown", (event) => {
    const next = findNeighbour(corner, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // admins have shortcuts of their own
    acts.move(next);
  });
  makeDraggable(pill, grip, acts.move);

  return {
    show: (wanted, words) => {
      corner = wanted;
      pill.className = `pill ${corner}`;
      pill.lang = words.language;
      pill.setAttribute("aria-label", words.group);
      label.textContent = words.open;
      name(grip, `${words.move} (${words.corners[corner]})`);
      name(hide, words.hide);
      // At the end of <html>: some admins replace everything in <body>.
      if (!host.isConnected) document.documentElement.append(host);
    },
    remove: () => host.remove(),
  };
}

function createButton(kind: string, path: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 18 18");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", path);
  button.append(svg);
  return button;
}

const SVG = "http://www.w3.org/2000/svg";

function name(button: HTMLButtonElement, words: string): void {
  button.setAttribute("aria-label", words);
  button.title = words;
}

function findNeighbour(corner: Corner, key: string): Corner | undefined {
  const isTop = corner.startsWith("top");
  const isLeft = corner.endsWith("Left");
  switch (key) {
    case "ArrowUp":
      return isLeft ? "topLeft" : "topRight";
    case "ArrowDown":
      return isLeft ? "bottomLeft" : "bottomRight";
    case "ArrowLeft":
      return isTop ? "topLeft" : "bottomLeft";
    case "ArrowRight":
      return isTop ? "topRight" : "bottomRight";
    default:
      return undefined;
  }
}

const DRAG_FROM_PX = 6;

/** Follows the pointer by its grip, and ends in the corner that is nearest. */
function makeDraggable(pill: HTMLElement, grip: HTMLElement, move: (corner: Corner) => void): void {
  let from: { readonly x: number; readonly y: number } | undefined;
  let isDragged = false;
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY };
    isDragged = false;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (from === undefined) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!isDragged && Math.hypot(x, y) < DRAG_FROM_PX) return;
    isDragged = true;
    pill.classList.add("dragged");
    pill.style.transform = `translate(${x}px, ${y}px)`;
  });
  const drop = (event: PointerEvent) => {
    from = undefined;
    pill.classList.remove("dragged");
    pill.style.transform = "";
    if (!isDragged || event.type === "pointercancel") return;
    const side = event.clientX < innerWidth / 2 ? "Left" : "Right";
    move(event.clientY < innerHeight / 2 ? `top${side}` : `bottom${side}`);
  };
  grip.addEventListener("pointerup", drop);
  grip.addEventListener("pointercancel", drop);
  // The click that ends a drag is none.
  grip.addEventListener("click", (event) => isDragged && event.stopImmediatePropagation(), { capture: true });
}
