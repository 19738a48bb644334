import { findShape, object, oneOf, optional, type Shape } from "./shape.ts";

export const LANGUAGES = ["en", "es", "fr", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How long a text can be taken back after the click, in seconds; 0 sends at once. */
export const UNDO_SECONDS = [0, 5, 10, 20, 30] as const;
export type UndoSeconds = (typeof UNDO_SECONDS)[number];

/** What a person chose for this browser. */
export interface Settings {
  readonly undoSeconds: UndoSeconds;
  /** The browser's own unless one was chosen. */
  readonly language: Language | undefined;
}

export async function readSettings(): Promise<Settings> {
  const stored = await chrome.storage.local.get(STORED_AS);
  return findShape(settingsShape, stored[STORED_AS]) ?? UNTOUCHED;
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const settings = { ...(await readSettings()), ...change };
  await chrome.storage.local.set({ [STORED_AS]: settings });
  if (settings.language === undefined) localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, settings.language);
  return settings;
}

/** Calls back when a setting was changed, in whatever window. */
export function watchSettings(changed: (settings: Settings) => void): () => void {
  const listen = (changes: Record<string, chrome.storage.StorageChange>, area: string) => {
    if (area === "local" && STORED_AS in changes) void readSettings().then(changed);
  };
  chrome.storage.onChanged.addListener(listen);
  return () => chrome.storage.onChanged.removeListener(listen);
}

/** The chosen language, then the browser's: known before the first picture, since the pages of an origin share localStorage. */
export function chooseLanguages(): readonly string[] {
  const chosen = localStorage.getItem(STORED_AS);
  return chosen === null ? navigator.languages : [chosen, ...navigator.languages];
}

/** The same for the background worker, which has no localStorage. */
export async function readLanguages(): Promise<readonly string[]> {
  const { language } = await readSettings();
  return language === undefined ? navigator.languages : [language, ...navigator.languages];
}

const STORED_AS = "settings";
const UNTOUCHED: Settings = { undoSeconds: 5, language: undefined };
const undoSeconds: Shape<UndoSeconds> = (value) => UNDO_SECONDS.find((allowed) => allowed === value) ?? 5;
const settingsShape: Shape<Settings> = object({ undoSeconds, language: optional(oneOf(...LANGUAGES)) });
