import { type MessageClass, messageClass } from "./message-answers.ts";
import { findShape, integer, object, optional, type Shape, text } from "./shape.ts";

/** Where the text's `{{ link }}` leads. */
export interface ChosenLink {
  readonly url: string;
  readonly kind: string;
}

/** A request whose answer never came, word for word: asked again, it is the same request. */
export interface Attempt {
  readonly request: string;
}

/** A text that somebody is writing about one record. */
export interface Draft {
  readonly body: string;
  readonly link: ChosenLink | undefined;
  /** Undefined until it is chosen by hand. */
  readonly class: MessageClass | undefined;
  /** A number typed by hand, where no record names one. */
  readonly to: string | undefined;
  /** Idempotency-Key of the request that sends it; a new one only for a new text. */
  readonly key: string;
  readonly attempt: Attempt | undefined;
}

/** `revision` and `basedOn` tell windows apart that write the same draft: one that knows the other's last words, and one that does not. */
export interface StoredDraft extends Draft {
  readonly savedAtMs: number;
  readonly revision: string;
  readonly basedOn: string | undefined;
}

export function emptyDraft(): Draft {
  return {
    body: "",
    link: undefined,
    class: undefined,
    to: undefined,
    key: crypto.randomUUID(),
    attempt: undefined,
  };
}

/** Whether nothing would be lost with it. */
export function isEmptyDraft(draft: Draft): boolean {
  return draft.body === "" && (draft.to ?? "") === "" && draft.attempt === undefined;
}

export async function findDraft(name: string, nowMs: number): Promise<StoredDraft | undefined> {
  const stored = await chrome.storage.local.get(PREFIX + name);
  const draft = readDraft(stored[PREFIX + name]);
  return draft === undefined || isExpired(draft, nowMs) ? undefined : draft;
}

export async function storeDraft(name: string, draft: StoredDraft): Promise<void> {
  await chrome.storage.local.set({ [PREFIX + name]: draft });
}

export async function dropDraft(name: string): Promise<void> {
  await chrome.storage.local.remove(PREFIX + name);
}

/** Calls back with what any window wrote to this draft; undefined when it was dropped. */
export function watchDraft(name: string, changed: (draft: StoredDraft | undefined) => void): () => void {
  const listen = (changes: Record<string, chrome.storage.StorageChange>, area: string) => {
    const change = area === "local" ? changes[PREFIX + name] : undefined;
    if (change !== undefined) changed(readDraft(change.newValue));
  };
  chrome.storage.onChanged.addListener(listen);
  return () => chrome.storage.onChanged.removeListener(listen);
}

/** Drafts hold people's names and numbers: none stays longer than a week. */
export async function dropExpiredDrafts(nowMs: number): Promise<void> {
  const stored = await chrome.storage.local.get(null);
  const expired = Object.entries(stored).filter(([name, value]) => {
    const draft = name.startsWith(PREFIX) ? readDraft(value) : undefined;
    return draft !== undefined && isExpired(draft, nowMs);
  });
  if (expired.length > 0) await chrome.storage.local.remove(expired.map(([name]) => name));
}

const PREFIX = "draft:";
const KEPT_MS = 7 * 86_400_000;

function isExpired({ savedAtMs }: StoredDraft, nowMs: number): boolean {
  return nowMs - savedAtMs > KEPT_MS;
}

const draftShape: Shape<StoredDraft> = object({
  body: text,
  link: optional(object({ url: text, kind: text })),
  class: optional(messageClass),
  to: optional(text),
  key: text,
  attempt: optional(object({ request: text })),
  savedAtMs: integer,
  revision: text,
  basedOn: optional(text),
});

function readDraft(value: unknown): StoredDraft | undefined {
  return findShape(draftShape, value);
}
