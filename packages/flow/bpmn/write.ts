import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import type { Flow } from "../definition/flow.ts";
import { outcomesOf } from "../definition/outcomes.ts";
import { isOfficerStep, type Limit, type Step } from "../definition/steps.ts";
import { type Placed, type Point, place } from "../picture/layout.ts";
import {
  type Diagram,
  diagramOf,
  type FlowLine,
  isOfTime,
  type Node,
  remedyId,
  taskElement,
  taskId,
  timerId,
} from "./diagram.ts";
import { durationOf } from "./duration.ts";

export const namespace = "https://t-road.example/bpmn/flow/1";

/** Names in the picture, in one language. */
export type BpmnTexts = {
  process: string;
  step: (step: Step) => string;
  outcome: (step: Step, outcome: string) => string;
  end: (end: string) => string;
  remedy: (name: string) => string;
};

type Element = ModdleElement;
type Make = (type: string, attributes: Record<string, unknown>) => Element;

const timerSize = 36;

/**
 * A flow as a BPMN 2.0 document with its layout. What BPMN has no word for stands in attributes of our own namespace: the kind of a step and
 * its settings, working days, and what a remedy needs.
 */
export async function toBpmn(flow: Flow, id: string, texts: BpmnTexts): Promise<string> {
  const moddle = new BpmnModdle();
  const make: Make = (type, attributes) => moddle.create(type, attributes);
  const diagram = diagramOf(flow);
  const placed = place(diagram.nodes, diagram.lines, "LR", { layer: 60, side: 50 });
  const nodes = new Map(diagram.nodes.map((node) => [node.id, make(typeOf(flow, node), attributesOf(flow, node, texts))]));
  const timers = timersOf(flow, nodes, make);
  const lines = diagram.lines.map((line) => sequenceFlow(line, diagram, nodes, timers, texts, flow, make));
  const process = make("bpmn:Process", {
    ...{ id: `process_${id.replaceAll("-", "_")}`, name: texts.process, isExecutable: false },
    flowElements: [...nodes.values(), ...timers.values(), ...lines],
  });
  const plane = make("bpmndi:BPMNPlane", {
    ...{ id: "plane", bpmnElement: process },
    planeElement: [...shapes(placed, diagram, nodes, timers, make), ...edges(placed, diagram.lines, lines, make)],
  });
  const definitions = make("bpmn:Definitions", {
    ...{ id: "definitions", targetNamespace: namespace, "xmlns:troad": namespace },
    rootElements: [process],
    diagrams: [make("bpmndi:BPMNDiagram", { id: "diagram", plane })],
  });
  return (await moddle.toXML(definitions, { format: true })).xml;
}

const types = { gateway: "bpmn:ExclusiveGateway", start: "bpmn:StartEvent", end: "bpmn:EndEvent" };
const stepOf = (flow: Flow, node: string): Step => flow.step(node.slice(taskId("").length))!;
const typeOf = (flow: Flow, { id, kind }: Node): string => (kind === "task" ? taskElement(stepOf(flow, id)) : types[kind]);

function attributesOf(flow: Flow, { id, kind }: Node, texts: BpmnTexts): Record<string, unknown> {
  if (kind === "end") return { id, name: texts.end(id.slice("end_".length)) };
  if (kind === "gateway") return { id };
  if (kind === "start") {
    const remedy = flow.remedies.find(({ name }) => remedyId(name) === id);
    if (!remedy) return { id };
    const { name, ...settings } = remedy;
    return { id, name: texts.remedy(name), "troad:remedy": JSON.stringify({ name, ...settings }) };
  }
  const step = stepOf(flow, id);
  const { id: _, kind: stepKind, next: __, limit: ___, ...settings } = step;
  return {
    ...{ id, name: texts.step(step), "troad:kind": stepKind, "troad:settings": JSON.stringify(settings) },
    ...(isOfficerStep(step) ? { "troad:role": step.role } : {}),
  };
}

