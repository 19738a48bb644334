import { de } from "./around-messages-de.ts";
import { en } from "./around-messages-en.ts";
import { es } from "./around-messages-es.ts";
import { fr } from "./around-messages-fr.ts";
import type { Corner } from "./in-page-places.ts";

/** Why an address can't become a short link. */
export type ShorteningProblem =
  | "notPaired"
  | "notWeb"
  | "credentials"
  | "tooLong"
  | "private"
  | "refused"
  | "unreachable"
  | "broken";

/** Everything said around the composer: menus, badge, in-page button, address bar and options. The popup carries none of it. */
export interface AroundMessages {
  readonly language: string;
  readonly menus: {
    readonly shorten: string;
    readonly textCustomer: string;
    /** %s is where the browser puts the selected text. */
    readonly textSelection: string;
  };
  readonly title: {
    readonly replies: (waiting: number) => string;
    readonly copied: (shortUrl: string) => string;
    readonly made: string;
    readonly failed: (why: string) => string;
    readonly noPhone: string;
  };
  readonly shortening: Readonly<Record<ShorteningProblem, string>>;
  readonly inPage: {
    readonly group: string;
    readonly open: string;
    readonly move: string;
    readonly hide: string;
    readonly corners: Readonly<Record<Corner, string>>;
  };
  readonly omnibox: {
    readonly hint: string;
    readonly none: string;
    readonly order: (name: string, customerName: string | undefined, when: string | undefined) => string;
    readonly customer: (name: string) => string;
  };
  readonly options: OptionsMessages;
}

export interface OptionsMessages {
  readonly title: string;
  readonly unpaired: { readonly title: string; readonly advice: string };
  readonly connection: {
    readonly title: string;
    readonly server: string;
    readonly merchant: string;
    readonly device: string;
    readonly disconnect: string;
    readonly question: (name: string) => string;
    readonly confirm: string;
    readonly cancel: string;
    readonly loading: string;
    readonly failed: string;
    readonly tryAgain: string;
  };
  readonly devices: {
    readonly title: string;
    readonly lead: string;
    readonly current: string;
    readonly added: (when: string) => string;
    readonly lastUsed: (when: string) => string;
    readonly neverUsed: string;
    readonly revoke: string;
    readonly revokeNamed: (name: string) => string;
    readonly question: (name: string) => string;
    readonly confirm: string;
    readonly cancel: string;
    readonly revoked: (name: string) => string;
    readonly unsupported: string;
  };
  readonly stores: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly button: string;
    readonly explain: (host: string) => string;
    readonly refused: (host: string) => string;
    readonly insecure: string;
    readonly hidden: string;
    readonly showAgain: string;
    readonly corner: string;
    readonly turnedOn: (shop: string) => string;
    readonly turnedOff: (shop: string) => string;
  };
  readonly shortcuts: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly change: string;
    readonly changeByHand: string;
    readonly names: Readonly<Record<"_execute_action" | "open-side-panel" | "shorten-page", string>>;
    readonly omnibox: string;
    readonly send: string;
  };
  readonly preferences: {
    readonly title: string;
    readonly undo: string;
    readonly undoHint: string;
    readonly seconds: (seconds: number) => string;
    readonly language: string;
    readonly browserLanguage: string;
    readonly saved: string;
  };
}

/** The first of the reader's languages that we speak, else English. */
export function chooseAroundMessages(languages: readonly string[]): AroundMessages {
  for (const wanted of languages) {
    const spoken = SPOKEN.find(({ language }) => wanted.toLowerCase().split("-")[0] === language);
    if (spoken !== undefined) return spoken;
  }
  return en;
}

const SPOKEN: readonly AroundMessages[] = [en, es, fr, de];
