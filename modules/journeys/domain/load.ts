import { loadService, type ServiceDefinition, type Step, type StepOf } from "@troad/flow";
import { type Condition, type Field, type Form, loadForm } from "@troad/forms";
import { checkBinding, checkSame } from "./check-binding.ts";
import { type Fact, InvalidJourney, type Journey, type Part, simplesOf } from "./journey.ts";
import type { Binding, JourneyDefinition } from "./schema.ts";

export type Services = ReadonlyMap<string, ServiceDefinition>;

/** Questions that need more than an answer: another person's confirmation by a register, or what a module offers. */
const unsupported: ReadonlySet<Field["type"]> = new Set(["person", "business", "offered", "village"]);

const comparisonsOf = (condition: Condition) =>
  "all" in condition ? condition.all : "any" in condition ? condition.any : [condition];

/** Checks a life event against the services that it names; throws InvalidJourney or InvalidForm with what is wrong and where. */
export function loadJourney(id: string, definition: JourneyDefinition, services: Services): Journey {
  const questions = loadForm(definition.questions);
  const asked = new Map(questions.pages.flatMap(({ fields }) => fields.map((field) => [field.name, field] as const)));
  const facts = new Map<string, Fact>();
  const factOf = new Map<string, string>();
  for (const [name, { fields, from }] of Object.entries(definition.facts ?? {})) {
    facts.set(name, { name, from });
    for (const field of fields) {
      if (factOf.has(field)) throw new InvalidJourney("journey.fact-twice", `${id} ${field}`, "it belongs to two facts");
      factOf.set(field, name);
    }
  }
  const parts: Part[] = [];
  for (const one of definition.parts) {
    const where = `${id} ${one.service}`;
    if (parts.some(({ service }) => service === one.service))
      throw new InvalidJourney("journey.part-twice", where, "it is named twice");
    for (const { field } of one.when ? comparisonsOf(one.when) : [])
      if (!asked.has(field)) throw new InvalidJourney("journey.question-unknown", where, `no question ${field} is asked`);
    const { form, step, definition: service } = openPart(where, services.get(one.service), one.besides === true);
    const bound = one.besides ? new Map<string, Binding>() : boundIn(where, form, one.answers ?? {}, factOf);
    const uses = [...bound.values()].flatMap((binding) => sourcesOf(binding, facts));
    const after = [...new Set([...(one.after ?? []), ...uses])];
    for (const before of after)
      if (!parts.some((part) => part.service === before && !part.besides))
        throw new InvalidJourney("journey.after-unknown", where, `${before} is no part before it`);
    parts.push({
      service: one.service,
      when: one.when,
      after,
      besides: one.besides === true,
      form,
      step,
      definition: service,
      bound,
    });
  }
  const journey = { id, questions, parts, facts };
  checkBindings(journey, asked);
  return journey;
}

/** What a part begins with: the pages that its first step asks. */
function openPart(where: string, definition: ServiceDefinition | undefined, besides: boolean) {
  if (!definition) throw new InvalidJourney("journey.service-unknown", where, "there is no such service with a flow");
  const { form, flow } = loadService(definition);
  const step: Step = flow.first;
  if (step.kind !== "fill" || (definition.counterOnly && !besides))
    throw new InvalidJourney("journey.not-online", where, "nobody applies for it online");
  const odd = form.pages.flatMap(({ fields }) => fields).find(({ type }) => unsupported.has(type));
  if (odd && !besides)
    throw new InvalidJourney("journey.field-unsupported", where, `${odd.name} is a question of type ${odd.type}`);
  return { form, step: step as StepOf<"fill">, definition };
}

/** By field: its own binding, or the fact that its name stands for. */
function boundIn(
  where: string,
  form: Form,
  own: Record<string, Binding>,
  factOf: ReadonlyMap<string, string>,
): Map<string, Binding> {
  const fields = form.pages.flatMap((page) => page.fields);
  const lost = Object.keys(own).find((name) => !fields.some((field) => field.name === name));
  if (lost !== undefined) throw new InvalidJourney("journey.field-unknown", where, `its form has no field ${lost}`);
  const bound = new Map<string, Binding>();
  for (const { name } of fields) {
    const fact = factOf.get(name);
    const binding = own[name] ?? (fact === undefined ? undefined : { fact });
    if (binding) bound.set(name, binding);
  }
  return bound;
}

/** The parts whose outcome a binding uses, also by way of a fact. */
const sourcesOf = (binding: Binding, facts: ReadonlyMap<string, Fact>): string[] =>
  simplesOf(binding).flatMap((one) => {
    if ("of" in one) return [one.of];
    const from = "fact" in one ? facts.get(one.fact)?.from : undefined;
    return from ? simplesOf(from).flatMap((inner) => ("of" in inner ? [inner.of] : [])) : [];
  });

function checkBindings(journey: Journey, asked: ReadonlyMap<string, Field>): void {
  const first = new Map<string, { where: string; field: Field }>();
  for (const { service, form, bound } of journey.parts)
    for (const field of form.pages.flatMap((page) => page.fields)) {
      const binding = bound.get(field.name);
      if (!binding) continue;
      const where = `${journey.id} ${service} ${field.name}`;
      checkBinding(where, field, binding, { journey, asked });
      const fact = "fact" in binding ? journey.facts.get(binding.fact) : undefined;
      if (!fact) continue;
      if (fact.from) checkBinding(where, field, fact.from, { journey, asked });
      const known = first.get(fact.name);
      if (known) checkSame(where, field, known);
      else first.set(fact.name, { where, field });
    }
  for (const { name } of journey.facts.values())
    if (!first.has(name)) throw new InvalidJourney("journey.fact-unused", `${journey.id} ${name}`, "no part has a field of it");
}
