import type { Attributes } from "../../shared/contract/primitives.ts";
import { currentScope } from "../domain/current-scope.ts";
import type { Pin } from "../domain/move-run.ts";
import type { DueTell } from "../domain/plan.ts";
import type { Scope } from "../domain/scope.ts";
import { renderTemplate } from "../domain/template.ts";
import type { Context } from "./customer-context.ts";
import type { TellRow } from "./run-notes-store.ts";

/** What another system will be told, with the fields as they are now: the run has come to it at this moment. */
export function newTell(
  { runId, path, run, step, customer }: DueTell,
  { merchant, products, together }: Context,
  nowMs: number,
  pin: Pin | undefined,
): TellRow {
  const shop = { name: merchant.name, url: merchant.siteUrl, helpText: merchant.helpText };
  const scope = currentScope(run, customer, { nowMs, shop, products, together });
  const data = Object.entries(step.tell.data ?? {}).map(([name, value]) => [name, printed(value, scope)]);
  return {
    // Of a run that was moved, the path may have been that of another message before.
    id: pin === undefined ? `${runId}/${path}` : `${runId}/v${pin.version}.${path}`,
    runId,
    path,
    customerId: customer.id,
    event: step.tell.event,
    atMs: nowMs,
    data: {
      ...Object.fromEntries(data),
      flow: run.flow.key,
      run: runId,
      customer: customer.id,
      ...(run.orderId === undefined ? {} : { order: run.orderId }),
    },
    state: "due",
    attempts: 0,
    nextAtMs: nowMs,
  };
}

/** A text may name fields; one that cannot be printed is told as nothing. */
function printed(value: Attributes[string] | undefined, scope: Scope): Attributes[string] {
  if (value === undefined) return null;
  if (typeof value !== "string") return value;
  const rendered = renderTemplate(value, scope);
  return rendered.kind === "text" ? rendered.text : null;
}
