import type { Certainty } from "../graph/define.ts";
import type { RoundingMode } from "../values/rational.ts";
import type { LocalText, Value, ValueType } from "../values/value.ts";

/** A value that a step was worked out from: a fact or the result of an earlier step; `period` where it is of another than the step's. */
export type Use = { name: string; label: LocalText; type: ValueType; value: Value; text: LocalText | null; period?: string };

/** A parameter that a step used, with the version that applied. */
export type ParameterUse = {
  name: string;
  label: LocalText;
  type: ValueType | "table" | "brackets";
  /** The value; of a table or of brackets, the entry reached (a rate as a text). */
  value: Value;
  valueType: ValueType;
  from: string;
  to: string | null;
  announced: string;
  citation: LocalText;
  certainty: Certainty;
  source: string;
  /** The last one announced, which goes on because the next is not announced yet; or worked out by an index and a supposition. */
  standing?: "carried" | "derived";
};

/** The arithmetic that led to a number, for the reader to check by hand: leaves are values, the rest are operations on them. */
export type Working =
  /** `exact` is an amount that need not be whole yet, as a text. */
  | { op: "value"; type: ValueType | "exact"; value: Value; label: LocalText | null; period?: string }
  | { op: "add" | "subtract" | "multiply" | "divide" | "max" | "min"; of: Working[] }
  | { op: "round"; mode: RoundingMode; to: string; of: [Working] };

/** How one variable came about. Steps come in the order of the reckoning; JSON-able, so that a decision keeps them as they were. */
export type Step = {
  variable: string;
  /** Where among the members, such as `household.members/0`; empty for what the question is about. */
  scope: string;
  label: LocalText;
  type: ValueType;
  value: Value;
  /** The value in words, where it is a code. */
  text: LocalText | null;
  /** Where the rule stands. */
  article: LocalText | null;
  /** What the article leaves open, and how it is handled here. */
  note: LocalText | null;
  /** First day of the version of the formula that applied. */
  from: string;
  /** The day whose parameters were taken: the first of the variable's period. */
  on: string;
  uses: Use[];
  parameters: ParameterUse[];
  working: Working | null;
  /** The articles of the exceptions that applied in place of the general rule; absent where none did. */
  exceptions?: LocalText[];
  /** The weakest among the rule, its parameters and the steps that it builds on. */
  certainty: Certainty;
};

export type Trace = Step[];

/** A is the strongest, D the weakest. */
export const weakest = (...all: Certainty[]): Certainty => all.sort().at(-1) ?? "A";

/** What tells one figure that was used from another. */
export const useKey = ({ name, value, from, announced }: ParameterUse): string => `${name} ${value} ${from} ${announced}`;
