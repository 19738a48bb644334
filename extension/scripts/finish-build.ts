import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Target = "chrome" | "edge" | "firefox";

/** What Plasmo cannot be told: a script that no page gets unless the merchant turns it on, and what each browser's manifest may hold. */
export function finishBuild(folder: string, target: Target): void {
  const file = path.join(folder, "manifest.json");
  const manifest: Manifest = JSON.parse(readFileSync(file, "utf8"));
  renameScript(folder, manifest);
  // The opt-in is `permissions.request` and `scripting.registerContentScripts`: see lib/button-desk.ts.
  delete manifest.content_scripts;
  delete manifest.web_accessible_resources;
  if (target === "firefox") {
    // Chromium's alone: Firefox warns of them, and its store refuses unknown permissions.
    delete manifest.key;
    delete manifest.minimum_chrome_version;
    manifest.permissions = manifest.permissions.filter((permission) => permission !== "sidePanel");
    // Firefox would open the panel uninvited right after the installation.
    manifest.sidebar_action = { ...manifest.sidebar_action, default_title: "Aftertext", open_at_install: false };
  } else {
    delete manifest.browser_specific_settings;
  }
  writeFileSync(file, JSON.stringify(manifest));
}

interface Manifest {
  permissions: string[];
  content_scripts?: readonly { readonly js: readonly string[] }[];
  web_accessible_resources?: unknown;
  key?: unknown;
  minimum_chrome_version?: unknown;
  browser_specific_settings?: unknown;
  sidebar_action?: object;
}

/** Plasmo puts a hash into the name; the worker registers the script by a name that stays. */
function renameScript(folder: string, { content_scripts = [] }: Manifest): void {
  const scripts = content_scripts.flatMap(({ js }) => js);
  const [script] = scripts;
  if (scripts.length !== 1 || script === undefined || !/^in-page-button\.\w+\.js$/.test(script)) {
    throw new Error(
      `one content script was expected, in-page-button.HASH.js; Plasmo made ${scripts.join(", ") || "none"}`,
    );
  }
  renameSync(path.join(folder, script), path.join(folder, "in-page-button.js"));
  for (const name of readdirSync(folder)) {
    if (/^in-page-button\.\w+\.(?:js\.map|css)$/.test(name)) rmSync(path.join(folder, name));
  }
}
