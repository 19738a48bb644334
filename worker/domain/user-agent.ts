import { browsers, type DeviceKind, deviceWords, iosEditions, operatingSystems } from "./data/devices.ts";

export interface Device {
  readonly device: DeviceKind | undefined;
  readonly os: string | undefined;
  readonly browser: string | undefined;
}

/** What a user agent says of the device; undefined where it says nothing known. Reads the text once, for all names together. */
export function describeDevice(userAgent: string): Device {
  const found = new Set(userAgent.match(anyWord));
  const isIpad = found.has("Macintosh") && iosEditions.some((word) => found.has(word));
  const os = isIpad ? "iOS" : operatingSystem.nameOf(found);
  const device = isIpad ? "tablet" : (kind.nameOf(found) ?? kindOf(os, found));
  return { device, os, browser: nameBrowser(os, found) };
}

/** By the platform: Android says "Mobile" on phones alone (developer.chrome.com, "User-Agent Strings"). */
function kindOf(os: string | undefined, found: ReadonlySet<string>): DeviceKind | undefined {
  const isMobile = found.has("Mobi");
  switch (os) {
    case undefined:
      return isMobile ? "mobile" : undefined;
    case "Android":
      return isMobile ? "mobile" : "tablet";
    default:
      return isMobile ? "mobile" : "desktop";
  }
}

/** Apple's web view names no browser; Android's first browser called itself Safari, which was never made for Android. */
function nameBrowser(os: string | undefined, found: ReadonlySet<string>): string | undefined {
  const name = browser.nameOf(found);
  if (name === "Safari" && os === "Android") return "Android Browser";
  return name ?? (os === "iOS" && found.has("AppleWebKit/") ? "Safari" : undefined);
}

/** Which of these names a user agent bears: of several the first. */
class Table<Name extends string> {
  readonly words: readonly string[];
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #names: readonly Name[];

  constructor(names: readonly (readonly [name: Name, words: readonly string[]])[]) {
    this.words = names.flatMap(([, words]) => words);
    this.#names = names.map(([name]) => name);
    this.#ranks = new Map(names.flatMap(([, words], rank) => words.map((word) => [word, rank] as const)).toReversed());
  }

  nameOf(found: ReadonlySet<string>): Name | undefined {
    let best = Number.POSITIVE_INFINITY;
    for (const word of found) best = Math.min(best, this.#ranks.get(word) ?? best);
    return this.#names[best];
  }
}

const operatingSystem = new Table(operatingSystems);
const browser = new Table(browsers);
const kind = new Table<DeviceKind>(deviceWords);

const words = [...operatingSystem.words, ...browser.words, ...kind.words, "Mobi", "AppleWebKit/"];
/** Longer words first, so that "Edge/" is not read as another one's beginning. */
const anyWord = new RegExp(
  `\\b(?:${[...new Set(words)]
    .toSorted((a, b) => b.length - a.length)
    .map(escapeWord)
    .join("|")})`,
  "g",
);

function escapeWord(word: string): string {
  return word.replace(/[()/]/g, "\\$&");
}
