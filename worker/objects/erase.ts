import type { ConsentFacts } from "../domain/store-event.ts";
import type { CustomerStore } from "./customer-store.ts";

/** What an object is asked to forget. */
export interface EraseAsk {
  readonly customers: readonly string[];
  /** Everything, whoever has this number. */
  readonly isWhole: boolean;
}

export interface Erased {
  /** Nothing is left here but the opt-out. */
  readonly isEmpty: boolean;
  /** Numbers that these people had: their texts of then lie there. */
  readonly phones: readonly string[];
  readonly movedTo: readonly string[];
}

export function prepareErasure(store: CustomerStore, { customers, isWhole }: EraseAsk): Erased {
  const known = store.knownCustomers();
  const named = new Set(isWhole ? [...known, ...customers] : customers);
  const phones = [...named].flatMap((id) => store.eventsOf(id).flatMap(({ customer }) => customer?.phone ?? []));
  return {
    isEmpty: isWhole || known.every((id) => named.has(id)),
    phones: [...new Set(phones)],
    movedTo: [...named].flatMap((id) => store.movedTo(id) ?? []),
  };
}

/**
 * What outlives an erased person, under the keyed hash that is the object's name: the opt-out, and of each word of consent when,
 * what for, where and under which wording it was given, by nobody, and read by no rule. Everything else goes in the same
 * transaction. Names what stayed.
 */
export function keepRemains(store: CustomerStore): readonly string[] {
  const before: unknown[] = JSON.parse(store.getMeta("proof") ?? "[]");
  const proof = [...before, ...store.consent().map(withoutPerson)];
  if (proof.length > 0) store.setMeta("proof", JSON.stringify(proof));
  const kept = ["opt_out", "proof"].filter((key) => store.getMeta(key) !== undefined);
  store.empty(kept);
  return kept;
}

function withoutPerson({ transactional, promotional, source, wording, atMs }: ConsentFacts): ConsentFacts {
  return { transactional, promotional, source, wording, atMs };
}
