import { describe, expect, it } from "vitest";
import { Flow } from "../../shared/contract/flows.ts";
import { placeTells, planMove } from "../../worker/domain/move-run.ts";
import type { StepRow } from "../../worker/domain/run.ts";

const text = (template: string | undefined, more: object = {}) => ({
  send: { body: "Hi", ...(template !== undefined && { template }) },
  class: "transactional",
  ...more,
});
const flow = (...steps: object[]) => Flow.parse({ key: "f", name: "F", trigger: { event: "order.placed" }, steps });
const row = (path: string, template: string | undefined, atMs = 1): StepRow => ({
  runId: "f:o1",
  path,
  flow: "f",
  version: 1,
  template,
  class: "transactional",
  customerId: "c1",
  orderId: "o1",
  trigger: undefined,
  lookedAtMs: 0,
  dueAtMs: atMs,
  atMs,
  outcome: "sent",
  reason: undefined,
  rule: undefined,
  untilAtMs: undefined,
  messageId: undefined,
  slotAtMs: undefined,
  isFinal: true,
});
const versions = (from: Flow, to: Flow, version = 2) => ({
  from: { flow: from, version: 1 },
  to: { flow: to, version },
});
const a = text("a");
const b = text("b");
const wait = (...then: object[]) => ({ waitFor: { event: "order.shipped" }, then });

describe("what a run has behind it stands in the new version", () => {
  it.each([
    ["at its template, wherever that is", flow(a, b), flow(b, wait(a)), [row("0", "a")], ["0 > 1.then.0"]],
    ["at the same path, where two steps have its template", flow(a, b), flow(a, text("a")), [row("1", "a")], ["1 > 1"]],
    [
      "one text a step, where two had its template",
      flow(a, a),
      flow(a, a),
      [row("0", "a", 1), row("1", "a", 2)],
      ["0 > 0", "1 > 1"],
    ],
    [
      "at the same path, where neither has a template",
      flow(text(undefined)),
      flow(text(undefined), b),
      [row("0", undefined)],
      ["0 > 0"],
    ],
    [
      "at the same path, where its template has another name now",
      flow(a, b),
      flow(text("c"), b),
      [row("0", "a")],
      ["0 > 0"],
    ],
    [
      "aside, where its path is another text's",
      flow(a, b),
      flow(b),
      [row("0", "a", 1), row("1", "b", 2)],
      ["0 > v1.0", "1 > 0"],
    ],
    [
      "aside, where that path sends nothing",
      flow(a, b),
      flow({ exit: true }, b),
      [row("0", "a", 1), row("1", "b", 2)],
      ["0 > v1.0", "1 > 1"],
    ],
  ])("%s", (_, from, to, rows, places) => {
    const move = planMove(versions(from, to), rows, undefined, 10);
    expect(move.kind === "placed" && move.texts.map((place) => `${place.from} > ${place.to}`)).toEqual(places);
  });

  it("nowhere, where the last of it has no place and nothing tells where the next one is", () => {
    const next = { path: "1", step: text("b") as never }; // a step of the form that the parser gives
    expect(planMove(versions(flow(a, b), flow(wait(), text("c"))), [row("0", "a")], undefined, 10).kind).toBe(
      "not_placed",
    );
    expect(planMove(versions(flow(a, b), flow(wait(b))), [row("0", "a")], next, 10)).toEqual({
      kind: "placed",
      texts: [{ from: "0", to: "v1.0" }],
      reached: "0.then.0",
    });
  });

  it("at its step again where that is back, and messages to others by what they tell of", () => {
    const move = planMove(versions(flow(b), flow(a, b), 3), [row("v1.0", "a"), row("0", "b", 2)], undefined, 10);
    const places = [
      { from: "v1.0", to: "0" },
      { from: "0", to: "1" },
    ];
    expect(move).toEqual({ kind: "placed", texts: places, reached: "1" });
    const tell = (event: string) => ({ tell: { destination: "webhook", event } });
    const told = [
      { path: "0", event: "reward.granted" },
      { path: "1", event: "order.seen" },
    ];
    expect(placeTells({ flow: flow(a, tell("reward.granted"), tell("reward.granted")), version: 2 }, told)).toEqual([
      { from: "0", to: "1" },
      { from: "1", to: "v2.1" },
    ]);
  });
});
