import type { ShorteningProblem } from "./around-messages.ts";

/** What the popup says of this browser's pairing and of the last short link; small, since the popup carries all four languages. */
export interface PairingMessages {
  /** What data go where: said before the first of them goes (Chrome Web Store, "Limited use" and "Prominent disclosure"). */
  readonly disclosure: string;
  readonly ended: (merchantName: string) => { readonly title: string; readonly advice: string };
  readonly lastLink: {
    readonly title: string;
    readonly copy: string;
    readonly copied: string;
    readonly close: string;
    readonly failed: string;
    readonly reasons: Readonly<Record<ShorteningProblem, string>>;
  };
}
