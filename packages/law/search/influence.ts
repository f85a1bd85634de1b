import type { Input } from "../graph/define.ts";
import type { Law } from "../law/create.ts";
import type { Facts } from "../run/situation.ts";
import type { Value } from "../values/value.ts";

/** A missing fact and how far it can move the result, from the least to the most that its trial values give. */
export type Influence = { input: string; spread: number };
/** Values to try for a fact, the usual one first; a fact without trials is left at the end. */
export type Trials = Readonly<Record<string, readonly Value[]>>;

const trialsOf = ({ name, type, codes }: Input, trials: Trials): readonly Value[] => {
  if (Object.hasOwn(trials, name)) return trials[name] ?? [];
  if (type === "boolean") return [false, true];
  return type === "code" ? Object.keys(codes) : [];
};

/**
 * Orders what is missing for a number by what matters most: each fact is tried while the others have their usual value. Facts of the
 * root entity alone; nothing missing gives an empty list.
 */
export function nextQuestions(law: Law, question: { want: string; situation: Facts; at: string }, trials: Trials): Influence[] {
  const { want, situation, at } = question;
  const { missing } = law.calculate({ want: [want], situation, at });
  const open = missing.flatMap(({ input, scope }) => {
    const found = law.definitions.input(input);
    return found && scope === "" ? [{ input: found, values: trialsOf(found, trials) }] : [];
  });
  // A law may hold rules about several kinds of entity: facts of another kind have no place in this situation.
  const entity = law.definitions.variable(want)?.entity;
  const usual = Object.fromEntries(
    law.inputs.flatMap((input) => {
      if (input.entity !== entity) return [];
      const [first] = trialsOf(input, trials);
      return first === undefined || input.name in situation ? [] : [[input.name, first] as const];
    }),
  );
  const spreads = open.map(({ input, values }) => {
    const results = values.flatMap((value) => {
      const result = law.calculate({ want: [want], situation: { ...usual, ...situation, [input.name]: value }, at }).values[want];
      return typeof result === "number" ? [result] : [];
    });
    return { input: input.name, spread: results.length === 0 ? 0 : Math.max(...results) - Math.min(...results) };
  });
  return spreads.sort((a, b) => b.spread - a.spread);
}
