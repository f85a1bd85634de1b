import { FlowError } from "../errors.ts";
import type { Flow, FlowSurroundings } from "./flow.ts";
import { isOfficerStep, type Step, type StepOf } from "./steps.ts";

const at = (step: Step): string => `step ${step.id}`;

/** Parties, pages, sources, certificates and letters that steps name exist, and the rules within one step hold. */
export function checkNames(flow: Flow, surroundings: FlowSurroundings): void {
  checkParties(flow, surroundings);
  checkPages(flow, surroundings);
  for (const step of flow.steps) {
    checkStep(flow, step, surroundings);
    if (isOfficerStep(step)) checkNotBy(flow, step);
  }
}

/** A question that no step asks would never be answered. */
function checkPages({ steps }: Flow, { pages }: FlowSurroundings): void {
  const asking = steps.filter(
    (step): step is StepOf<"fill"> | StepOf<"notice"> => step.kind === "fill" || step.kind === "notice",
  );
  if (asking.some((step) => step.pages === undefined)) return;
  for (const page of pages.keys())
    if (!asking.some((step) => step.pages?.includes(page)))
      throw new FlowError("flow.unknown-page", `page ${page}`, "no step asks it");
}

function checkParties({ definition, remedies }: Flow, { pages }: FlowSurroundings): void {
  const applicants = Object.values(definition.parties).filter(({ kind }) => kind === "applicant");
  if (applicants.length !== 1) throw new FlowError("flow.party", "parties", "a service has one applicant");
  const fields = new Set([...pages.values()].flat());
  for (const [id, party] of Object.entries(definition.parties)) {
    if (party.kind !== "named") continue;
    // the fields of a repeatable group are its own
    const asked = party.each === undefined ? [party.nationalId, party.name] : [party.each];
    for (const field of asked)
      if (!fields.has(field)) throw new FlowError("flow.party", `party ${id}`, `the form does not ask for ${field}`);
  }
  for (const { name, by } of remedies)
    if ("party" in by && !Object.hasOwn(definition.parties, by.party))
      throw new FlowError("flow.unknown-party", `remedy ${name}`, `there is no party ${by.party}`);
}

function checkStep(flow: Flow, step: Step, { pages, sources, certificates, letters, law }: FlowSurroundings): void {
  const party = (id: string | undefined): void => {
    if (id !== undefined && !Object.hasOwn(flow.definition.parties, id))
      throw new FlowError("flow.unknown-party", at(step), `there is no party ${id}`);
  };
  const known = (code: "flow.unknown-page" | "flow.unknown-source" | "flow.unknown-certificate" | "flow.unknown-reference") => {
    return (has: boolean, name: string): void => {
      if (!has) throw new FlowError(code, at(step), `there is no ${name}`);
    };
  };
  switch (step.kind) {
    case "fill":
    case "notice":
      if (step.kind === "fill") party(step.by);
      for (const page of step.pages ?? []) known("flow.unknown-page")(pages.has(page), `page ${page}`);
      if (step.kind === "fill") checkPrefill(step, pages);
      return;
    case "sign":
      for (const id of step.parties) party(id);
      return;
    case "ask":
    case "pay":
      party(step.by);
      return;
    case "collect":
      for (const id of step.sources) known("flow.unknown-source")(sources.has(id), `source ${id}`);
      return;
    case "assess":
      checkLaw(step, law);
      return;
    case "decide":
      if (step.by === "law") checkLaw(step, law);
      return;
    case "committee":
      if (step.quorum > step.seats) throw new FlowError("flow.committee", at(step), "the quorum is above the number of seats");
      return;
    case "write":
      if ((step.expect || step.add) && (step.key === undefined || step.create))
        throw new FlowError("flow.expect", at(step), "a record that is not there yet has nothing to expect or to add to");
      checkEntry(flow, step, party);
      return;
    case "act":
      for (const id of step.decided ?? []) {
        const other = flow.step(id);
        if (!other || !isOfficerStep(other)) throw new FlowError("flow.act", at(step), `${id} is no step of an officer`);
      }
      return;
    case "issue":
      for (const id of step.certificates) known("flow.unknown-certificate")(certificates.includes(id), `certificate ${id}`);
      return;
    case "notify":
      known("flow.unknown-reference")(letters.includes(step.letter), `letter ${step.letter}`);
      for (const id of step.to ?? []) party(id);
      return;
    default:
      return;
  }
}

/** An entry is made of facts alone, by parties of the service and an officer of one of its steps. */
function checkEntry(flow: Flow, step: StepOf<"write">, party: (id: string | undefined) => void): void {
  const { entry } = step;
  if (!entry) return;
  if (step.key !== undefined || step.create || step.expect)
    throw new FlowError("flow.entry", at(step), "an entry knows itself which records it changes");
  for (const filer of entry.filers) party(filer.party);
  const officer = entry.officer === undefined ? undefined : flow.step(entry.officer);
  if (entry.officer !== undefined && !(officer && isOfficerStep(officer)))
    throw new FlowError("flow.entry", at(step), `${entry.officer} is no step of an officer`);
  const { exOfficio, reminder } = entry;
  if (exOfficio && flow.step(exOfficio.reminded)?.kind !== "notify")
    throw new FlowError("flow.entry", at(step), `${exOfficio.reminded} sends no reminder`);
  if (reminder && flow.step(reminder.step)?.limit === undefined)
    throw new FlowError("flow.entry", at(step), `${reminder.step} sets no last day`);
}

/** A step brings answers only to what it asks itself. */
function checkPrefill(step: StepOf<"fill">, pages: FlowSurroundings["pages"]): void {
  const asked = (step.pages ?? [...pages.keys()]).flatMap((page) => pages.get(page) ?? []);
  for (const name of Object.keys(step.prefill ?? {}))
    if (!asked.includes(name)) throw new FlowError("flow.prefill", at(step), `no page of it asks for ${name}`);
  for (const [name, brought] of Object.entries(step.prefill ?? {}))
    if (typeof brought === "object" && "offers" in brought) checkReason(step, name, brought.reason, pages);
}

/** Who states otherwise says why on the same page. */
function checkReason(step: StepOf<"fill">, name: string, reason: string, pages: FlowSurroundings["pages"]): void {
  if (![...pages.values()].some((fields) => fields.includes(name) && fields.includes(reason)))
    throw new FlowError("flow.prefill", at(step), `the page of ${name} does not ask for ${reason}`);
}

function checkLaw(step: Step, law: readonly string[]): void {
  if (law.length === 0) throw new FlowError("flow.law", at(step), "the service names no law");
}

function checkNotBy(flow: Flow, step: Step & { notBy?: string[] }): void {
  for (const id of step.notBy ?? []) {
    const other = flow.step(id);
    if (!other || !isOfficerStep(other) || id === step.id)
      throw new FlowError("flow.not-by", at(step), `${id} is no other officer's step`);
  }
}
