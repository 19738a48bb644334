import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { getBuiltExtension } from "./extension-browser.ts";

let folder = "";
beforeAll(async () => {
  folder = await getBuiltExtension();
});

const readManifest = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));

function readBundle(name: RegExp): Buffer {
  const found = readdirSync(folder).filter((file) => name.test(file));
  expect(found).toHaveLength(1);
  return readFileSync(join(folder, found[0] ?? ""));
}

describe("the built extension", () => {
  it("asks for exactly what it uses, and for no site", () => {
    const { permissions, host_permissions, optional_permissions, optional_host_permissions, ...rest } = readManifest();
    expect(permissions).toEqual(["storage", "activeTab"]);
    expect(host_permissions).toEqual([]);
    expect(optional_permissions).toBeUndefined();
    expect(optional_host_permissions).toBeUndefined();
    expect(rest).not.toHaveProperty("content_scripts");
    expect(rest).not.toHaveProperty("web_accessible_resources");
    expect(rest).not.toHaveProperty("externally_connectable");
    expect(rest).not.toHaveProperty("content_security_policy");
  });

  it("opens a popup by its button and by Alt+Shift+T, in Chromium 120 and later", () => {
    expect(readManifest()).toMatchObject({
      manifest_version: 3,
      name: "Aftertext",
      minimum_chrome_version: "120",
      action: { default_popup: "popup.html", default_title: "Aftertext" },
      commands: { _execute_action: { suggested_key: { default: "Alt+Shift+T" } } },
      background: { service_worker: "static/background/index.js" },
    });
  });

  it("has the same id in every folder", () => {
    const digest = createHash("sha256")
      .update(Buffer.from(String(readManifest().key), "base64"))
      .digest("hex");
    // Chromium writes the first 16 bytes with the letters a to p. Source: chromium, components/crx_file/id_util.cc.
    const id = [...digest.slice(0, 32)].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");
    expect(id).toBe("ohpebjlepdihhalnlleoccajpkbbiahi");
  });

  it("carries its icons as square PNGs of the sizes it names", () => {
    const icons = Object.entries(readManifest().icons ?? {});
    expect(icons.map(([size]) => size)).toEqual(["16", "32", "48", "128"]);
    for (const [size, file] of icons) {
      const png = readFileSync(join(folder, String(file)));
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(size), Number(size)]);
    }
  });

  it("has React in the popup, and weighs no more than 110 KB on the way", () => {
    const popup = readBundle(/^popup\..*\.js$/);
    // Plasmo builds for Node, and leaves React out without a word, where package.json names a Node version and no browser.
    expect(popup.length).toBeGreaterThan(150_000);
    expect(gzipSync(popup).length).toBeLessThan(110_000);
  });

  it("runs no code that is not in it", () => {
    const html = readFileSync(join(folder, "popup.html"), "utf8");
    expect(html).toContain('<html lang="en">');
    expect(html).not.toMatch(/(?:src|href)="?(?:https?:)?\/\//);
    expect(readBundle(/^popup\..*\.css$/).toString()).not.toMatch(/@import|url\(/);
  });
});
