import { FlowError } from "../errors.ts";
import { checkGraph } from "./check-graph.ts";
import { checkNames } from "./check-names.ts";
import { checkOrder } from "./check-order.ts";
import type { Edge, Flow, FlowSurroundings } from "./flow.ts";
import { exitsOf } from "./outcomes.ts";
import { checkSigned } from "./parties.ts";
import type { FlowDefinition, Remedy, RemedyName } from "./schema.ts";
import type { Step } from "./steps.ts";

/** Checks a definition; throws FlowError with what is wrong and where. */
export function loadFlow(definition: FlowDefinition, surroundings: FlowSurroundings): Flow {
  const steps = definition.steps as readonly Step[];
  const index = new Map<string, Step>();
  for (const step of steps) {
    if (index.has(step.id)) throw new FlowError("flow.duplicate-step", `step ${step.id}`, "two steps have this id");
    index.set(step.id, step);
  }
  const remedies = Object.entries(definition.remedies ?? {}).map(([name, remedy]) => ({
    ...(remedy as Remedy),
    name: name as RemedyName,
  }));
  const flow: Flow = { definition, steps, first: steps[0]!, step: (id) => index.get(id), remedies };
  checkNames(flow, surroundings);
  checkGraph(flow);
  checkOrder(flow, surroundings);
  checkSigned(flow, surroundings);
  return flow;
}

/** Every way through the flow: the exits of its steps, and each remedy from each end it may begin at. */
export const edgesOf = (flow: Flow): Edge[] => [
  ...flow.steps.flatMap((step) => exitsOf(step).map((exit) => ({ from: step.id, ...exit }))),
  ...flow.remedies.flatMap(({ name, from, step }) => from.map((end) => ({ from: `end:${end}`, outcome: name, to: step }))),
];

/** An edge by its name, as `service`s and tests count them. */
export const edgeName = ({ from, outcome, to }: Edge): string => `${from} -${outcome}-> ${to}`;
