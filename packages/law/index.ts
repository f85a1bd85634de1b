/** Rules as code: parameters in time, formulas written once, results with the trace of how they came about. */
export { type Column, type Columns, compileColumns, runSource } from "./columns/columns.ts";
export { sharedColumn, startThreads, type Threads } from "./columns/threads.ts";
export { type LawCode, LawError } from "./errors.ts";
export { decisive } from "./explain/decisive.ts";
export { explain, explainBasis, explainStep } from "./explain/explain.ts";
export { type Lang, valueIn } from "./explain/format.ts";
export {
  add,
  and,
  code,
  countOf,
  date,
  day,
  divide,
  eq,
  firstDay,
  ge,
  gt,
  lastDay,
  le,
  lt,
  match,
  max,
  min,
  multiply,
  named,
  ne,
  no,
  not,
  nt,
  type Operand,
  oneOf,
  or,
  parameter,
  progressive,
  rate,
  round,
  step,
  subtract,
  sumOf,
  table,
  when,
  whole,
  years,
  yes,
} from "./graph/build.ts";
export {
  type Certainty,
  type Codes,
  defineGroup,
  defineInput,
  defineVariable,
  type Group,
  type Input,
  type Period,
  type Variable,
} from "./graph/define.ts";
export type { Expr } from "./graph/expr.ts";
export { collect } from "./law/collect.ts";
export { type Calculation, createLaw, generalRun, type Law, type LawParts, type Missing, type Question } from "./law/create.ts";
export { type Overlay, reform } from "./law/reform.ts";
export { defineParameter } from "./parameters/define.ts";
export { loadParameters, type Parameter } from "./parameters/load.ts";
export { parametersSchema } from "./parameters/schema.ts";
export type { Facts } from "./run/situation.ts";
export type { ParameterUse, Step, Trace, Use, Working } from "./run/trace.ts";
export { type Influence, nextQuestions, type Trials } from "./search/influence.ts";
export { type Cliff, type Curve, cliffs, firstAbove, marginalRate, valueAt } from "./search/inverse.ts";
export type { RoundingMode } from "./values/rational.ts";
export type { Kind, LocalText, Value, ValueType } from "./values/value.ts";
export { isDay } from "./values/value.ts";
