import type { Condition, Flow } from "../../shared/contract/flows.ts";
import { listLinks, MAIN_LINK } from "./compose.ts";
import type { FlowCheck, FlowFinding } from "./flow-check.ts";
import { listConditions, listSteps } from "./flow-steps.ts";
import { isWebAddress } from "./flow-texts.ts";
import { checkTarget, targetRefusals } from "./link-target.ts";
import { textOfStep } from "./question.ts";
import { checkTemplate } from "./template.ts";

/** What a shop has that its flows may count on; undefined = not known here. */
export interface ShopMeans {
  /** Where texts come from: a number, a short code, a name, or a Messaging Service's sid. */
  readonly sender?: string | undefined;
  readonly hasWebhook?: boolean | undefined;
  readonly offers?: readonly string[] | undefined;
  readonly segments?: readonly string[] | undefined;
  /** Without them no address is looked at. */
  readonly targetRules?: Parameters<typeof checkTarget>[1] | undefined;
  /** The version that is live: what it counts on may have been deleted since, and the rest of it can be changed all the same. */
  readonly live?: Flow | undefined;
}

/** What a flow counts on and its own steps, or the shop, do not have. */
export function checkSurroundings(flow: Flow, shop: ShopMeans): FlowCheck {
  const conditions = listConditions(flow).flatMap(({ value, path }) => listTests(value, path));
  return {
    problems: [
      ...findUnansweredQuestions(flow, shop.sender),
      ...findUnaskedAnswers(flow, conditions),
      ...findMissingOffers(flow),
      ...findRefusedTargets(flow, shop.targetRules),
      ...findUnknownSegments(conditions, shop, "new"),
    ],
    warnings: [
      ...warnOfDeafDestinations(flow, shop.hasWebhook),
      ...warnOfUnknownOffers(flow, shop.offers),
      ...findUnknownSegments(conditions, shop, "live"),
    ],
  };
}

/** A sender that is a name takes no replies (docs/rules.md, section 3, "First text"). */
function findUnansweredQuestions(flow: Flow, sender: string | undefined): readonly FlowFinding[] {
  if (sender === undefined || !isName(sender)) return [];
  return listSteps(flow).flatMap(({ value, path }) =>
    "ask" in value
      ? [{ path: `${path}.ask`, message: `asks, and nobody can reply to the sender ${sender}: it is a name` }]
      : [],
  );
}

/** Not a number, nor a short code, nor the sid of a Messaging Service ("MG" and 32 hexadecimal digits, twilio.com/docs/glossary/what-is-a-sid). */
function isName(sender: string): boolean {
  return /[a-z]/i.test(sender) && !/^MG[0-9a-f]{32}$/i.test(sender);
}

/** `answers.nps` is what was answered to the question with that template, or, without one, at that path. */
function findUnaskedAnswers(flow: Flow, tests: readonly FieldTest[]): readonly FlowFinding[] {
  const asked = new Set(
    listSteps(flow).flatMap(({ value, path }) =>
      "ask" in value ? [value.ask.template ?? path.replace(/^steps\./, "")] : [],
    ),
  );
  return tests.flatMap(({ field, path }) => {
    const name = field.startsWith("answers.") ? field.slice("answers.".length) : undefined;
    return name === undefined || asked.has(name) ? [] : [{ path, message: `This flow asks no question named ${name}` }];
  });
}

/** Such a text could never go. */
function findMissingOffers(flow: Flow): readonly FlowFinding[] {
  return listSteps(flow).flatMap(({ value, path }) => {
    const text = textOfStep(value);
    if (text === undefined || text.offer !== undefined) return [];
    const kind = "ask" in value ? "ask" : "send";
    const bodies = [
      [`${path}.${kind}.body`, text.send.body],
      [`${path}.${kind}.promotionalBody`, text.send.promotionalBody ?? ""],
    ] as const;
    return bodies.flatMap(([place, source]) => {
      const { problems, mayBeEmpty } = checkTemplate(source);
      const field = mayBeEmpty.find((one) => one.startsWith("offer."));
      return field === undefined || problems.length > 0
        ? []
        : [{ path: place, message: `prints {{ ${field} }}, and the step has no offer` }];
    });
  });
}

/** A text whose link may not lead where it says never goes (`content`); an address that names fields is known when it goes. */
function findRefusedTargets(flow: Flow, rules: ShopMeans["targetRules"]): readonly FlowFinding[] {
  if (rules === undefined) return [];
  return listSteps(flow).flatMap(({ value, path }) => {
    const text = textOfStep(value);
    if (text === undefined) return [];
    return listLinks(text).flatMap(({ name, url }) => {
      const check = url.includes("{") || !isWebAddress(url) ? undefined : checkTarget(url, rules);
      if (check?.kind !== "refused") return [];
      const place = name === MAIN_LINK ? `${path}.link.url` : `${path}.links.${name}.url`;
      return [{ path: place, message: targetRefusals[check.why] }];
    });
  });
}

function warnOfDeafDestinations(flow: Flow, hasWebhook: boolean | undefined): readonly FlowFinding[] {
  if (hasWebhook !== false) return [];
  return listSteps(flow).flatMap(({ value, path }) =>
    "tell" in value
      ? [{ path: `${path}.tell.destination`, message: "no webhook is connected: nobody is told until one is" }]
      : [],
  );
}

function warnOfUnknownOffers(flow: Flow, offers: readonly string[] | undefined): readonly FlowFinding[] {
  if (offers === undefined) return [];
  return listSteps(flow).flatMap(({ value, path }) => {
    const offer = textOfStep(value)?.offer;
    if (offer === undefined || offers.includes(offer)) return [];
    return [
      {
        path: `${path}.offer`,
        message: `There is no offer ${offer} yet: until there is, a text that prints it does not go`,
      },
    ];
  });
}

/** Those that the live version names already, or the others. */
function findUnknownSegments(
  tests: readonly FieldTest[],
  { segments, live }: ShopMeans,
  since: "live" | "new",
): readonly FlowFinding[] {
  if (segments === undefined) return [];
  const before = live === undefined ? [] : listConditions(live).flatMap(({ value }) => listTests(value, ""));
  const isNamed = (segment: string): boolean =>
    before.some(({ field, operands }) => field === SEGMENTS && operands.includes(segment));
  return tests
    .filter(({ field }) => field === SEGMENTS)
    .flatMap(({ path, operands }) =>
      operands
        .filter((segment) => !segments.includes(segment) && isNamed(segment) === (since === "live"))
        .map((segment) => ({ path, message: `There is no segment ${segment}: PUT /v1/segments/${segment} makes one` })),
    );
}

const SEGMENTS = "customer.segments";

interface FieldTest {
  readonly field: string;
  readonly path: string;
  /** The texts that it is compared with. */
  readonly operands: readonly string[];
}

/** Every test of a condition, at any depth. */
function listTests(condition: Condition, path: string): readonly FieldTest[] {
  return Object.entries(condition).flatMap(([field, test]): readonly FieldTest[] => {
    const own = `${path}.${field}`;
    if (test === undefined) return [];
    if (field === "any" || field === "all") {
      const parts = test as readonly Condition[]; // zod: any and all are lists of conditions
      return parts.flatMap((part, index) => listTests(part, `${own}.${index}`));
    }
    if (field === "not") return listTests(test as Condition, own); // zod: not is a condition
    const operands = Object.values(test).flat();
    return [{ field, path: own, operands: operands.filter((one) => typeof one === "string") }];
  });
}
