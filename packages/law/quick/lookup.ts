import type { Definitions } from "../law/definitions.ts";
import type { Bracket, DatedValue, Parameter } from "../parameters/load.ts";
import { type LookUp, lookUp, parameterValue } from "../run/parameter.ts";
import { type ParameterUse, useKey, type Working } from "../run/trace.ts";
import { formatRational, type Rational } from "../values/rational.ts";
import { add, compare, GIVE_UP, multiply, type Num, rationalOf, smallOf, subtract } from "./number.ts";
import { type Node, type Run, rankOf, type Val } from "./run.ts";

/** The parameters of one day, as known at another. */
export type Figures = { definitions: Definitions; on: string; knownAt: string | undefined; shared: Map<string, ParameterUse> };

/** The same figure is one object, however often and from whichever bracket it is read. */
export function sharedUse({ shared }: Figures, use: ParameterUse): ParameterUse {
  const key = useKey(use);
  const one = shared.get(key) ?? use;
  if (shared.size < MOST_SHARED) shared.set(key, one);
  return one;
}
const MOST_SHARED = 20_000;

/** What the general run reads, read once. */
type Read = { value: Val; use: ParameterUse; rank: number; working: Working };
function read(figures: Figures, name: string, question?: LookUp): Read {
  const { definitions, on, knownAt } = figures;
  const { exact, use, working } = question
    ? lookUp(definitions, name, on, knownAt, question)
    : parameterValue(definitions, name, on, knownAt);
  const one = sharedUse(figures, use);
  return { value: typeof exact === "object" ? smallOf(exact) : exact, use: one, rank: rankOf(use.certainty), working };
}

/** A single value; if none is in force, the general run reports it. */
export function parameterNode(figures: Figures, name: string): Node {
  const { value, use, rank, working } = read(figures, name);
  return (run) => {
    run.take(use, rank, working);
    return value;
  };
}

/** The value on a day that the case gives; the versions read are cached. */
export function parameterOnNode(figures: Figures, name: string, of: Node): Node {
  const reads = new Map<string, Read>();
  return (run) => {
    const on = String(of(run));
    const version = figures.definitions.valueOn(name, on, figures.knownAt);
    if (!version) throw GIVE_UP;
    const key = `${version.from} ${version.announced} ${version.given}`;
    const entry = reads.get(key) ?? read({ ...figures, on }, name);
    reads.set(key, entry);
    run.take(entry.use, entry.rank, entry.working);
    return entry.value;
  };
}

const versionOf = ({ definitions, on, knownAt }: Figures, name: string): { parameter: Parameter; version: DatedValue } => {
  const parameter = definitions.parameter(name);
  const version = definitions.valueOn(name, on, knownAt);
  if (!parameter || !version) throw GIVE_UP;
  return { parameter, version };
};

/** The entry of a code. */
export function tableNode(figures: Figures, name: string, of: Node): Node {
  const { version } = versionOf(figures, name);
  const codes = [...(version.exact as ReadonlyMap<string, Rational>).keys()];
  const entries = new Map(codes.map((code) => [code, read(figures, name, { code })]));
  return (run) => {
    const entry = entries.get(String(of(run)));
    if (!entry) throw GIVE_UP;
    run.take(entry.use, entry.rank, entry.working);
    return entry.value;
  };
}

type Row = { from: Num; rate: Num; rateLeaf: Working; read: Read };
const exactLeaf = (amount: Num): Working => ({
  op: "value",
  type: "exact",
  value: typeof amount === "number" ? String(amount) : formatRational(rationalOf(amount)),
  label: null,
});
const nothing = exactLeaf(0);

/** The rate of the bracket that an amount reaches, or the result of all brackets. */
export function bracketsNode(figures: Figures, name: string, how: "progressive" | "step", of: (run: Run) => Num): Node {
  const { version } = versionOf(figures, name);
  const rows = (version.exact as readonly Bracket[]).map(
    ({ from, value }): Row => ({
      from: smallOf(from),
      rate: smallOf(value),
      rateLeaf: { op: "value", type: "rate", value: formatRational(value), label: null },
      read: read(figures, name, { amount: from, how: "step" }),
    }),
  );
  const reached = (amount: Num): Row => {
    let found = rows[0];
    for (const row of rows) if (compare(amount, row.from) >= 0) found = row;
    if (!found) throw GIVE_UP;
    return found;
  };
  if (how === "step")
    return (run) => {
      const { use, rank, working, value } = reached(of(run)).read;
      run.take(use, rank, working);
      return value;
    };
  return (run) => {
    const amount = of(run);
    const { use, rank } = reached(amount).read;
    const parts: Working[] = [];
    let sum: Num = 0;
    for (let at = 0; at < rows.length; at++) {
      const { from, rate, rateLeaf } = rows[at] as Row;
      if (compare(amount, from) <= 0) break;
      const next = rows[at + 1]?.from;
      const part = subtract(next !== undefined && compare(amount, next) > 0 ? next : amount, from);
      sum = add(sum, multiply(part, rate));
      parts.push({ op: "multiply", of: [exactLeaf(part), rateLeaf] });
    }
    run.take(use, rank, parts.length > 0 ? { op: "add", of: parts } : nothing);
    return sum;
  };
}
