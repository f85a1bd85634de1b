import { BpmnModdle, type ModdleElement } from "bpmn-moddle";
import Value from "typebox/value";
import type { FlowDefinition } from "../definition/schema.ts";
import { stepSchema } from "../definition/steps.ts";
import { limitOf } from "./duration.ts";

type Element = ModdleElement;
type Exits = Record<string, string | { when?: unknown; to: string }[]>;

/** The steps and remedies of a document that `toBpmn` wrote: kinds, guards and limits as the diagram has them. Throws for other documents. */
export async function fromBpmn(xml: string): Promise<Pick<FlowDefinition, "steps" | "remedies">> {
  const { rootElement } = await new BpmnModdle().fromXML(xml);
  const process = (rootElement.get("rootElements") as Element[]).find(({ $type }) => $type === "bpmn:Process");
  if (!process) throw new TypeError("the document has no process");
  const elements = (process.get("flowElements") ?? []) as Element[];
  const steps = elements.filter((one) => attribute(one, "kind") !== undefined).map((task) => stepFrom(task, elements));
  const remedies = elements.flatMap((one) => {
    const raw = attribute(one, "remedy");
    if (raw === undefined) return [];
    const { name, ...remedy } = JSON.parse(raw) as { name: string };
    const [way] = outgoing(one, elements);
    return [[name, { ...remedy, step: targetOf(way!) }]] as const;
  });
  return {
    steps: steps.map((one) => Value.Parse(stepSchema, one)),
    ...(remedies.length > 0 ? { remedies: Object.fromEntries(remedies) } : {}),
  } as Pick<FlowDefinition, "steps" | "remedies">;
}

/** An attribute of our namespace, whatever prefix the document gives it. */
function attribute(element: Element, name: string): string | undefined {
  const found: unknown = element.$attrs?.[`troad:${name}`];
  return typeof found === "string" ? found : undefined;
}

const outgoing = (element: Element, all: readonly Element[]): Element[] =>
  all.filter((one) => one.$type === "bpmn:SequenceFlow" && one.get("sourceRef") === element);

const targetOf = (way: Element): string => {
  const id = String((way.get("targetRef") as Element).id);
  return id.startsWith("end_") ? `end:${id.slice(4)}` : id.slice("step_".length);
};

function stepFrom(task: Element, all: readonly Element[]): Record<string, unknown> {
  const timer = all.find((one) => one.$type === "bpmn:BoundaryEvent" && one.get("attachedToRef") === task);
  const direct = outgoing(task, all);
  // one way into a gateway stands for all the ways out of it
  const ways = direct.flatMap((way) => {
    const target = way.get("targetRef") as Element;
    return target.$type === "bpmn:ExclusiveGateway" ? outgoing(target, all) : [way];
  });
  const next: Exits = {};
  for (const way of [...ways, ...(timer ? outgoing(timer, all) : [])]) addExit(next, way);
  const settings = JSON.parse(attribute(task, "settings") ?? "{}") as Record<string, unknown>;
  const limit = timer ? { limit: limitFrom(timer) } : {};
  return { id: String(task.id).slice("step_".length), kind: attribute(task, "kind"), ...settings, ...limit, next };
}

function addExit(next: Exits, way: Element): void {
  const outcome = attribute(way, "outcome");
  if (outcome === undefined) throw new TypeError(`${way.id} says nothing of an outcome`);
  const guard = way.get("conditionExpression") as Element | undefined;
  const to = targetOf(way);
  const exit = guard ? { when: JSON.parse(String(guard.get("body"))) as unknown, to } : { to };
  const earlier = next[outcome];
  if (earlier === undefined) next[outcome] = guard ? [exit] : to;
  else if (Array.isArray(earlier)) earlier.push(exit);
  else throw new TypeError(`${outcome} leads to two places without a guard`);
}

function limitFrom(timer: Element): ReturnType<typeof limitOf> {
  const [definition] = timer.get("eventDefinitions") as Element[];
  if (!definition) throw new TypeError(`${timer.id} has no limit`);
  const duration = String((definition.get("timeDuration") as Element).get("body"));
  return limitOf(duration, attribute(definition, "days") === "working", attribute(definition, "extension"));
}
