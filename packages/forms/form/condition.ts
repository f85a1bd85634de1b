import type { Answer, Comparison, Condition } from "./schema.ts";

/** Own properties only: `constructor` and the like are not answers. */
export const answerOf = (answers: Record<string, unknown>, field: string): unknown =>
  Object.hasOwn(answers, field) ? answers[field] : undefined;

function compare(comparison: Comparison, answer: Answer | undefined): boolean {
  if ("answered" in comparison) return comparison.answered === (answer !== undefined);
  if (answer === undefined) return false;
  if ("is" in comparison) return answer === comparison.is;
  if ("isNot" in comparison) return answer !== comparison.isNot;
  if ("in" in comparison) return comparison.in.some((one) => one === answer);
  if ("atLeast" in comparison) return typeof answer === "number" && answer >= comparison.atLeast;
  if ("atMost" in comparison) return typeof answer === "number" && answer <= comparison.atMost;
  return Array.isArray(answer) && answer.some((one) => one === comparison.includes);
}

/** Whether the condition holds for these answers; no condition always holds. */
export function holds(condition: Condition | undefined, answers: Record<string, unknown>): boolean {
  if (!condition) return true;
  const one = (comparison: Comparison) => compare(comparison, answerOf(answers, comparison.field) as Answer | undefined);
  if ("all" in condition) return condition.all.every(one);
  if ("any" in condition) return condition.any.some(one);
  return one(condition);
}

/** The fields that a condition looks at. */
export function fieldsIn(condition: Condition | undefined): string[] {
  if (!condition) return [];
  if ("all" in condition) return condition.all.map(({ field }) => field);
  if ("any" in condition) return condition.any.map(({ field }) => field);
  return [condition.field];
}
