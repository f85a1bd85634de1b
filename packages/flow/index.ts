/** The steps of a service as data: who acts, by when, what may follow, and the picture of it. Pure; nothing here runs a case. */

export { fromBpmn } from "./bpmn/read.ts";
export { type BpmnTexts, toBpmn } from "./bpmn/write.ts";
export { broughtFrom } from "./definition/brought.ts";
export { type Derived, derive, isDerived } from "./definition/derived.ts";
export type { Edge, Flow, FlowSurroundings } from "./definition/flow.ts";
export {
  type Guard,
  guardSchema,
  isReference,
  parseReference,
  passes,
  type ReadValue,
  type Reference,
  referencesOf,
} from "./definition/guard.ts";
export { edgeName, edgesOf, loadFlow } from "./definition/load.ts";
export { type OnlineDegree, onlineDegree } from "./definition/online.ts";
export { exitsOf, outcomesOf } from "./definition/outcomes.ts";
export { type FlowDefinition, flowSchema, type PartyDefinition, type RemedyName, remedyNames } from "./definition/schema.ts";
export {
  type End,
  endOf,
  isAutomatic,
  isOfficerStep,
  type Limit,
  type OfficerStep,
  type Step,
  type StepKind,
  type StepOf,
} from "./definition/steps.ts";
export { FlowError, type FlowErrorCode } from "./errors.ts";
export { pathSchema, pathsSchema, type ServicePath } from "./paths/schema.ts";
export { type Calculate, edgesWalked, type Stated, type Walked, walkPath } from "./paths/walk.ts";
export { drawFlow, type FlowTexts, type Picture, wrap } from "./picture/picture.ts";
export { type Act, type ActContext, allowedActs, applicantOf, generalRole, reaches, representationsOf } from "./run/acts.ts";
export { addDays, addMonths, extendedDay, lastDay, type WorkingDays } from "./run/deadline.ts";
export { outcomeOfTime } from "./run/due.ts";
export {
  lockedIn,
  nextPageOf,
  offeredIn,
  openQuestionsOf,
  pagesOf,
  parsePageOf,
  reasonsMissing,
} from "./run/fill.ts";
export { type Next, next, type Ranked, rank, type Scored, signOutcome, voteOutcome } from "./run/next.ts";
export { type ActReply, type ActRequest, type Applying, actSchema, offersSchema, type Registrar } from "./run/registrar.ts";
export type { Actor, Day, FlowState, Place, Post, Vote } from "./run/state.ts";
export {
  type Collected,
  factsOf,
  lawDayOf,
  listAt,
  recordOf,
  situationOf,
  statementsOf,
  valueAt,
  writtenValue,
} from "./service/collect.ts";
export { keepOf } from "./service/keep.ts";
export { checkAgainstLaw, type LawNames, lawsOf, loadService, type Service } from "./service/load.ts";
export {
  type CertificateDefinition,
  type ServiceDefinition,
  type ServiceLaw,
  type ServiceSource,
  serviceSchema,
  sourceSchema,
} from "./service/schema.ts";
export { type CodesOf, certificateTextPrefix, textKeys } from "./service/text-keys.ts";
