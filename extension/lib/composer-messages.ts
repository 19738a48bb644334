import type { MessageClass } from "./message-answers.ts";
import type { Explanation } from "./messages.ts";

export type LinkKind = "orderStatus" | "tracking" | "review" | "product" | "cart" | "url";

/** What the composer says, in one language. */
export interface ComposerMessages {
  readonly field: {
    readonly region: string;
    readonly label: string;
    readonly placeholder: (firstName: string | undefined) => string;
    readonly gaps: (count: number) => string;
    readonly nextGap: string;
    readonly leave: string;
    readonly to: string;
    readonly toHint: string;
    readonly tooLong: (over: string, limit: string) => string;
  };
  readonly sheet: { readonly close: string };
  readonly templates: {
    readonly button: string;
    readonly title: string;
    readonly search: string;
    readonly none: string;
    readonly names: Readonly<Record<string, string>>;
  };
  readonly links: {
    readonly button: string;
    readonly change: string;
    readonly title: string;
    readonly lead: string;
    readonly kinds: Readonly<Record<LinkKind, string>>;
    readonly address: string;
    readonly add: string;
    readonly bad: string;
    readonly missing: string;
  };
  readonly meter: {
    readonly segments: (count: number, isAtMost: boolean) => string;
    readonly left: (units: number) => string;
    readonly about: (price: string) => string;
    readonly costly: (characters: string, segments: number, segmentsIfPlain: number) => string;
    readonly repair: string;
    readonly fit: string;
    readonly tooLong: (units: number) => string;
    readonly encodings: Readonly<Record<"GSM-7" | "UCS-2", string>>;
  };
  readonly kind: {
    readonly label: string;
    readonly names: Readonly<Record<MessageClass, string>>;
    readonly offer: (word: string) => string;
    readonly relationship: (word: string) => string;
    readonly link: (kind: string) => string;
    readonly service: string;
    readonly chosen: string;
  };
  readonly preview: string;
  readonly gate: {
    readonly ready: string;
    readonly closed: (time: string) => string;
    readonly schedule: (time: string) => string;
    readonly waits: (time: string, reason: string) => string;
    readonly waitsOpen: (reason: string) => string;
    readonly stops: (reason: string) => string;
    readonly optedOut: string;
    readonly noPhone: string;
    /** A number can be typed, and is not yet. */
    readonly noNumber: string;
    readonly noConsent: string;
    readonly askConsent: string;
    readonly changeClass: (kind: string) => string;
    readonly checkNumber: string;
    readonly resume: string;
    readonly wording: (problem: string) => string;
  };
  readonly send: {
    readonly button: string;
    readonly busy: string;
    readonly later: string;
    readonly nothing: string;
  };
  readonly schedule: {
    readonly title: string;
    readonly when: string;
    readonly there: (time: string) => string;
    readonly past: string;
    readonly button: string;
    readonly inOneHour: string;
    readonly tomorrow: (time: string) => string;
    readonly undo: string;
    readonly seconds: (seconds: number) => string;
    readonly off: string;
  };
  readonly sent: {
    readonly countdown: (seconds: number) => string;
    readonly undo: string;
    readonly undone: string;
    readonly tooLate: string;
    readonly notUndone: (title: string) => string;
    readonly scheduled: (when: string) => string;
    readonly takeBack: string;
    readonly dismiss: string;
  };
  readonly unclear: {
    readonly title: string;
    readonly advice: string;
    readonly again: string;
    readonly before: Explanation;
    readonly second: string;
  };
  readonly drafts: { readonly other: string; readonly use: string; readonly keep: string };
  readonly offline: string;
  readonly test: {
    readonly button: string;
    readonly title: string;
    readonly lead: string;
    readonly phone: string;
    readonly ask: string;
    readonly code: (masked: string) => string;
    readonly verify: string;
    readonly send: string;
    readonly phoneIs: (masked: string) => string;
    readonly sent: (masked: string) => string;
    readonly other: string;
    readonly problems: Readonly<
      Record<"badPhone" | "wrong-code" | "code-expired" | "too-many-codes" | "test-phone-opted-out", string>
    >;
  };
  readonly fetch: {
    readonly button: (platform: string) => string;
    readonly busy: string;
    readonly problems: Readonly<
      Record<"store-refused" | "store-unreachable" | "no-such-record" | "no-store-access", Explanation>
    >;
  };
  readonly consent: Readonly<Record<ConsentCode, string>>;
  /** What the merchant should know and may not have seen, such as a page that is gone. */
  readonly notices: {
    readonly title: (count: number) => string;
    readonly kinds: Readonly<Record<NoticeKind, Explanation>>;
    readonly since: (when: string) => string;
  };
  readonly frame: {
    readonly hiddenTab: Explanation;
    readonly panel: string;
    readonly options: string;
    readonly stores: string;
    readonly track: string;
    readonly unknownNumber: string;
  };
}

export type NoticeKind = "dead_link" | "brake" | "budget";

export type ConsentCode =
  | "opted_out"
  | "refused"
  | "no_opt_in"
  | "record_required"
  | "opted_in"
  | "number_with_order"
  | "unreachable"
  | "no_phone";
