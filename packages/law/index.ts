/** Rules as code: parameters in time, formulas written once, results with a trace of how they were reached. */

export { type Calendar, loadCalendar, nextWorkingDay } from "./calendar/calendar.ts";
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
  table,
  when,
  whole,
  yes,
} from "./graph/build.ts";
export {
  addDays,
  addMonths,
  addYears,
  days,
  earliest,
  firstOfMonth,
  firstOfYear,
  lastOfMonth,
  lastOfYear,
  latest,
  months,
  monthsAway,
  segmentFirst,
  segmentLast,
  sumByMonth,
  sumByYear,
  sumOfMonths,
  workingDay,
  years,
  yearsAway,
} from "./graph/build-dates.ts";
export { allOf, anyOf, countOf, maxOf, mine, minOf, placeIn, sumBefore, sumOf, unless } from "./graph/build-groups.ts";
export {
  type Certainty,
  type Codes,
  defineGroup,
  defineInput,
  defineVariable,
  type Exception,
  type Group,
  type Input,
  type Period,
  type Variable,
} from "./graph/define.ts";
export type { Expr } from "./graph/expr.ts";
export { changedBetween } from "./law/changes.ts";
export { collect } from "./law/collect.ts";
export { type Calculation, createLaw, generalRun, type Law, type LawParts, type Missing, type Question } from "./law/create.ts";
export { lawDigest } from "./law/digest.ts";
export { type Overlay, reform } from "./law/reform.ts";
export { standing } from "./law/standing.ts";
export { defineParameter } from "./parameters/define.ts";
export { type Indexation, type IndexLevels, project } from "./parameters/indexation.ts";
export { loadParameters, type Parameter } from "./parameters/load.ts";
export { parametersSchema } from "./parameters/schema.ts";
export type { ByPeriod, Facts } from "./run/situation.ts";
export type { ParameterUse, Step, Trace, Use, Working } from "./run/trace.ts";
export { type Influence, nextQuestions, type Trials } from "./search/influence.ts";
export { type Cliff, type Curve, cliffs, firstAbove, marginalRate, valueAt } from "./search/inverse.ts";
export { firstDayOf, lastDayOf, segmentsOf, shiftDay, unitsBetween } from "./values/days.ts";
export type { RoundingMode } from "./values/rational.ts";
export type { Kind, LocalText, Value, ValueType } from "./values/value.ts";
export { isDay } from "./values/value.ts";
