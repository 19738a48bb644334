import type { ComposerMessages } from "./composer-messages.ts";
import { en } from "./messages-en.ts";
import type { PairingMessages } from "./pairing-messages.ts";
import { LANGUAGES, type Language } from "./settings.ts";

/** A title that names what is wrong, and what the merchant can do about it. */
export interface Explanation {
  readonly title: string;
  readonly advice: string;
}

/** Everything the extension says, in one language. */
export interface Messages {
  readonly language: string;
  readonly loading: string;
  readonly tryAgain: string;
  readonly connect: {
    readonly title: string;
    readonly lead: string;
    readonly label: string;
    readonly hint: string;
    readonly button: string;
    readonly checking: string;
    readonly connected: (merchantName: string) => string;
    readonly empty: string;
    readonly noAddress: string;
    readonly insecure: string;
    readonly noKey: string;
  };
  readonly disconnect: {
    readonly button: string;
    readonly question: (merchantName: string) => string;
    readonly confirm: string;
    readonly cancel: string;
    readonly done: string;
  };
  readonly failures: {
    readonly offline: Explanation;
    readonly unreachable: (host: string) => Explanation;
    readonly unreachableHere: (host: string) => Explanation;
    readonly wrongKey: Explanation;
    readonly busy: Explanation;
    readonly broken: (status: number) => Explanation;
    readonly refused: (status: number) => Explanation;
    readonly foreign: (host: string) => Explanation;
    readonly stale: (title: string) => string;
  };
  readonly noRecord: {
    readonly elsewhere: Explanation;
    readonly hidden: Explanation;
    readonly phones: string;
  };
  readonly unknown: {
    readonly store: (shop: string, merchantName: string) => Explanation;
    readonly order: Explanation;
    readonly customer: Explanation;
    readonly post: Explanation;
  };
  readonly customer: {
    readonly nobody: string;
    readonly noName: string;
    readonly noPhone: string;
    readonly there: (time: string) => string;
    readonly optedOut: string;
    readonly serviceTexts: (allowed: boolean) => string;
    readonly promotionalTexts: (allowed: boolean) => string;
  };
  readonly order: {
    readonly placed: (when: string) => string;
    readonly moreItems: (quantity: number) => string;
    readonly parcelStates: Readonly<Record<ParcelState, string>>;
  };
  readonly texts: {
    readonly title: string;
    readonly none: string;
    readonly from: (name: string) => string;
    /** Of two or more in a row. */
    readonly notSent: (count: number) => string;
    readonly segments: (segments: number) => string;
    readonly clicks: (people: number, all: number) => string;
    readonly changed: (status: string, body: string) => string;
  };
  readonly status: {
    readonly sending: string;
    readonly sent: string;
    readonly delivered: string;
    readonly received: string;
    readonly unknown: string;
    readonly waiting: string;
    readonly waitingUntil: (when: string) => string;
    readonly suppressed: string;
    readonly failed: string;
    readonly because: (status: string, reason: string) => string;
  };
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly composer: ComposerMessages;
  readonly pairing: PairingMessages;
}

export type Reason =
  | "opted_out"
  | "no_consent"
  | "holdout"
  | "exited"
  | "superseded"
  | "condition"
  | "missing_field"
  | "content"
  | "expired"
  | "reserved"
  | "no_entry"
  | "test_order"
  | "no_phone"
  | "taken_back"
  | "dead_link"
  | "unreachable"
  | "gateway_rejected"
  | "stopped"
  | "brake"
  | "paused"
  | "budget"
  | "pace"
  | "quiet_hours"
  | "cap";

export type ParcelState =
  | "shipped"
  | "out_for_delivery"
  | "ready_for_pickup"
  | "attempt_failed"
  | "delivered"
  | "delayed"
  | "lost"
  | "damaged";

/** The first of the reader's languages that we speak, else English. */
export function chooseLanguage(languages: readonly string[]): Language {
  for (const wanted of languages) {
    const [written] = wanted.toLowerCase().split("-");
    const spoken = LANGUAGES.find((language) => language === written);
    if (spoken !== undefined) return spoken;
  }
  return "en";
}

/** Undefined while that language is on its way. */
export function findMessages(language: Language): Messages | undefined {
  return loaded.get(language);
}

/** Each language is a file of its own beside the popup: a reader needs one, and English goes along for the first moment. */
export async function loadMessages(language: Language): Promise<Messages> {
  const messages = loaded.get(language) ?? (await LOADERS[language]());
  loaded.set(language, messages);
  return messages;
}

const loaded = new Map<Language, Messages>([["en", en]]);

const LOADERS: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => en,
  es: async () => (await import("./messages-es.ts")).es,
  fr: async () => (await import("./messages-fr.ts")).fr,
  de: async () => (await import("./messages-de.ts")).de,
};
