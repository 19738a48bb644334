import type { StoreEvent } from "../domain/store-event.ts";
import type { StoreAnswer } from "./store-http.ts";

/** What became of asking a store for one record. */
export type RecordAnswer =
  | { readonly kind: "found"; readonly events: readonly StoreEvent[] }
  | { readonly kind: "no_such_record" }
  | { readonly kind: "refused"; readonly detail: string }
  | { readonly kind: "unreachable" };

/** Where the record itself was asked for and did not come. */
export function failedAnswer(answer: Exclude<StoreAnswer, { readonly kind: "json" }>): RecordAnswer {
  switch (answer.kind) {
    case "empty":
    case "missing":
      return { kind: "no_such_record" };
    case "refused":
    case "unreachable":
      return answer;
  }
}

export const unreadableRecord: RecordAnswer = {
  kind: "refused",
  detail: "The store answered with something that is not the record that was asked for.",
};
