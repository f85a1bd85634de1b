import { type KindOf, kindOf, type LocalText, type ValueType } from "../values/value.ts";
import { exprOf, type Operand } from "./build.ts";
import { unless } from "./build-groups.ts";
import type { Expr, Span } from "./expr.ts";

/** How far a statement has been checked: A the statute was read, B an official page, C public code or data, D from memory. */
export type Certainty = "A" | "B" | "C" | "D";
export type Period = "day" | "month" | "year";

/** The possible codes, each with its text. */
export type Codes = Readonly<Record<string, LocalText>>;

/** A fact that has to be given. */
export type Input<T extends ValueType = ValueType> = {
  readonly name: string;
  readonly entity: string;
  readonly type: T;
  readonly label: LocalText;
  readonly codes: Codes;
  /** The smallest and largest possible number; a value outside is refused at the field. Null: no limit. */
  readonly least: number | null;
  readonly most: number | null;
  /** Null for a fact that does not change; a fact of a month or year may be given for several: `{ "2024": 1, "2025": 2 }`. */
  readonly period: Span | null;
  readonly ref: Expr<KindOf<T>>;
};

/** A formula and when it applies; `announced` is when it was announced (default: when it applies). */
export type DatedFormula = { readonly from: string; readonly to: string | null; readonly announced: string; readonly expr: Expr };

/** Something that the law calculates. */
export type Variable<T extends ValueType = ValueType> = {
  readonly name: string;
  readonly entity: string;
  readonly period: Period;
  readonly type: T;
  readonly label: LocalText;
  readonly codes: Codes;
  /** The article of the rule; null for a calculation step that no article names. */
  readonly article: LocalText | null;
  /** What the article leaves open, and how it is handled here. */
  readonly note: LocalText | null;
  readonly certainty: Certainty;
  readonly formulas: readonly DatedFormula[];
  readonly ref: Expr<KindOf<T>>;
};

/**
 * Members of one entity that belong to another: the persons of a household. In a situation, a list of their facts. `role` is the fact that
 * says what a member is, and `most` the maximum number for each role.
 */
export type Group = {
  readonly name: string;
  readonly of: string;
  readonly member: string;
  readonly role?: Input<"code">;
  readonly most?: Readonly<Record<string, number>>;
};

type Common<T extends ValueType> = { name: string; entity: string; type: T; label: LocalText } & (T extends "code"
  ? { codes: Codes }
  : { codes?: never });

const ref = <T extends ValueType>(type: T, name: string) => ({ op: "ref", kind: kindOf(type), name }) as Expr<KindOf<T>>;
/** What each reference stands for, so that a law can be created from its results alone. */
const owners = new WeakMap<object, Input | Variable>();
export const ownerOf = (node: object): Input | Variable | undefined => owners.get(node);

/** Declares a fact. */
export function defineInput<const T extends ValueType>(
  definition: Common<T> & { least?: number; most?: number; period?: Span },
): Input<T> {
  const { name, entity, type, label, codes, least = null, most = null, period = null } = definition;
  const input = { name, entity, type, label, codes: codes ?? {}, least, most, period, ref: ref(type, name) };
  owners.set(input.ref, input as Input);
  return input;
}

/** An exception to a formula, with its article. */
export type Exception<T extends ValueType> = { when: Operand<"boolean">; formula: Operand<KindOf<T>>; article: LocalText };
type FormulaOf<T extends ValueType> =
  | { formula: Operand<KindOf<T>>; from: string; exceptions?: readonly Exception<T>[]; formulas?: never }
  | {
      formulas: readonly { from: string; to?: string; announced?: string; formula: Operand<KindOf<T>> }[];
      formula?: never;
      exceptions?: never;
      from?: never;
    };

/**
 * Declares what the law calculates. A variable of type money or integer must round if its formula can give a fraction: otherwise the law is
 * refused. `from` is the first day on which the rule applies.
 */
export function defineVariable<const T extends ValueType>(
  definition: Common<T> &
    FormulaOf<NoInfer<T>> & { period: Period; article: LocalText | null; certainty?: Certainty; note?: LocalText },
): Variable<T> {
  const { name, entity, period, type, label, codes, article, certainty = "A", note = null } = definition;
  const dated = definition.formulas ?? [
    { from: definition.from, formula: withExceptions(definition.formula, definition.exceptions) },
  ];
  const formulas = dated.map((one: { from: string; to?: string; announced?: string; formula: Operand<KindOf<T>> }) => ({
    from: one.from,
    to: one.to ?? null,
    announced: one.announced ?? one.from,
    expr: exprOf(one.formula) as Expr,
  }));
  const variable = {
    name,
    entity,
    period,
    type,
    label,
    codes: codes ?? {},
    article,
    note,
    certainty,
    formulas,
    ref: ref(type, name),
  };
  owners.set(variable.ref, variable as Variable);
  return variable;
}

const withExceptions = <T extends ValueType>(
  formula: Operand<KindOf<T>>,
  exceptions: readonly Exception<T>[] = [],
): Operand<KindOf<T>> =>
  exceptions.length === 0
    ? formula
    : unless(formula, ...exceptions.map(({ when, formula: value, article }) => ({ when, value, article })));

/** Declares that entities of one kind have members of another. */
export const defineGroup = (group: Group): Group => group;
