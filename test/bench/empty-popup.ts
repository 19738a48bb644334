import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";

export interface EmptyPopup {
  readonly folder: string;
  readonly extensionId: string;
}

/** An extension whose popup is React and one field, built as ours is: what a popup costs before it does anything. */
export function buildEmptyPopup(): EmptyPopup {
  const source = path.join(import.meta.dirname, "empty-popup");
  const bin = path.resolve(import.meta.dirname, "../../node_modules/.bin");
  const { status, stdout, stderr } = spawnSync(path.join(bin, "plasmo"), ["build", "--target=chrome-mv3", "--hoist"], {
    cwd: source,
    encoding: "utf8",
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ""}` },
  });
  if (status !== 0) throw new Error(`the empty popup could not be built:\n${stdout}${stderr}`);
  const folder = path.join(source, "build/chrome-mv3-prod");
  return { folder, extensionId: getIdOfFolder(folder) };
}

/** Without a key in its manifest an unpacked extension is named by its folder. Source: chromium, components/crx_file/id_util.cc. */
function getIdOfFolder(folder: string): string {
  const digest = createHash("sha256").update(folder).digest("hex");
  return [...digest.slice(0, 32)].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");
}
