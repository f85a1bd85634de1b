import { type Field, type Form, loadForm } from "@troad/forms";
import { isDerived, referencesIn } from "../definition/derived.ts";
import type { Flow } from "../definition/flow.ts";
import { caseParts, isAsked, parseReference, referencesOf } from "../definition/guard.ts";
import { loadFlow } from "../definition/load.ts";
import { isOfficerStep, type Step } from "../definition/steps.ts";
import { isWritten } from "../definition/written.ts";
import { FlowError } from "../errors.ts";
import { checkKeep } from "./keep.ts";
import type { ServiceDefinition, ServiceLaw } from "./schema.ts";

/** A service whose parts fit together. */
export type Service = { definition: ServiceDefinition; form: Form; flow: Flow };

/** Checks that every reference of a service leads somewhere inside it; throws InvalidForm or FlowError. The law's side: checkAgainstLaw. */
export function loadService(definition: ServiceDefinition): Service {
  const form = loadForm(definition.form);
  const pages = new Map(form.pages.map(({ id, fields }) => [id, fields.flatMap(namesOf)] as const));
  const sources = new Map(definition.sources.map(({ id, fields }) => [id, fields] as const));
  const fields = new Set([...pages.values()].flat());
  checkSources(definition, sources);
  const want = lawsOf(definition).flatMap((law) => law.want);
  const check = (reference: string, where: string): void => {
    const { kind, source, name } = parseReference(reference);
    const unknown = (why: string) => new FlowError("flow.unknown-reference", where, why);
    if (kind === "answers" && !fields.has(name)) throw unknown(`${name} is no field of the form, and no part of one`);
    if (kind === "law" && !want.includes(name)) throw unknown(`${name} is not among the variables wanted`);
    if (kind === "written" && !isWritten(definition.steps.find(({ id }) => id === source) as Step | undefined, name))
      throw unknown(`no step ${source} writes ${name}`);
    if (kind === "case" && !caseParts.includes(name)) throw unknown(`no case knows its ${name}`);
    if (kind === "sources" && !sources.has(source)) throw unknown(`there is no source ${source}`);
    if (kind === "sources" && !isAsked(sources.get(source), name)) throw unknown(`${name} is not asked of ${source}`);
  };
  for (const [id, { values = {} }] of Object.entries(definition.letters))
    for (const { from } of Object.values(values)) check(from, `letter ${id}`);
  for (const [name, remedy] of Object.entries(definition.remedies ?? {}))
    for (const from of remedy?.after ? [remedy.after.day, ...referencesOf(remedy.after.when)] : []) check(from, `remedy ${name}`);
  checkAgreed(definition);
  const { same = [], suspected = [] } = definition.duplicates ?? {};
  for (const name of [...same, ...suspected]) check(`answers.${name}`, "duplicates");
  for (const { id, of } of definition.sources)
    if (of && "from" in of)
      for (const from of isDerived(of.from) ? referencesIn(of.from) : [of.from]) check(from, `source ${id}`);
  checkLawInside(definition, check);
  checkGroups(definition);
  checkDocuments(definition);
  checkSecret(definition);
  checkKeep(definition);
  checkPrefill(definition);
  for (const [id, { statements, until }] of Object.entries(definition.certificates)) {
    if (until !== undefined) check(until, `certificate ${id}`);
    if (new Set(statements.map((statement) => statement.id)).size !== statements.length)
      throw new FlowError("flow.duplicate", `certificate ${id}`, "two statements have the same id");
    for (const statement of statements) check(statement.from, `statement ${statement.id}`);
  }
  const flow = loadFlow(definition, {
    pages,
    sources,
    law: want,
    certificates: Object.keys(definition.certificates),
    letters: Object.keys(definition.letters),
  });
  return { definition, form, flow };
}

