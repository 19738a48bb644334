import type { Flow } from "../../shared/contract/flows.ts";
import type { Shop } from "./current-scope.ts";
import type { Signs } from "./engagement.ts";
import type { Enrolment } from "./entries.ts";
import type { Pin } from "./move-run.ts";
import type { Offers } from "./offer.ts";
import type { ProductFacts } from "./product-facts.ts";
import type { Answer } from "./question.ts";
import type { BoughtTogether } from "./related.ts";
import type { KnownEvent, StepRow } from "./run.ts";
import type { Segments } from "./segment.ts";
import type { SingleText } from "./single-text.ts";
import type { StepPlace } from "./step-row.ts";

/** Everything known of a person, as one look finds it. */
export interface Snapshot {
  readonly events: readonly KnownEvent[];
  readonly rows: readonly StepRow[];
  readonly singles: readonly SingleText[];
  /** Undefined in a waiting room: an order or customer whose number is not known yet. */
  readonly phone: string | undefined;
  /** Looks at runs of a waiting room as they would go on if a number became known now. */
  readonly awaitsPhone?: boolean | undefined;
  /** Whose events those are that name no customer. */
  readonly ownCustomerId: string;
  readonly findFlow: (key: string, version: number) => Flow | undefined;
  readonly flowOrder: readonly string[];
  readonly shop: Shop;
  readonly shopZone: string;
  /** When the merchant disconnected a store. */
  readonly storesEndedAtMs?: Readonly<Record<string, number>> | undefined;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly together: BoughtTogether;
  readonly segments: Segments;
  readonly offers: Offers;
  readonly answers: readonly Answer[];
  /** Undefined where nobody is known to have got a text. */
  readonly signs?: Signs | undefined;
  /** What other systems were told, or are about to be. */
  readonly told: readonly StepPlace[];
  /** Runs that were moved to another version, by id. */
  readonly pins?: ReadonlyMap<string, Pin> | undefined;
  /** Past buyers whom the merchant let in. */
  readonly enrolments?: readonly Enrolment[] | undefined;
}
