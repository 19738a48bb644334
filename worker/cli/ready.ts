import path from "node:path";
import { extensionFolder } from "./extension-build.ts";
import { root, type Settings } from "./settings.ts";
import type { DemoShop } from "./state-files.ts";

/** What stands on the terminal once everything runs. The first line is what scripts wait for. */
export function describeReady(settings: Settings, shop: DemoShop): string {
  const relative = path.relative(root, settings.stateFolder);
  const state = relative.startsWith("..") ? settings.stateFolder : relative;
  const prefix = state === ".aftertext" ? "" : `AFTERTEXT_STATE=${quoteForShell(state)} `;
  return `
aftertext ready ${settings.baseUrl}

connection ${shop.connection}

Three things to do next
  1. Look at the phones     open ${settings.baseUrl}/bench/phone
  2. Place an order         ${prefix}npm run merchant -- order
                            then: … -- ship, … -- deliver
  3. See it in your browser chrome://extensions → Developer mode → Load unpacked → ${extensionFolder}
                            then click its button (Alt+Shift+Y) and paste the connection above

Ctrl-C stops everything; ${path.join(state, "/")} keeps it for the next start.
`;
}

function quoteForShell(value: string): string {
  return /^[\w./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
