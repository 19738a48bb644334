import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../worker/cli/settings.ts";
import { getBuiltExtension } from "./extension-browser.ts";

const targets = ["chrome", "edge", "firefox"] as const;
type Target = (typeof targets)[number];

const folders = new Map<Target, string>();
beforeAll(async () => {
  for (const target of targets) folders.set(target, await getBuiltExtension(target));
});

describe.each(targets)("the extension built for %s", (target) => {
  it("asks for exactly what it uses, and for no site before the merchant turns one on", () => {
    const manifest = readManifest(target);
    expect(readList(manifest.permissions).toSorted()).toEqual(
      ["activeTab", "contextMenus", "scripting", ...(target === "firefox" ? [] : ["sidePanel"]), "storage"].toSorted(),
    );
    expect(manifest.host_permissions).toEqual([]);
    expect(manifest.optional_host_permissions).toEqual(["https://*/*"]);
    for (const name of [
      ...["optional_permissions", "content_scripts", "web_accessible_resources", "externally_connectable"],
      ...["content_security_policy", "update_url", "oauth2"],
    ]) {
      expect(manifest, "the default is the strictest").not.toHaveProperty(name);
    }
  });

  it("has a popup behind its button, options in a tab, and the composer at the side", () => {
    const manifest = readManifest(target);
    expect(manifest).toMatchObject({
      manifest_version: 3,
      name: "Aftertext",
      action: { default_popup: "popup.html", default_title: "Aftertext" },
      commands: { _execute_action: { suggested_key: { default: "Alt+Shift+Y" } } },
      options_ui: { page: "options.html", open_in_tab: true },
      omnibox: { keyword: "txt" },
    });
    expect(manifest.side_panel).toEqual(target === "firefox" ? undefined : { default_path: "sidepanel.html" });
    if (target === "firefox") expect(manifest).toMatchObject({ sidebar_action: { default_panel: "sidepanel.html" } });
    else expect(manifest).not.toHaveProperty("sidebar_action");
    expect(manifest.background).toEqual(
      target === "firefox"
        ? { scripts: ["static/background/index.js"] }
        : { service_worker: "static/background/index.js" },
    );
  });

  it("says which browsers take it, each in its own words", () => {
    const manifest = readManifest(target);
    if (target === "firefox") {
      expect(manifest).not.toHaveProperty("minimum_chrome_version");
      expect(manifest).not.toHaveProperty("key");
      expect(manifest.browser_specific_settings).toEqual({
        gecko: {
          id: "aftertext@aftertext.app",
          strict_min_version: "140.0",
          data_collection_permissions: { required: ["personallyIdentifyingInfo", "personalCommunications"] },
        },
      });
    } else {
      expect(manifest.minimum_chrome_version).toBe("120");
      expect(manifest).not.toHaveProperty("browser_specific_settings");
    }
  });

  it("is the version of the rest of the project", () => {
    const versions = ["package.json", "extension/package.json"].map((file) => readJson(join(root, file)).version);
    expect([readManifest(target).version, ...versions]).toEqual(Array(3).fill(versions[0]));
  });

  it("carries its icons as square PNGs of the sizes it names", () => {
    const icons = Object.entries(readManifest(target).icons ?? {});
    expect(icons.map(([size]) => size)).toEqual(["16", "32", "48", "128"]);
    for (const [size, file] of icons) {
      const png = readFileSync(join(getFolder(target), String(file)));
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(size), Number(size)]);
    }
  });

  it.each(["popup", "sidepanel"])(
    "%s.html weighs at most 110 KB on the way, styles included, and has React in it",
    (page) => {
      const bytes = listParts(target, page).map((file) => gzipSync(readFileSync(join(getFolder(target), file))).length);
      const sum = bytes.reduce((a, b) => a + b, 0);
      expect(sum).toBeLessThan(110_000);
      // Plasmo builds for Node, and leaves React out without a word, where package.json names a Node version and no browser.
      expect(sum).toBeGreaterThan(60_000);
    },
  );

  it("has all that its manifest and pages name, and the button's script under the name it is registered by", () => {
    const pages = ["popup", "sidepanel", "options"].flatMap((page) => [`${page}.html`, ...listParts(target, page)]);
    const missing = [...pages, "in-page-button.js", "static/background/index.js"].filter(
      (file) => !existsSync(join(getFolder(target), file)),
    );
    expect(missing).toEqual([]);
  });

  it("runs no code that is not in it", () => {
    const folder = getFolder(target);
    for (const page of globSync("*.html", { cwd: folder })) {
      const html = readFileSync(join(folder, page), "utf8");
      expect(html).toContain('<html lang="en">');
      expect(html).not.toMatch(/(?:src|href)=["']?(?:[a-z]+:)?\/\//i);
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/); // inline scripts are refused by the extension's policy
    }
    for (const file of globSync(["**/*.js", "**/*.css"], { cwd: folder })) {
      const code = readFileSync(join(folder, file), "utf8");
      const found = file.endsWith(".css")
        ? /@import|url\(\s*["']?(?!data:)/.exec(code)
        : /(?<![\w$.])eval\s*\(|new Function\b|Function\(["'`]|importScripts|import\(["'`]\w+:|sourceMappingURL/.exec(
            code,
          );
      expect({ file, found: found?.[0] }).toEqual({ file, found: undefined });
    }
  });
});

it.each(["chrome", "edge"] as const)("has the same id in every folder of %s", (target) => {
  const digest = createHash("sha256")
    .update(Buffer.from(String(readManifest(target).key), "base64"))
    .digest("hex");
  // Chromium writes the first 16 bytes with the letters a to p. Source: chromium, components/crx_file/id_util.cc.
  const id = [...digest.slice(0, 32)].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");
  expect(id).toBe("ohpebjlepdihhalnlleoccajpkbbiahi");
});

function getFolder(target: Target): string {
  const folder = folders.get(target);
  if (folder === undefined) throw new Error(`nothing was built for ${target}`);
  return folder;
}

function readManifest(target: Target): Readonly<Record<string, unknown>> {
  return readJson(join(getFolder(target), "manifest.json"));
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, "utf8"));
}

function readList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The scripts and styles that a page loads. */
function listParts(target: Target, page: string): readonly string[] {
  const html = readFileSync(join(getFolder(target), `${page}.html`), "utf8");
  return Array.from(html.matchAll(/(?:src|href)="\/([^"]+)"/g), ([, file = ""]) => file);
}