/** Nobody may keep what no rule keeps, and the counter keeps what was signed there. */
function checkDocuments({ documents, form, counterOnly, phone, proof }: ServiceDefinition): void {
  if (phone && (counterOnly || proof === "card"))
    throw new FlowError("flow.documents", "phone", "who has to come, or to show a card, cannot apply by telephone");
  if (counterOnly && !documents)
    throw new FlowError("flow.documents", "documents", "no rule keeps what is signed at the counter");
  const hasFiles = form.pages.some(({ fields }) =>
    fields.some((field) => field.type === "file" || (field.type === "group" && field.fields.some(({ type }) => type === "file"))),
  );
  if (hasFiles && !documents)
    throw new FlowError("flow.documents", "documents", "the form asks for files, and no rule keeps them");
}

/** An officer has to have taken a secret case, and what lies about it elsewhere would tell of it. */
function checkSecret({ secret, counterOnly, certificates, parties, steps }: ServiceDefinition): void {
  if (!secret) return;
  if (!counterOnly) throw new FlowError("flow.secret", "secret", "a secret case is taken by an officer at the counter");
  if (Object.keys(certificates).length > 0) throw new FlowError("flow.secret", "secret", "a certificate is shown to everybody");
  if (Object.values(parties).some(({ kind }) => kind !== "applicant"))
    throw new FlowError("flow.secret", "secret", "a case with other parties is told to them");
  const roles = (steps as readonly Step[]).flatMap((step) => (isOfficerStep(step) ? [step.role] : []));
  if (new Set(roles).size > 1) throw new FlowError("flow.secret", "secret", "officers of one role keep a secret case");
}

/** Types whose answers others cannot give: a file, a signature and a declaration are the person's own, a registered name is confirmed by them. */
const neverBrought: ReadonlySet<Field["type"]> = new Set([
  "file",
  "signature",
  "declaration",
  "person",
  "business",
  "offered",
  "group",
]);

function checkPrefill({ steps, form }: ServiceDefinition): void {
  const types = new Map(form.pages.flatMap(({ fields }) => fields.map(({ name, type }) => [name, type] as const)));
  for (const step of steps as readonly Step[])
    for (const name of broughtBy(step, form.pages)) {
      const type = types.get(name);
      if (type !== undefined && neverBrought.has(type))
        throw new FlowError("flow.prefill", `step ${step.id}`, `${name} is answered by the person alone`);
    }
}

/** Questions that nobody answers in this step: those that it fills itself, or that another authority does. */
function broughtBy(step: Step, pages: ServiceDefinition["form"]["pages"]): string[] {
  if (step.kind === "fill") return Object.keys(step.prefill ?? {});
  if (step.kind !== "notice") return [];
  return pages.filter(({ id }) => step.pages.includes(id)).flatMap(({ fields }) => fields.map(({ name }) => name));
}

/** What a reference may call an answer: its field, or a part of it, or of a group one question, answered for each. */
const namesOf = (field: Field): string[] => [
  field.name,
  ...(field.type === "group" ? field.fields.map(({ name }) => `${field.name}.${name}`) : []),
  ...(answerParts[field.type] ?? []).map((part) => `${field.name}.${part}`),
];
const answerParts: Partial<Record<Field["type"], readonly string[]>> = {
  address: ["county", "district", "line"],
  person: ["number", "name"],
  business: ["number", "name"],
  offered: ["value"],
};

function checkSources({ sources: all, parties }: ServiceDefinition, sources: ReadonlyMap<string, readonly string[]>): void {
  if (sources.size !== all.length) throw new FlowError("flow.duplicate", "sources", "two sources have the same id");
  for (const { id, fields, absent, of, byLaw } of all) {
    for (const field of Object.keys(absent ?? {}))
      if (!fields.includes(field))
        throw new FlowError("flow.unknown-reference", `source ${id}`, `absent names ${field}, which is not asked for`);
    if (of && byLaw === undefined && !("party" in of))
      throw new FlowError(
        "flow.party",
        `source ${id}`,
        "nobody agrees for what is under a register's own key: a law must allow the read",
      );
    if (of && "party" in of && !Object.hasOwn(parties, of.party))
      throw new FlowError("flow.unknown-party", `source ${id}`, `there is no party ${of.party}`);
  }
}

