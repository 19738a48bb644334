import type { AnswerView, TellView } from "../../shared/contract/answers.ts";
import { flowOfRun } from "../domain/flow-of-run.ts";
import { toIso } from "../domain/iso.ts";
import { type CustomerState, foldCustomers } from "../domain/person-state.ts";
import type { NoteRow } from "../tables/notes.ts";
import type { CustomerStore } from "./customer-store.ts";

/** What this object's customers answered, and what others were told of them, as lists show it. */
export interface Noted {
  readonly answers: readonly NoteRow<AnswerView>[];
  readonly tells: readonly NoteRow<TellView>[];
}

export function listNoted(store: CustomerStore): Noted {
  const isHere = ({ customerId }: { readonly customerId: string }): boolean => store.movedTo(customerId) === undefined;
  const answers = store.answers().filter(isHere);
  const tells = store.told().filter(isHere);
  if (answers.length + tells.length === 0) return NOTHING;
  const customers = foldCustomers(store.events(), store.getMeta("customer_id") ?? "");
  return {
    answers: answers.map((answer) => {
      const { runId, path, customerId, orderId, value, scale, firstValue, isStated, points, atMs } = answer;
      const text = store.findRow(answer);
      const place = { flow: flowOfRun(runId), run: runId, step: path, customer: customerId };
      return {
        atMs,
        view: {
          ...place,
          ...(orderId !== undefined && { order: orderId }),
          products: productsOf(customers.get(customerId), orderId),
          at: toIso(atMs),
          ...(text !== undefined && { version: text.version, askedAt: toIso(text.atMs) }),
          ...(text?.template !== undefined && { template: text.template }),
          ...{ value, scale, firstValue, isStated, points },
        },
      };
    }),
    tells: tells.map(({ runId, path, customerId, id, event, data, state, attempts, atMs, nextAtMs }) => {
      const orderId = typeof data.order === "string" ? data.order : undefined;
      const place = { flow: flowOfRun(runId), run: runId, step: path, customer: customerId };
      return {
        atMs,
        view: {
          ...place,
          ...(orderId !== undefined && { order: orderId }),
          products: productsOf(customers.get(customerId), orderId),
          at: toIso(atMs),
          ...{ id, event, data, state, attempts },
          ...(nextAtMs !== undefined && { nextAt: toIso(nextAtMs) }),
        },
      };
    }),
  };
}

const NOTHING: Noted = { answers: [], tells: [] };

function productsOf(customer: CustomerState | undefined, orderId: string | undefined): AnswerView["products"] {
  const lines = orderId === undefined ? undefined : customer?.orders.get(orderId)?.lines;
  return [...(lines ?? [])]
    .sort((a, b) => Number(b.quantityLeft > 0) - Number(a.quantityLeft > 0))
    .map(({ sku, name }) => ({ sku, ...(name !== undefined && { name }) }));
}
