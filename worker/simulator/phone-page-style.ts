/** Phones that look like phones, by day and by night. */
export const phonePageStyle = `
:root {
  --ground: #eef0f4; --ink: #14171f; --soft: #626a7a; --line: #d5d9e2; --card: #fff;
  --accent: #3d4fe0; --accent-ink: #fff; --body: #16181d; --rim: #3a3f4a; --screen: #fff;
  --theirs: #e9ebf0; --ours: #3d4fe0; --ours-ink: #fff; --good: #1c7a4a; --bad: #b3261e; --warn: #8a5a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d0f14; --ink: #eceff5; --soft: #98a1b3; --line: #2a2f3b; --card: #171a21;
    --accent: #8c9aff; --accent-ink: #0d0f14; --body: #050608; --rim: #454b58; --screen: #101318;
    --theirs: #262b36; --ours: #5a6bf2; --ours-ink: #fff; --good: #6fd3a0; --bad: #ff9a91; --warn: #f0c36a;
  }
}
* { box-sizing: border-box; }
html { height: 100%; }
body {
  margin: 0; min-height: 100%; background: var(--ground); color: var(--ink);
  font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar {
  position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 10px 20px;
  padding: 14px 24px; background: color-mix(in srgb, var(--card) 88%, transparent); backdrop-filter: blur(14px);
  border-bottom: 1px solid var(--line);
}
.bar h1 { margin: 0; font-size: 16px; letter-spacing: -.01em; }
.time { display: grid; font-variant-numeric: tabular-nums; line-height: 1.2; }
.time strong { font-size: 17px; letter-spacing: -.02em; white-space: nowrap; }
.time span { color: var(--soft); font-size: 13px; }
.group { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.bar .group:last-child { margin-left: auto; }
.button {
  min-height: 36px; padding: 0 14px; border: 1px solid var(--line); border-radius: 18px; background: var(--card);
  font-size: 14px; cursor: pointer; white-space: nowrap;
}
.button:hover:not(:disabled) { border-color: var(--accent); }
.button:disabled { opacity: .5; cursor: default; }
.button.first { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-weight: 600; }
.button small { opacity: .8; font-weight: 400; }
select.button { padding-right: 8px; max-width: 220px; }
.word { flex: 1 1 260px; margin: 0; color: var(--soft); font-size: 14px; }
.word:empty { flex-basis: 0; }
.word.bad { color: var(--bad); }

.phones {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(336px, 100%), 1fr)); gap: 36px 28px;
  justify-items: center; max-width: 1560px; margin: 0 auto; padding: 32px 24px 64px;
}
.owner { width: 100%; max-width: 360px; margin: 0; }
.owner figcaption { margin-top: 12px; text-align: center; color: var(--soft); font-size: 13px; }
.owner figcaption b { display: block; color: var(--ink); font-size: 15px; }
.phone {
  position: relative; display: flex; flex-direction: column; height: 680px; padding: 11px; border-radius: 54px;
  background: var(--body); box-shadow: 0 0 0 2px var(--rim), 0 24px 48px -18px rgb(10 14 30 / .45);
}
.screen {
  position: relative; flex: 1; min-height: 0; display: flex; flex-direction: column; overflow: hidden;
  border-radius: 44px; background: var(--screen);
}
.island { position: absolute; top: 10px; left: 50%; width: 92px; height: 26px; margin-left: -46px; border-radius: 13px; background: #000; }
.status { display: flex; justify-content: space-between; padding: 13px 26px 0 28px; font-size: 14px; font-weight: 600; font-variant-numeric: tabular-nums; }
.status i { display: flex; align-items: center; gap: 5px; font-style: normal; font-size: 12px; }
.status i::after {
  content: ""; width: 22px; height: 11px; border: 1.5px solid currentColor; border-radius: 4px;
  background: linear-gradient(currentColor, currentColor) 1.5px 1.5px / 14px 5px no-repeat;
}
.contact { padding: 14px 16px 10px; text-align: center; border-bottom: 1px solid var(--line); }
.avatar {
  display: grid; place-items: center; width: 44px; height: 44px; margin: 0 auto 4px; border-radius: 50%; font-size: 19px;
  font-weight: 600; color: #fff; background: linear-gradient(150deg, #8a96b8, #5b6582);
}
.contact b { display: block; font-size: 14px; }
.contact span { color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.talk {
  flex: 1; min-height: 0; margin: 0; padding: 14px 14px 6px; list-style: none; overflow-y: auto;
  display: flex; flex-direction: column; gap: 12px; overscroll-behavior: contain; scrollbar-width: thin;
}
.talk:empty::before { content: "No texts yet"; margin: auto; color: var(--soft); }
.entry { display: flex; flex-direction: column; align-items: flex-start; max-width: 88%; animation: arrive .28s ease-out; }
.entry.in { align-self: flex-end; align-items: flex-end; }
@keyframes arrive { from { opacity: 0; transform: translateY(8px) scale(.97); } }
@media (prefers-reduced-motion: reduce) { .entry { animation: none; } }
.bubble {
  padding: 8px 13px; border-radius: 19px 19px 19px 5px; background: var(--theirs);
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.in .bubble { border-radius: 19px 19px 5px 19px; background: var(--ours); color: var(--ours-ink); }
.bubble a { color: var(--accent); text-underline-offset: 2px; }
.in .bubble a { color: inherit; }
.note { margin: 4px 4px 0; color: var(--soft); font-size: 11.5px; line-height: 1.35; }
.in .note { text-align: right; }
.note b { font-weight: 600; color: var(--ink); }
.note .delivered { color: var(--good); }
.note .undelivered, .note .failed { color: var(--bad); }
.waiting .bubble { border: 1.5px dashed var(--soft); background: none; color: var(--soft); padding: 6px 12px; font-size: 13px; }
.waiting .bubble b { color: var(--ink); font-weight: 600; }
.dropped .bubble { padding: 0 4px; background: none; color: var(--soft); font-size: 12px; text-decoration: line-through; }
.dropped .note { margin-top: 0; }
.uncertain .bubble { color: var(--warn); text-decoration: none; }
.reply { display: flex; gap: 8px; padding: 8px 12px 18px; }
.reply input {
  flex: 1; min-width: 0; height: 36px; padding: 0 14px; border: 1px solid var(--line); border-radius: 18px; background: none;
}
.reply button {
  width: 36px; height: 36px; border: 0; border-radius: 50%; background: var(--ours); color: var(--ours-ink);
  font-size: 18px; line-height: 1; cursor: pointer;
}
.reply button:disabled { background: var(--line); color: var(--soft); cursor: default; }
.empty { max-width: 420px; margin: 14vh auto; padding: 0 24px; text-align: center; }
.empty h2 { margin: 0 0 8px; font-size: 22px; letter-spacing: -.02em; }
.empty p { margin: 0 0 20px; color: var(--soft); }
@media (max-width: 640px) {
  .bar { position: static; padding: 10px 16px; }
  .word:empty { display: none; }
  .bar .group:last-child { margin-left: 0; }
  .phones { padding: 20px 12px 48px; }
  .phone { height: 600px; }
}
`;
