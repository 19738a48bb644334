import type { CustomerStore } from "./customer-store.ts";

export type TakenBack = "taken_back" | "handed_over" | "unknown";

/** Ends a text that no gateway has been given yet; new where it was not ended so before. */
export function takeBack(
  store: CustomerStore,
  messageId: string,
  atMs: number,
): { readonly result: TakenBack; readonly isNew: boolean } {
  const row = store.rows().find((one) => one.runId === messageId || one.messageId === messageId);
  if (row === undefined) return { result: "unknown", isNew: false };
  if (row.reason === "taken_back") return { result: "taken_back", isNew: false };
  const sent = row.messageId === undefined ? undefined : store.findOutbox(row.messageId);
  if (row.isFinal || (sent !== undefined && sent.state !== "due")) return { result: "handed_over", isNew: false };
  store.putRow({ ...row, atMs, outcome: "suppressed", reason: "taken_back", untilAtMs: undefined, isFinal: true });
  return { result: "taken_back", isNew: true };
}
