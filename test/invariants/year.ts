/**
 * What somebody outside can know of a shop's year: what it set, what happened and when the Worker was told, what reached phones, and
 * what the Worker says of each text. Nothing here or beside it is imported from `worker/`.
 */
export interface Year {
  readonly flows: readonly PublishedFlow[];
  readonly policies: readonly SetPolicy[];
  readonly people: readonly PersonFacts[];
  readonly consents: readonly { readonly phone: string; readonly isIn: boolean; readonly atMs: number }[];
  readonly optOuts: readonly { readonly phone: string; readonly atMs: number; readonly isOut: boolean }[];
  readonly replies: readonly { readonly phone: string; readonly atMs: number; readonly body: string }[];
  readonly holds: readonly Hold[];
  /** In the order in which they were told; the same id again is the same event. */
  readonly events: readonly ToldEvent[];
  /** In the order in which they reached the gateway. */
  readonly texts: readonly Text[];
  readonly rows: readonly Row[];
}

export type MessageClass = "transactional" | "relationship" | "promotional";

export interface Step {
  /** Begins the text: `flow.name`. */
  readonly name: string;
  readonly class: MessageClass;
  readonly after?: string;
  readonly localTime?: string;
  readonly quiet?: "defer" | "drop" | "ignore";
  readonly expires?: string;
  readonly unless?: readonly string[];
  /** Counts from the trigger; others' due instants are not worked out here. */
  readonly isFromTrigger: boolean;
  /** Follows an answer to a question of the same flow. */
  readonly answer?: { readonly from: number; readonly to: number };
}

export interface PublishedFlow {
  readonly key: string;
  readonly version: number;
  readonly fromMs: number;
  readonly event: string;
  readonly per: "order" | "customer";
  readonly reentry?: "never" | "restart" | "after";
  readonly requiresItems?: boolean;
  readonly supersededBy?: readonly string[];
  readonly exitOn: readonly { readonly event: string; readonly match: "order" | "order_all_items" | "customer" }[];
  readonly holdout: number;
  readonly rank: number;
  readonly steps: readonly Step[];
}

export interface Hours {
  readonly from: string;
  readonly to: string;
}

export interface SetPolicy {
  readonly fromMs: number;
  readonly quietHours:
    | (Hours & { readonly byDay?: Readonly<Record<string, Hours>>; readonly dates?: readonly string[] })
    | null;
  readonly caps: readonly {
    readonly classes: readonly string[];
    readonly max: number;
    readonly windowSeconds: number;
  }[];
  readonly stateLaw: boolean;
  readonly capDoubling: boolean;
}

/** From an instant on; `zones` and `states` as a person with a map would name them for address and area code. */
export interface PersonFacts {
  readonly customer: string;
  readonly fromMs: number;
  readonly phone: string;
  readonly zones: readonly string[];
  readonly states: readonly string[];
}

export interface Hold {
  readonly scope: "all" | "promotional" | { readonly flow: string };
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ToldEvent {
  readonly id: string;
  readonly type: string;
  readonly customer: string;
  readonly order?: string;
  readonly occurredMs: number;
  readonly toldMs: number;
  readonly live: boolean;
  readonly test: boolean;
  /** Of a refund: whether it leaves nothing of the order. */
  readonly isAll?: boolean;
}

export interface Text {
  readonly id: string;
  readonly to: string;
  readonly body: string;
  readonly at: string;
}

export interface Row {
  readonly flow: string;
  readonly version: number;
  readonly run: string;
  readonly step: string;
  readonly class: string;
  readonly customer: string;
  readonly order?: string | undefined;
  readonly at: string;
  readonly outcome: string;
  readonly reason?: string | undefined;
  readonly rule?: string | undefined;
  readonly untilAt?: string | undefined;
  readonly messageId?: string | undefined;
}
