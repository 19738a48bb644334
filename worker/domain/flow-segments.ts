import type { Policy } from "../../shared/contract/policy.ts";
import { composeText } from "./compose.ts";
import type { FlowFinding } from "./flow-check.ts";
import type { StepText } from "./flow-texts.ts";
import { sampleCustomer, sampleScope } from "./sample-scope.ts";

interface Measure {
  readonly policy: Policy;
  readonly shopName: string;
}

export function warnOfSegments(text: StepText, means: Measure): readonly FlowFinding[] {
  const segments = countUsually(text, means, { isFirstText: false });
  if (segments <= 1) return [];
  return [{ path: text.path, message: `takes ${segments} segments at usual values, its last line counted` }];
}

/** Of a flow's texts the first that fits one segment only while it is not the first that a number gets. */
export function warnOfFirstText(texts: readonly StepText[], means: Measure): readonly FlowFinding[] {
  for (const text of means.policy.footer.firstTextLine ? texts : []) {
    const segments = countUsually(text, means, { isFirstText: true });
    if (segments <= 1 || countUsually(text, means, { isFirstText: false }) > 1) continue;
    const message = `takes ${segments} segments where it is the first text to a number: then it also says who writes, what it costs and how to get help`;
    return [{ path: text.path, message }];
  }
  return [];
}

/** 0 where no text comes of it. */
function countUsually(
  { step, path, class: textClass, isAddress, language = "en" }: StepText,
  { policy, shopName }: Measure,
  { isFirstText }: { readonly isFirstText: boolean },
): number {
  if (isAddress) return 0;
  const composed = composeText({
    step,
    class: textClass,
    variant: path.endsWith("promotionalBody") ? "promotional" : "own",
    scope: { ...sampleScope, customer: { ...sampleCustomer, locale: language } },
    shortUrls: {},
    shopName,
    timeZone: "America/New_York",
    isFirstText,
    footer: policy.footer,
  });
  return composed.kind === "text" ? composed.segments : 0;
}
