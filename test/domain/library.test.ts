import { describe, expect, it } from "vitest";
import { Flow, type SendStep, type Step } from "../../shared/contract/flows.ts";
import { countSegments } from "../../shared/segments.ts";
import { composeText } from "../../worker/domain/compose.ts";
import { shippedPolicy } from "../../worker/domain/default-policy.ts";
import { checkFlow } from "../../worker/domain/flow-check.ts";
import { library } from "../../worker/flows/library.ts";

/** Longer than nearly all there are: the text that a shop gets must still be one segment. */
const longest = {
  customer: { firstName: "Maximiliane-Zoe", locale: "en" },
  order: {
    id: "5123456789",
    name: "#102345678",
    statusUrl: "https://shop.example/orders/1",
    trackingUrl: "https://carrier.example/track/1",
  },
  parcel: { carrier: "Deutsche Post", trackingUrl: "https://carrier.example/track/1" },
  item: {
    name: "Juniper face serum 30 ml",
    shortName: "Juniper face serum 30 ml",
    reviewUrl: "https://shop.example/review/1",
  },
  shop: { name: "The Juniper & Fern House", url: "https://shop.example" },
};
const shortest = { customer: {}, order: { id: "1" }, shop: { name: "A" } };

const sends = library.flatMap(({ flow }) => allSends(flow.steps).map((step) => [flow.key, step] as const));

function allSends(steps: readonly Step[]): readonly SendStep[] {
  return steps.filter((step) => "send" in step);
}

function compose(step: SendStep, scope: Readonly<Record<string, unknown>>) {
  return composeText({
    step,
    class: step.class,
    variant: "own",
    scope,
    shortUrls: {},
    shopName: "The Juniper & Fern House",
    timeZone: "UTC",
    isFirstText: false,
    footer: shippedPolicy.footer,
  });
}

describe("the library", () => {
  it.each(library.map(({ flow }) => [flow.key, flow] as const))(
    "%s is a flow that its own checks accept",
    (_, flow) => {
      expect(Flow.parse(flow)).toEqual(flow);
      expect(checkFlow(flow, { policy: shippedPolicy, shopName: "Acme" }).problems).toEqual([]);
    },
  );

  it.each(sends)("a text of %s is one segment with the longest values, its link and the opt-out line", (_, step) => {
    const composed = compose(step, longest);
    expect(composed).toMatchObject({ kind: "text", segments: 1 });
    if (composed.kind === "text") expect(countSegments(composed.body).encoding).toBe("GSM-7");
  });

  it.each(sends)("a text of %s reads whole where nothing but the order's id is known", (_, step) => {
    const composed = compose(step, shortest);
    expect(composed).toMatchObject({ kind: "text" });
    if (composed.kind === "text") expect(composed.body).not.toMatch(/ {2}|: $|[,:] ?\n|undefined|null/);
  });
});
