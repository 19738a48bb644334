/** A string, since Plasmo would list an imported sheet among the resources that any page may ask for, and so find us. */
export const pillCss = `
:host { all: initial; }
.pill {
  --paper: #ffffff; --ink: #2a211d; --soft: #6b5d55; --line: #8f7f75; --accent: #b3402a; --accent-strong: #8f3020; --on-accent: #ffffff;
  position: fixed; z-index: 2147483647; display: flex; align-items: center; gap: 2px; padding: 4px;
  border: 1px solid var(--line); border-radius: 99px; background: var(--paper); color: var(--ink);
  font: 600 14px/1.2 system-ui, sans-serif; box-shadow: 0 2px 10px rgb(0 0 0 / 0.25); touch-action: none; user-select: none;
}
@media (prefers-color-scheme: dark) {
  .pill { --paper: #272120; --ink: #f5ece6; --soft: #b9a99f; --line: #8d7d74; --accent: #ff9c83; --accent-strong: #ffb6a3; --on-accent: #35120a; }
}
.bottomRight { right: 16px; bottom: 16px; }
.bottomLeft { left: 16px; bottom: 16px; }
.topRight { right: 16px; top: 16px; }
.topLeft { left: 16px; top: 16px; }
.dragged { cursor: grabbing; box-shadow: 0 6px 20px rgb(0 0 0 / 0.35); }
button {
  all: unset; box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center; min-width: 28px; min-height: 36px;
  border-radius: 99px; cursor: pointer; color: var(--soft);
}
button:hover { color: var(--accent-strong); }
button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.open { gap: 8px; padding: 0 16px; background: var(--accent); color: var(--on-accent); }
.open:hover { background: var(--accent-strong); color: var(--on-accent); }
.grip { cursor: grab; }
svg { width: 18px; height: 18px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
@media (forced-colors: active) { .pill, .open { border: 1px solid ButtonText; } }
@media (prefers-reduced-motion: no-preference) { .pill { transition: box-shadow 0.15s; } }
@media print { .pill { display: none; } }
`;
