import { invalid, type Reading, readText } from "./fields/raw.ts";
import type { Surroundings } from "./fields/surroundings.ts";
import { answerOf } from "./form/condition.ts";
import type { FieldOf, Offered } from "./form/schema.ts";

/** More is offered nowhere. */
const mostOffered = 2_000;

/** The values of earlier answers that narrow what is offered, as one text; undefined while one of them is missing. */
export function givenFor({ given = [] }: FieldOf<"offered">, answers: Record<string, unknown>): string | undefined {
  const values = given.map((name) => valuesOf(answerOf(answers, name)).join(" "));
  return values.includes("") ? undefined : values.join("\n");
}

/** The values of an answer, whether something was offered or asked otherwise. */
function valuesOf(answer: unknown): string[] {
  const list: unknown[] = Array.isArray(answer) ? answer : [answer];
  return list.flatMap((one) => {
    const value = isOffered(one) ? one.value : one;
    return ["string", "number", "boolean"].includes(typeof value) ? [String(value)] : [];
  });
}

const isOffered = (one: unknown): one is Offered =>
  typeof one === "object" && one !== null && "value" in one && typeof one.value === "string" && "text" in one;

/** Some of what is offered, in the order in which it is. A stored answer holds as long as the answers do that it was offered for. */
export function parseOffered(field: FieldOf<"offered">, raw: unknown, around: Surroundings): Reading<Offered | Offered[]> {
  const given = givenFor(field, around.earlier ?? {});
  const sent: unknown[] = Array.isArray(raw) ? raw : [raw];
  if (sent.length > mostOffered) return invalid("field.not-a-choice");
  if (around.stored) {
    const kept = sent.filter(isOffered).filter((one) => one.given === given);
    return chosen(field, kept);
  }
  const values: string[] = [];
  for (const one of sent) {
    const read = readText(isOffered(one) ? one.value : one);
    if ("error" in read) return read;
    if (read.text !== "") values.push(read.text);
  }
  if (values.length === 0) return { value: undefined };
  const offers = given === undefined ? undefined : around.offers?.(field);
  if (!offers || given === undefined) return invalid("field.register-silent");
  if (values.some((value) => !offers.some((one) => one.value === value))) return invalid("field.not-a-choice");
  if (!field.many && new Set(values).size > 1) return invalid("field.repeated");
  return chosen(
    field,
    offers.filter(({ value }) => values.includes(value)).map(({ value, text }) => ({ value, text, given })),
  );
}

function chosen({ many }: FieldOf<"offered">, all: Offered[]): Reading<Offered | Offered[]> {
  if (all.length === 0) return { value: undefined };
  return { value: many ? all : all[0]! };
}