/** A timer on the border of each step that has a limit; it interrupts where time has an outcome. */
function timersOf(flow: Flow, nodes: ReadonlyMap<string, Element>, make: Make): Map<string, Element> {
  return new Map(
    flow.steps.flatMap((step): [string, Element][] => {
      if (!step.limit) return [];
      const cancelActivity = outcomesOf(step).some(isOfTime);
      const attachedToRef = nodes.get(taskId(step.id));
      const eventDefinitions = [timerDefinition(step.id, step.limit, make)];
      const id = timerId(step.id);
      return [[id, make("bpmn:BoundaryEvent", { id, attachedToRef, cancelActivity, eventDefinitions })]];
    }),
  );
}

function timerDefinition(step: string, limit: Limit, make: Make): Element {
  const { duration, working, extension } = durationOf(limit);
  return make("bpmn:TimerEventDefinition", {
    id: `limit_${step}`,
    ...(working ? { "troad:days": "working" } : {}),
    ...(extension === undefined ? {} : { "troad:extension": extension }),
    timeDuration: make("bpmn:FormalExpression", { body: duration }),
  });
}

function sequenceFlow(
  { id, from, to, timer, condition }: FlowLine,
  { nodes: drawn }: Diagram,
  nodes: ReadonlyMap<string, Element>,
  timers: ReadonlyMap<string, Element>,
  texts: BpmnTexts,
  flow: Flow,
  make: Make,
): Element {
  const origin = from.replace(/^after_/, taskId(""));
  const step = origin.startsWith(taskId("")) ? stepOf(flow, origin) : undefined;
  const source = timer && step ? timers.get(timerId(step.id)) : nodes.get(from);
  const target = nodes.get(to);
  const isChoice = drawn.find((node) => node.id === from)?.kind === "gateway";
  const element = make("bpmn:SequenceFlow", {
    ...{ id, sourceRef: source, targetRef: target },
    ...(condition && step && (isChoice || timer) ? { name: texts.outcome(step, condition.outcome) } : {}),
    ...(condition ? { "troad:outcome": condition.outcome } : {}),
    // a condition is allowed on the way out of a gateway or a task, not of an event
    ...(condition?.when === undefined
      ? {}
      : {
          conditionExpression: make("bpmn:FormalExpression", {
            language: `${namespace}#guard`,
            body: JSON.stringify(condition.when),
          }),
        }),
  });
  for (const [end, name] of [
    [source, "outgoing"],
    [target, "incoming"],
  ] as const)
    end?.get(name).push(element);
  return element;
}

function shapes(
  { boxes }: Placed,
  { nodes }: Diagram,
  elements: ReadonlyMap<string, Element>,
  timers: ReadonlyMap<string, Element>,
  make: Make,
): Element[] {
  const shape = (bpmnElement: Element | undefined, id: string, box: Point & { width: number; height: number }): Element =>
    make("bpmndi:BPMNShape", { id: `${id}_di`, bpmnElement, bounds: make("dc:Bounds", box) });
  const drawn = nodes.map(({ id }) => {
    const { x, y, width, height } = boxes.get(id)!;
    return shape(elements.get(id), id, { x, y, width, height });
  });
  const onBorder = [...timers].map(([id, element]) => {
    const box = boxes.get(taskId(id.slice(timerId("").length)))!;
    return shape(element, id, { ...timerCorner(box), width: timerSize, height: timerSize });
  });
  return [...drawn, ...onBorder];
}

const timerCorner = ({ x, y, width, height }: Point & { width: number; height: number }): Point => ({
  x: x + width - timerSize - 8,
  y: y + height - timerSize / 2,
});

function edges(
  { boxes, lines: routes }: Placed,
  lines: readonly FlowLine[],
  elements: readonly Element[],
  make: Make,
): Element[] {
  return lines.map(({ id, from, timer }, index) => {
    const [first, ...rest] = routes.get(id)!.points;
    const corner = timerCorner(boxes.get(from)!);
    const start = timer ? { x: corner.x + timerSize / 2, y: corner.y + timerSize } : first!;
    const waypoint = [start, ...rest].map((point) => make("dc:Point", point));
    return make("bpmndi:BPMNEdge", { id: `${id}_di`, bpmnElement: elements[index], waypoint });
  });
}
