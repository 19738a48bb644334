import type { Condition, Flow, Step } from "../../shared/contract/flows.ts";

/** Something in a flow and where in its JSON it stands: `steps.2.then.0`. */
export interface Placed<Value> {
  readonly value: Value;
  readonly path: string;
}

/** Every step at any depth, a block before the steps in it. */
export function listSteps(flow: Flow): readonly Placed<Step>[] {
  return stepsIn(flow.steps, "steps");
}

/** The lists of steps that a block chooses from. */
export function listArms(step: Step, path: string): readonly Placed<readonly Step[]>[] {
  if ("waitFor" in step) {
    return [
      { value: step.then ?? [], path: `${path}.then` },
      { value: step.onTimeout ?? [], path: `${path}.onTimeout` },
    ];
  }
  if ("branch" in step) {
    return [
      ...step.branch.map((arm, index) => ({ value: arm.steps, path: `${path}.branch.${index}.steps` })),
      { value: step.else ?? [], path: `${path}.else` },
    ];
  }
  if ("split" in step)
    return step.arms.map((arm, index) => ({ value: arm.steps, path: `${path}.arms.${index}.steps` }));
  if ("ask" in step) {
    return Object.entries(step.ask.answers).map(([range, steps]) => ({
      value: steps,
      path: `${path}.ask.answers.${range}`,
    }));
  }
  return [];
}

/** Every condition of a flow: the trigger's, the steps' and the branches'. */
export function listConditions(flow: Flow): readonly Placed<Condition>[] {
  const { where } = flow.trigger;
  return [
    ...(where === undefined ? [] : [{ value: where, path: "trigger.where" }]),
    ...listSteps(flow).flatMap(({ value: step, path }) => {
      if ("send" in step || "ask" in step) return step.if === undefined ? [] : [{ value: step.if, path: `${path}.if` }];
      if (!("branch" in step)) return [];
      return step.branch.map((arm, index) => ({ value: arm.if, path: `${path}.branch.${index}.if` }));
    }),
  ];
}

function stepsIn(steps: readonly Step[], path: string): readonly Placed<Step>[] {
  return steps.flatMap((value, index) => {
    const own = `${path}.${index}`;
    return [{ value, path: own }, ...listArms(value, own).flatMap((arm) => stepsIn(arm.value, arm.path))];
  });
}
