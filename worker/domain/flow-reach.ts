import type { Flow, Step } from "../../shared/contract/flows.ts";
import type { FlowFinding } from "./flow-check.ts";
import { listArms } from "./flow-steps.ts";

/** Steps that no run can come to: behind an exit on every way, behind a branch that always holds, at a timeout that never comes. */
export function findUnreachable(flow: Flow): readonly FlowFinding[] {
  const findings: FlowFinding[] = [];
  walkList(flow.steps, "steps", findings);
  return findings;
}

/** Whether a run that enters this list always ends in it. Notes the first step of the list that none comes to. */
function walkList(steps: readonly Step[], path: string, findings: FlowFinding[]): boolean {
  for (const [index, step] of steps.entries()) {
    if (!endsRun(step, `${path}.${index}`, findings)) continue;
    if (index + 1 < steps.length)
      findings.push({ path: `${path}.${index + 1}`, message: "is never reached: the run has ended" });
    return true;
  }
  return false;
}

function endsRun(step: Step, path: string, findings: FlowFinding[]): boolean {
  if ("exit" in step) return true;
  if ("send" in step || "tell" in step) return false;
  if ("branch" in step) return branchEnds(step, path, findings);
  const arms = listArms(step, path);
  const ends = arms.map((arm) => walkList(arm.value, arm.path, findings));
  if ("waitFor" in step && step.waitFor.timeout === undefined) {
    if ((step.onTimeout ?? []).length > 0) {
      findings.push({ path: `${path}.onTimeout`, message: "is never reached: the wait has no timeout" });
    }
    return ends[0] === true;
  }
  // Who does not answer goes on behind the question.
  return !("ask" in step) && ends.every((end) => end);
}

function branchEnds(step: Extract<Step, { readonly branch: unknown }>, path: string, findings: FlowFinding[]): boolean {
  const always = step.branch.findIndex((arm) => Object.keys(arm.if).length === 0); // no test at all holds for everybody
  const arms = listArms(step, path);
  const reached = always === -1 ? arms : arms.slice(0, always + 1);
  for (const arm of arms.slice(reached.length)) {
    const isEmpty = arm.value.length === 0;
    if (!isEmpty) findings.push({ path: arm.path, message: "is never reached: a branch before it always holds" });
  }
  return reached.map((arm) => walkList(arm.value, arm.path, findings)).every((end) => end);
}
