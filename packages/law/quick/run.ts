import type { Certainty, Input, Variable } from "../graph/define.ts";
import type { ParameterUse, Step, Trace, Use, Working } from "../run/trace.ts";
import { formatRational } from "../values/rational.ts";
import type { LocalText, Value } from "../values/value.ts";
import { GIVE_UP, type Num, rationalOf } from "./number.ts";

/** A value of the quick run: a number in its form, a day, a text, a code, or a boolean. */
export type Val = Num | string | boolean;
/** A compiled node: gives its value, and leaves its working in the run. */
export type Node = (run: Run) => Val;
/** A variable whose formula in force was compiled. */
export type Rule = { variable: Variable; place: number; on: string; from: string; node: Node; certainty: number };

const certainties: readonly Certainty[] = ["A", "B", "C", "D"];
export const rankOf = (certainty: Certainty): number => certainties.indexOf(certainty);

const MOST_DEPTH = 500;
/** Most steps have no exception, so they share one list. */
const NONE: LocalText[] = [];

/** One case: the known values by index (facts and variables alike), and the step in progress. */
export class Run {
  readonly values: (Val | undefined)[];
  readonly trace: Trace = [];
  /** The working of the node that ran last; undefined if it has none. */
  working: Working | undefined = undefined;
  private readonly taken: (Use | undefined)[];
  private readonly leaves: (Working | undefined)[];
  private readonly ranks: number[];
  private uses: Use[] = [];
  private parameters: ParameterUse[] = [];
  private exceptions: LocalText[] = NONE;
  private named: Map<string, Use> | undefined = undefined;
  private rank = 0;
  private depth = 0;

  constructor(places: number) {
    this.values = new Array<Val | undefined>(places).fill(undefined);
    this.taken = new Array<Use | undefined>(places).fill(undefined);
    this.leaves = new Array<Working | undefined>(places).fill(undefined);
    this.ranks = new Array<number>(places).fill(0);
  }

  /** The value at an index, recorded as used by the step. */
  use(place: number): Val {
    const value = this.values[place];
    const use = this.taken[place];
    if (value === undefined || !use) throw GIVE_UP;
    if (!this.uses.includes(use)) this.uses.push(use);
    const rank = this.ranks[place];
    if (rank !== undefined && rank > this.rank) this.rank = rank;
    this.working = this.leaves[place];
    return value;
  }

  /** Records that the step used a parameter. */
  take(use: ParameterUse, rank: number, working: Working | undefined): void {
    if (!this.parameters.includes(use)) this.parameters.push(use);
    if (rank > this.rank) this.rank = rank;
    this.working = working;
  }

  /** Records that an exception applied. */
  except(article: LocalText): void {
    if (!this.exceptions.includes(article)) this.exceptions = [...this.exceptions, article];
  }

  /** Stores a fact or a result. */
  know(place: number, value: Val, { name, label, type, codes }: Input | Variable): Value {
    const given = giveOut(value, type);
    const text = type === "code" ? (codes[String(given)] ?? null) : null;
    this.values[place] = value;
    this.taken[place] = { name, label, type, value: given, text };
    this.leaves[place] = { op: "value", type, value: given, label };
    return given;
  }

  /** The same with its period, for a step of another one. */
  useOf(place: number, period: string): Val {
    const value = this.use(place);
    const use = this.uses.at(-1);
    const key = `${place} ${period}`;
    const taken = this.taken[place];
    if (!taken || !use) throw GIVE_UP;
    this.named ??= new Map();
    const named = this.named.get(key) ?? { ...taken, period };
    this.named.set(key, named);
    if (use === taken) this.uses.pop();
    if (!this.uses.includes(named)) this.uses.push(named);
    if (this.working?.op === "value") this.working = { ...this.working, period };
    return value;
  }

  /** A value as it goes out. */
  given(place: number): Value {
    const use = this.taken[place];
    if (!use) throw GIVE_UP;
    return use.value;
  }

  /** Calculates a variable, once; its step follows the steps it builds on. */
  work({ variable, place, on, from, node, certainty }: Rule): void {
    const { uses, parameters, exceptions, rank } = this;
    // The general run refuses a rule that builds on itself without end.
    if (++this.depth > MOST_DEPTH) throw GIVE_UP;
    this.uses = [];
    this.parameters = [];
    this.exceptions = NONE;
    this.rank = certainty;
    const value = node(this);
    const { working } = this;
    const own = this.rank;
    const given = this.know(place, value, variable);
    this.ranks[place] = own;
    const step: Step = {
      variable: variable.name,
      scope: "",
      label: variable.label,
      type: variable.type,
      value: given,
      text: this.taken[place]?.text ?? null,
      article: variable.article,
      note: variable.note,
      from,
      on,
      uses: this.uses,
      parameters: this.parameters,
      working: working && working.op !== "value" ? working : null,
      certainty: certainties[own] ?? "D",
    };
    if (this.exceptions !== NONE) step.exceptions = this.exceptions;
    this.trace.push(step);
    this.depth--;
    this.uses = uses;
    this.parameters = parameters;
    this.exceptions = exceptions;
    this.rank = rank;
  }
}

/** Like `give`: whole numbers as they are, rates as texts; anything not whole is left to the general run and its error. */
function giveOut(value: Val, type: Variable["type"]): Value {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (type === "rate") return formatRational(rationalOf(value));
  if (typeof value !== "number") throw GIVE_UP;
  return value;
}

/** A value whose arithmetic the reader does not see. */
export const plain =
  (node: Node): Node =>
  (run) => {
    const value = node(run);
    run.working = undefined;
    return value;
  };
