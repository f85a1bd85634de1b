import { FlowError } from "../errors.ts";
import type { Flow } from "./flow.ts";
import { exitsOf, outcomesOf } from "./outcomes.ts";
import { endOf, isAutomatic, isOfficerStep, type Step } from "./steps.ts";

const at = (step: Step): string => `step ${step.id}`;

/** Every outcome leads somewhere, every step is reached, an end is reached from every step, and no circle turns without a person. */
export function checkGraph(flow: Flow): void {
  if (flow.first.kind !== "fill" && flow.first.kind !== "notice")
    throw new FlowError("flow.first-step", at(flow.first), "a case begins by answering or by a notice");
  for (const step of flow.steps) {
    checkOutcomes(step);
    checkTargets(flow, step);
    checkAsk(flow, step);
  }
  checkReach(flow);
  checkEnds(flow);
  checkCircles(flow);
}

function checkOutcomes(step: Step): void {
  const outcomes = outcomesOf(step);
  for (const outcome of outcomes)
    if (!Object.hasOwn(step.next, outcome)) throw new FlowError("flow.outcome-missing", at(step), `${outcome} leads nowhere`);
  for (const outcome of Object.keys(step.next))
    if (!outcomes.includes(outcome)) throw new FlowError("flow.outcome-unknown", at(step), `has no outcome ${outcome}`);
}

function checkTargets(flow: Flow, step: Step): void {
  for (const { to } of exitsOf(step))
    if (!endOf(to) && !flow.step(to)) throw new FlowError("flow.unknown-step", at(step), `leads to ${to}, which does not exist`);
  for (const [outcome, exits] of Object.entries(step.next)) {
    if (typeof exits === "string") continue;
    const open = exits.findIndex(({ when }) => !when);
    if (open !== exits.length - 1)
      throw new FlowError("flow.unguarded", at(step), `of the ways after ${outcome} the last one, and no other, has no guard`);
  }
}

/** Only an officer asks for what is missing, and the answer goes back to an officer. */
function checkAsk(flow: Flow, step: Step): void {
  for (const { outcome, to } of exitsOf(step)) {
    const target = flow.step(to);
    if (outcome === "asked" && target?.kind !== "ask")
      throw new FlowError("flow.ask", at(step), "asked leads to a step of kind ask");
    if (target?.kind === "ask" && (outcome !== "asked" || !isOfficerStep(step)))
      throw new FlowError("flow.ask", at(step), "only an officer's outcome asked leads to a step of kind ask");
    if (step.kind === "ask" && outcome === "supplied" && !(target && isOfficerStep(target)))
      throw new FlowError("flow.ask", at(step), "what was supplied goes to an officer");
  }
}

function reachableFrom(flow: Flow, starts: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = flow.step(id);
    if (!step || reached.has(id)) continue;
    reached.add(id);
    open.push(...exitsOf(step).map(({ to }) => to));
  }
  return reached;
}

/** Where cases can begin, or go on after an end. */
export const entriesOf = (flow: Flow): string[] => [
  flow.first.id,
  ...flow.steps.filter(({ kind }) => kind === "notice").map(({ id }) => id),
  ...flow.remedies.map(({ step }) => step),
];

function checkReach(flow: Flow): void {
  for (const { name, step } of flow.remedies)
    if (!flow.step(step)) throw new FlowError("flow.unknown-step", `remedy ${name}`, `leads to ${step}, which does not exist`);
  const reached = reachableFrom(flow, entriesOf(flow));
  const lost = flow.steps.find(({ id }) => !reached.has(id));
  if (lost) throw new FlowError("flow.unreachable", at(lost), "no step leads to it");
}

function checkEnds(flow: Flow): void {
  // backwards from the ends
  const ending = new Set<string>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const step of flow.steps) {
      if (ending.has(step.id) || !exitsOf(step).some(({ to }) => endOf(to) || ending.has(to))) continue;
      ending.add(step.id);
      grew = true;
    }
  }
  const stuck = flow.steps.find(({ id }) => !ending.has(id));
  if (stuck) throw new FlowError("flow.no-end", at(stuck), "no end can be reached from it");
}

function checkCircles(flow: Flow): void {
  const done = new Set<string>();
  const visit = (step: Step, trail: readonly string[]): void => {
    if (trail.includes(step.id))
      throw new FlowError("flow.automatic-cycle", at(step), `it would turn for ever: ${[...trail, step.id].join(" -> ")}`);
    // where nobody is named to sign, a step of kind sign is over at once
    const isOver = (outcome: string): boolean => isAutomatic(step) || (step.kind === "sign" && outcome === "signed");
    if (done.has(step.id)) return;
    for (const { to } of exitsOf(step).filter(({ outcome }) => isOver(outcome))) {
      const next = flow.step(to);
      if (next) visit(next, [...trail, step.id]);
    }
    done.add(step.id);
  };
  for (const step of flow.steps) visit(step, []);
}