/** Who is asked about agrees: a party signs somewhere before its own record is asked for. */
function checkAgreed({ sources, steps }: ServiceDefinition): void {
  const signing = new Set((steps as readonly Step[]).flatMap((step) => (step.kind === "sign" ? step.parties : [])));
  for (const { id, of, byLaw } of sources)
    if (of && "party" in of && byLaw === undefined && !signing.has(of.party))
      throw new FlowError("flow.party", `source ${id}`, `${of.party} signs nowhere, and nobody else agrees for them`);
}

/** A party for each entry of a group: the group is one, and its entries have what the party is known by. */
function checkGroups({ parties, form }: ServiceDefinition): void {
  const all = form.pages.flatMap(({ fields }) => fields);
  for (const [id, party] of Object.entries(parties)) {
    if (party.kind !== "named" || party.each === undefined) continue;
    const group = all.find(({ name }) => name === party.each);
    const inside = group?.type === "group" ? group.fields.map(({ name }) => name) : [];
    for (const name of [party.nationalId, party.name])
      if (!inside.includes(name)) throw new FlowError("flow.party", `party ${id}`, `an entry of ${party.each} has no ${name}`);
  }
}

function checkLawInside({ law, steps }: ServiceDefinition, check: (reference: string, where: string) => void): void {
  const byLaw = steps.some((step) => step.kind === "decide" && step.by === "law");
  if (byLaw && !(law?.grantedWhen && law.outcome))
    throw new FlowError("flow.law", "law", "a step is decided by law, which names no variable that grants or none that says why");
  if (!law) return;
  for (const name of [law.grantedWhen, law.outcome]) if (name !== undefined) check(`law.${name}`, "law");
  if (law.at !== undefined) check(law.at, "law");
  const known = new Set<string>();
  for (const { want, inputs } of lawsOf({ law })) {
    for (const [input, from] of Object.entries(inputs)) {
      const references = isDerived(from) ? referencesIn(from) : typeof from === "string" ? [from] : [];
      for (const reference of references) {
        if (reference.startsWith("law.") && !known.has(reference))
          throw new FlowError("flow.law", `law input ${input}`, "an input cannot come from the law itself");
        check(reference, `law input ${input}`);
      }
    }
    for (const name of want) known.add(`law.${name}`);
  }
}

/** The laws of a service in the order in which they are worked out. */
export const lawsOf = ({ law }: Pick<ServiceDefinition, "law">): Pick<ServiceLaw, "name" | "want" | "inputs">[] =>
  law ? [law, ...(law.further ?? [])] : [];

/** What a law must tell so that a service can be checked against it; a `Law` of packages/law does. */
export type LawNames = { inputs: readonly { name: string }[]; variables: readonly { name: string; type: string }[] };

/** Checks what a service asks of its law: inputs and variables exist, what grants is a boolean, the outcome is a code. */
export function checkAgainstLaw({ definition }: Service, lawNamed: (name: string) => LawNames | undefined): void {
  if (!definition.law) return;
  const { grantedWhen, outcome } = definition.law;
  const types = new Map<string, string>();
  const fail = (why: string) => new FlowError("flow.law", "law", why);
  for (const { name: called, want, inputs } of lawsOf(definition)) {
    const law = lawNamed(called);
    if (!law) throw fail(`there is no law ${called}`);
    for (const { name, type } of law.variables) types.set(name, type);
    const known = new Set(law.inputs.map(({ name }) => name));
    for (const name of want) if (!types.has(name)) throw fail(`the law has no variable ${name}`);
    for (const name of Object.keys(inputs)) if (!known.has(name)) throw fail(`the law has no input ${name}`);
  }
  if (grantedWhen !== undefined && types.get(grantedWhen) !== "boolean") throw fail(`${grantedWhen} is no boolean`);
  if (outcome !== undefined && types.get(outcome) !== "code") throw fail(`${outcome} is no code`);
}
