import type { Flow } from "../definition/flow.ts";
import { edgesOf } from "../definition/load.ts";
import { exitsOf } from "../definition/outcomes.ts";
import type { Step, StepKind } from "../definition/steps.ts";

/** The element of BPMN 2.0 that stands for a kind of step. */
export const elementOf: Record<StepKind, string> = {
  fill: "bpmn:UserTask",
  notice: "bpmn:ReceiveTask",
  sign: "bpmn:UserTask",
  collect: "bpmn:ServiceTask",
  match: "bpmn:ServiceTask",
  assess: "bpmn:BusinessRuleTask",
  review: "bpmn:UserTask",
  ask: "bpmn:UserTask",
  pay: "bpmn:UserTask",
  decide: "bpmn:UserTask",
  visit: "bpmn:ManualTask",
  committee: "bpmn:UserTask",
  draw: "bpmn:UserTask",
  await: "bpmn:ReceiveTask",
  write: "bpmn:ServiceTask",
  act: "bpmn:ServiceTask",
  issue: "bpmn:ServiceTask",
  payout: "bpmn:ServiceTask",
  entitle: "bpmn:ServiceTask",
  notify: "bpmn:SendTask",
};

export const taskElement = (step: Step): string =>
  step.kind === "decide" && step.by === "law" ? "bpmn:BusinessRuleTask" : elementOf[step.kind];

export type Node = { id: string; kind: "task" | "gateway" | "start" | "end"; width: number; height: number };
export type FlowLine = {
  id: string;
  from: string;
  to: string;
  /** The line leaves the timer on the border of the task. */
  timer: boolean;
  /** What the line means, for lines after an outcome. */
  condition?: { outcome: string; when?: unknown };
};
export type Diagram = { nodes: Node[]; lines: FlowLine[] };

/** Ids of XML: a letter first, no colon. */
export const taskId = (step: string): string => `step_${step}`;
export const endId = (end: string): string => `end_${end}`;
const gatewayId = (step: string): string => `after_${step}`;
export const timerId = (step: string): string => `timer_${step}`;
export const remedyId = (name: string): string => `remedy_${name}`;
const targetId = (to: string): string => (to.startsWith("end:") ? endId(to.slice(4)) : taskId(to));
export const isOfTime = (outcome: string): boolean => outcome === "expired" || outcome === "overdue";

const task = { kind: "task", width: 120, height: 80 } as const;
const event = { width: 36, height: 36 } as const;

/** The nodes and sequence flows of a flow: a task for each step, a gateway where it has several outcomes, events at beginnings and ends. */
export function diagramOf(flow: Flow): Diagram {
  const nodes: Node[] = [];
  const lines: FlowLine[] = [];
  const line = (from: string, to: string, more: Partial<FlowLine> = {}): void => {
    lines.push({ id: `flow_${lines.length + 1}`, from, to, timer: false, ...more });
  };
  for (const step of flow.steps) {
    const begins = step === flow.first || step.kind === "notice";
    if (begins) {
      nodes.push({ id: `start_${step.id}`, kind: "start", ...event });
      line(`start_${step.id}`, taskId(step.id));
    }
    nodes.push({ id: taskId(step.id), ...task });
    const exits = exitsOf(step);
    const chosen = exits.filter(({ outcome }) => !isOfTime(outcome));
    const from = chosen.length > 1 ? gatewayId(step.id) : taskId(step.id);
    if (chosen.length > 1) {
      nodes.push({ id: from, kind: "gateway", width: 50, height: 50 });
      line(taskId(step.id), from);
    }
    for (const { outcome, when, to } of exits) {
      const condition = { outcome, ...(when ? { when } : {}) };
      if (isOfTime(outcome)) line(taskId(step.id), targetId(to), { timer: true, condition });
      else line(from, targetId(to), { condition });
    }
  }
  for (const { name, step } of flow.remedies) {
    nodes.push({ id: remedyId(name), kind: "start", ...event });
    line(remedyId(name), taskId(step));
  }
  const ended = new Set(edgesOf(flow).flatMap(({ to }) => (to.startsWith("end:") ? [to.slice(4)] : [])));
  for (const end of ended) nodes.push({ id: endId(end), kind: "end", ...event });
  return { nodes, lines };
}
