import {
  type Draft,
  dropDraft,
  emptyDraft,
  findDraft,
  isEmptyDraft,
  type StoredDraft,
  storeDraft,
  watchDraft,
} from "./drafts.ts";

export interface KeptDraft {
  readonly draft: Draft;
  /** The words of another window, or of before, that would be lost if these took their place. */
  readonly other: Draft | undefined;
  /** False until it is known what was written about this record before. */
  readonly isLoaded: boolean;
}

/**
 * One draft, written through to storage while it is typed, and kept level with the other windows about the same record.
 *
 * It can be written to before it is known what record it is about. What was typed here never gives way to what comes from
 * elsewhere: that is offered beside it.
 */
export class DraftKeeper {
  #kept: KeptDraft = { draft: emptyDraft(), other: undefined, isLoaded: false };
  #name: string | undefined;
  #isDirty = false;
  #revision: string | undefined;
  #otherRevision: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #stopWatching = () => {};
  readonly #listeners = new Set<() => void>();

  readonly get = (): KeptDraft => this.#kept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From here on it is the draft of this record. What was typed before stays. */
  async open(name: string): Promise<void> {
    if (this.#name === name) return;
    this.#stopWatching();
    this.#name = name;
    this.#stopWatching = watchDraft(name, (draft) => this.#take(draft));
    const stored = await findDraft(name, Date.now());
    if (this.#name !== name) return;
    const { draft } = this.#kept;
    this.#revision = stored?.revision;
    if (stored === undefined) this.#show({ isLoaded: true });
    else if (isEmptyDraft(draft)) this.#show({ draft: toDraft(stored), isLoaded: true });
    else {
      // The key and what it was tried for belong to the record, whatever was typed since.
      const { key, attempt } = stored;
      const other = stored.body === "" || stored.body === draft.body ? undefined : toDraft(stored);
      this.#show({ draft: { ...draft, key, attempt }, other, isLoaded: true });
    }
    if (this.#isDirty) this.#saveSoon();
  }

  close(): void {
    void this.flush();
    this.#stopWatching();
    this.#name = undefined;
  }

  change(change: Partial<Draft>): void {
    this.#show({ draft: { ...this.#kept.draft, ...change } });
    this.#isDirty = true;
    this.#saveSoon();
  }

  /** The text is settled: what is written next is another one. */
  renew(change: Partial<Draft> = {}): void {
    this.change({ ...emptyDraft(), to: this.#kept.draft.to, ...change });
  }

  offer(other: Draft | undefined): void {
    this.#show({ other });
  }

  /** Words that were sent come back to the field; what was written there meanwhile is offered beside them. */
  restore(words: Pick<Draft, "body" | "link" | "class">): void {
    const { draft } = this.#kept;
    if (draft.body !== "") this.offer(draft);
    this.change(words);
  }

  /** Takes the other words; these become the other ones. */
  swap(): void {
    const { draft, other } = this.#kept;
    if (other === undefined) return;
    const { body, link } = other;
    this.#revision = this.#otherRevision ?? this.#revision; // the other window follows, since we know its words
    this.#show({ other: { ...draft } });
    this.change({ body, link, class: other.class });
  }

  /** Writes what is not written yet. */
  flush(): Promise<void> {
    this.#write();
    return this.#saving;
  }

  #write(): void {
    const name = this.#name;
    if (!this.#isDirty || name === undefined || !this.#kept.isLoaded) return;
    this.#isDirty = false;
    const { draft } = this.#kept;
    const revision = crypto.randomUUID();
    const stored = { ...draft, savedAtMs: Date.now(), revision, basedOn: this.#revision };
    this.#revision = isEmptyDraft(draft) ? undefined : revision;
    this.#saving = isEmptyDraft(draft) ? dropDraft(name) : storeDraft(name, stored);
  }

  /** The first key at once, those that follow it together: a popup may be closed in any moment. */
  #saveSoon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, TOGETHER_MS);
    this.#write();
  }

  #take(stored: StoredDraft | undefined): void {
    if (stored?.revision === this.#revision) return; // our own words
    const { draft } = this.#kept;
    if (stored === undefined) {
      // Sent or emptied elsewhere. What was typed here since is another text.
      if (!this.#isDirty && !isEmptyDraft(draft)) this.#show({ draft: emptyDraft() });
      this.#revision = undefined;
      return;
    }
    const isSuccessor = stored.basedOn === this.#revision && !this.#isDirty;
    if (isSuccessor || isEmptyDraft(draft)) {
      this.#revision = stored.revision;
      this.#show({ draft: toDraft(stored) });
    } else if (stored.body !== draft.body) {
      this.#otherRevision = stored.revision;
      this.#show({ other: toDraft(stored) });
    }
  }

  #show(change: Partial<KeptDraft>): void {
    this.#kept = { ...this.#kept, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const TOGETHER_MS = 100;

function toDraft({ body, link, class: kind, to, key, attempt }: StoredDraft): Draft {
  return { body, link, class: kind, to, key, attempt };
}
