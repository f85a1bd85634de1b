import type { Journey, Part } from "./journey.ts";
import type { Binding, Simple } from "./schema.ts";

/** What is known while a life event is answered. */
export type KnownFacts = {
  situation: Record<string, unknown>;
  /** Services that the person left out although they apply. */
  leftOut: readonly string[];
  /** Answers to facts, by their name. */
  facts: Record<string, unknown>;
  /** Answers to questions of one service alone. */
  own: Record<string, Record<string, unknown>>;
  applicant: { name: string; nationalId: string };
  /** What parts that are granted gave, by service. */
  gave: Record<string, Record<string, unknown>>;
  today: string;
};

/** It comes with the outcome of another part. */
export const later: unique symbol = Symbol("later");

type Around = { journey: Journey; known: KnownFacts; chosen: ReadonlySet<string> };

/** What a binding brings: a value, `later`, or undefined where the person has to be asked. */
export function valueFor(binding: Binding, around: Around): unknown {
  if ("join" in binding) {
    const parts = binding.join.map((one) => simpleValue(one, around));
    // what is to come is only needed where the rest is known, or comes as well
    if (parts.includes(undefined)) return undefined;
    return parts.includes(later) ? later : parts.join("");
  }
  if ("choose" in binding) {
    const answer = around.known.situation[binding.choose];
    const key = typeof answer === "boolean" ? (answer ? "yes" : "no") : String(answer);
    const one = Object.hasOwn(binding.cases, key) ? binding.cases[key] : undefined;
    return one && simpleValue(one, around);
  }
  return simpleValue(binding, around);
}

function simpleValue(one: Simple, around: Around): unknown {
  const { journey, known, chosen } = around;
  if ("value" in one) return one.value;
  if ("question" in one) return known.situation[one.question];
  if ("applicant" in one) return known.applicant[one.applicant];
  if ("of" in one) return known.gave[one.of]?.[one.gives] ?? (chosen.has(one.of) ? later : undefined);
  const fact = journey.facts.get(one.fact);
  return (fact?.from && valueFor(fact.from, around)) ?? known.facts[one.fact];
}

/** A fact whose value nobody is asked for. */
export function isKnownFact(binding: Binding, around: Around): boolean {
  const from = "fact" in binding ? around.journey.facts.get(binding.fact)?.from : undefined;
  return from !== undefined && valueFor(from, around) !== undefined;
}

/** The parts of which one depends are there, or are not part of this application. */
export const waitsFor = (part: Part, chosen: ReadonlySet<string>): string[] => part.after.filter((one) => chosen.has(one));
