import { END, type Field, openQuestions } from "@troad/forms";
import { InvalidJourney, type Journey, simplesOf } from "./journey.ts";
import type { Binding, Simple } from "./schema.ts";

type Around = { journey: Journey; asked: ReadonlyMap<string, Field> };

/** A form of one question, which is always asked. */
export function formOf(field: Field) {
  const { showWhen: _, ...own } = field;
  const page = { id: "own", title: "own", fields: [own as Field] };
  return { pages: [page], page: () => page, below: () => END };
}

/** Whether a value is an answer to a field, as stored ones are looked at. */
export const fits = (field: Field, value: unknown, today: string): boolean =>
  openQuestions(formOf(field), { [field.name]: value }, { today }).length === 0;

const optionsOf = (field: Field): string[] | undefined =>
  "options" in field ? field.options.map(({ value }) => value) : undefined;

/** What a binding brings is an answer to the field: the same type, and no choice that the field does not have. */
export function checkBinding(where: string, field: Field, binding: Binding, around: Around): void {
  const wrong = (why: string) => new InvalidJourney("journey.binding", where, why);
  if (field.type === "signature" || field.type === "declaration" || field.type === "file")
    throw wrong(`a ${field.type} is given by the person for this service alone`);
  if ("choose" in binding) {
    const question = around.asked.get(binding.choose);
    const options = question?.type === "yes-no" ? ["yes", "no"] : question && optionsOf(question);
    if (!options || question?.type === "choices") throw wrong(`${binding.choose} is no choice about the situation`);
    const odd = Object.keys(binding.cases).find((one) => !options.includes(one));
    if (odd !== undefined) throw wrong(`${binding.choose} has no choice ${odd}`);
  }
  if ("join" in binding && field.type !== "text") throw wrong("what is joined is a text");
  for (const one of simplesOf(binding)) checkSimple(wrong, field, one, around, "join" in binding);
}

function checkSimple(
  wrong: (why: string) => InvalidJourney,
  field: Field,
  one: Simple,
  { journey, asked }: Around,
  isPart: boolean,
): void {
  if ("value" in one && !isPart && !fits(field, one.value, "2000-01-01")) throw wrong(`${one.value} is no answer to it`);
  if ("question" in one) {
    const question = asked.get(one.question);
    if (!question) throw wrong(`no question ${one.question} is asked`);
    if (!isPart) checkSame("", field, { where: one.question, field: question }, wrong);
  }
  if ("applicant" in one && !isPart && field.type !== (one.applicant === "name" ? "text" : "national-id"))
    throw wrong(`the applicant's ${one.applicant} is no answer to a ${field.type}`);
  if ("fact" in one && !journey.facts.has(one.fact)) throw wrong(`there is no fact ${one.fact}`);
  if ("of" in one) {
    const part = journey.parts.find(({ service }) => service === one.of);
    if (!part) throw wrong(`${one.of} is no part`);
    const { steps, certificates } = part.definition;
    const isGiven = steps.some((step) =>
      step.kind === "write"
        ? one.gives === "key" || one.gives === "writtenOn" || step.entry?.gives?.includes(one.gives)
        : step.kind === "act" && step.gives?.includes(one.gives),
    );
    const certificate =
      one.gives.startsWith("certificate.") && Object.hasOwn(certificates, one.gives.slice("certificate.".length));
    if (one.gives === "writtenOn" && field.type !== "date") throw wrong(`a day is no answer to a ${field.type}`);
    if (!isGiven && !certificate) throw wrong(`${one.of} gives no ${one.gives}`);
  }
}

/** Two questions are about the same fact where an answer to one is an answer to the other. */
export function checkSame(
  where: string,
  field: Field,
  other: { where: string; field: Field },
  wrong = (why: string) => new InvalidJourney("journey.fact-differs", where, why),
): void {
  if (field.type !== other.field.type) throw wrong(`it is a ${field.type}, and ${other.where} a ${other.field.type}`);
  const [own, theirs] = [optionsOf(field), optionsOf(other.field)];
  const odd = theirs?.find((one) => !own?.includes(one));
  if (odd !== undefined) throw wrong(`${other.where} has a choice ${odd} that it does not have`);
}
