import type * as z from "zod";
import type { EnrolInput, EnrolView } from "../../shared/contract/dry-run.ts";
import type { Enrolled } from "../objects/enrol.ts";
import { ProblemError } from "../problem.ts";
import { visitOwners } from "../visit-owners.ts";
import { unknownFlow } from "./flows.ts";
import { jsonResponse } from "./json-response.ts";
import { invalidRequest } from "./read-body.ts";
import { type ApiContext, getParam, type RouteRequest } from "./route.ts";
import { totalCost } from "./view-cost.ts";

/** One call looks at people for so long (machine time); what is left is for the next. */
const MOST_MS = 20_000;
const MOST_EXAMPLES = 10;

/** R16: past buyers enter by this call alone, and it says before how many, when, and at what cost. */
export async function enrolSegment(request: RouteRequest, context: ApiContext, input: EnrolInput): Promise<Response> {
  const { env, merchant } = context;
  const key = getParam(request, "key");
  const { segment, dryRun = false, after = "" } = input;
  const live = Object.hasOwn(merchant.flows, key) ? merchant.flows[key] : undefined;
  if (live === undefined) throw unknownFlow();
  if (!Object.hasOwn(merchant.segments, segment)) {
    throw invalidRequest([{ path: "segment", message: "is no segment: PUT /v1/segments makes one" }]);
  }
  if (live.status === "off" && !dryRun) {
    throw new ProblemError({
      type: "/problems/flow-off",
      title: "The flow is off: turn it on first",
      status: 409,
    });
  }
  const { version } = live;
  const visited = await visitOwners(
    env,
    { merchantId: merchant.id, scope: { kind: "everybody" }, after },
    (owner) => env.CUSTOMER.getByName(owner).enrol({ flow: key, version, segment, dryRun }),
    { mostMs: MOST_MS },
  );
  const people = visited.results.flat();
  const entering = people.filter(({ outcome }) => outcome === "enters");
  const count = (outcome: Enrolled["outcome"]): number => people.filter((one) => one.outcome === outcome).length;
  const instants = entering.flatMap(({ firstTextAt }) => firstTextAt ?? []).sort();
  const [earliest] = instants;
  const latest = instants.at(-1);
  const view: z.output<typeof EnrolView> = {
    flow: key,
    version,
    segment,
    dryRun,
    matching: people.length,
    entering: entering.length,
    alreadyIn: count("already_in"),
    withoutOrder: count("without_order"),
    refused: count("refused"),
    texts: entering.reduce((sum, { texts }) => sum + texts, 0),
    segments: entering.reduce((sum, { segments }) => sum + segments, 0),
    ...totalCost(entering, merchant),
    ...(earliest !== undefined && latest !== undefined && { firstTextAt: { earliest, latest } }),
    examples: entering
      .slice(0, MOST_EXAMPLES)
      .map(({ customer, order, firstTextAt }) => ({ customer, order, firstTextAt })),
    done: visited.next === undefined,
    ...(visited.next !== undefined && { next: visited.next }),
  };
  return jsonResponse(view);
}
