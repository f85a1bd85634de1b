import { InvalidForm } from "../errors.ts";
import { type Form, loadForm } from "../form/load.ts";
import type { ServiceDefinition } from "./schema.ts";

/** A service whose parts fit together. */
export type Service = { definition: ServiceDefinition; form: Form };

/** Checks that every reference of a service leads somewhere inside it; throws InvalidForm. The law's side: checkAgainstLaw. */
export function loadService(definition: ServiceDefinition): Service {
  const form = loadForm(definition.form);
  const sources = new Map(definition.sources.map((source) => [source.id, source]));
  if (sources.size !== definition.sources.length)
    throw new InvalidForm("service.duplicate", "sources", "two sources have the same id");
  for (const source of definition.sources)
    for (const field of Object.keys(source.absent ?? {}))
      if (!source.fields.includes(field))
        throw new InvalidForm("service.unknown-field", `source ${source.id}`, `absent names ${field}, which is not asked for`);

  const fields = new Set(form.pages.flatMap((page) => page.fields.map(({ name }) => name)));
  const check = (reference: string, where: string) => {
    const { kind, source, name } = parseReference(reference);
    if (kind === "answers" && !fields.has(name))
      throw new InvalidForm("service.unknown-answer", where, `${name} is no field of the form`);
    if (kind === "law" && !definition.decision.want.includes(name))
      throw new InvalidForm("service.unknown-variable", where, `${name} is not among those wanted`);
    if (kind !== "sources") return;
    const found = sources.get(source);
    if (!found) throw new InvalidForm("service.unknown-source", where, `there is no source ${source}`);
    if (!found.fields.includes(name)) throw new InvalidForm("service.unknown-field", where, `${name} is not asked of ${source}`);
  };
  const { decision, certificate } = definition;
  for (const name of definition.once ?? []) check(`answers.${name}`, "once");
  for (const variable of [decision.grantedWhen, decision.outcome]) check(`law.${variable}`, "decision");
  for (const [input, from] of Object.entries(decision.inputs)) {
    if (typeof from !== "string") continue;
    if (from.startsWith("law."))
      throw new InvalidForm("service.unknown-variable", `decision input ${input}`, "an input cannot come from the law");
    check(from, `decision input ${input}`);
  }
  const ids = new Set(certificate.statements.map((statement) => statement.id));
  if (ids.size !== certificate.statements.length)
    throw new InvalidForm("service.duplicate", "certificate", "two statements have the same id");
  for (const statement of certificate.statements) check(statement.from, `statement ${statement.id}`);
  return { definition, form };
}

export type Reference = { kind: "answers" | "law"; source: ""; name: string } | { kind: "sources"; source: string; name: string };

/** `sources.low-income.status` -> kind, source, name. The schema has checked the form. */
export function parseReference(reference: string): Reference {
  const [kind = "", ...rest] = reference.split(".");
  if (kind === "sources") return { kind, source: rest[0] ?? "", name: rest.slice(1).join(".") };
  if (kind === "answers" || kind === "law") return { kind, source: "", name: rest.join(".") };
  throw new TypeError(`${reference} is no reference`);
}

/** What a law must tell so that a service can be checked against it; a `Law` of packages/law does. */
export type LawNames = { inputs: readonly { name: string }[]; variables: readonly { name: string; type: string }[] };

/** Checks the decision against the law it names: inputs and variables exist, what grants is a boolean, the outcome is a code. */
export function checkAgainstLaw(service: Service, law: LawNames): void {
  const { want, grantedWhen, outcome, inputs } = service.definition.decision;
  const types = new Map(law.variables.map(({ name, type }) => [name, type]));
  const known = new Set(law.inputs.map(({ name }) => name));
  for (const name of want)
    if (!types.has(name)) throw new InvalidForm("service.unknown-variable", "decision", `the law has no variable ${name}`);
  for (const name of Object.keys(inputs))
    if (!known.has(name)) throw new InvalidForm("service.unknown-variable", "decision", `the law has no input ${name}`);
  if (types.get(grantedWhen) !== "boolean")
    throw new InvalidForm("service.unknown-variable", "decision", `${grantedWhen} is no boolean`);
  if (types.get(outcome) !== "code") throw new InvalidForm("service.unknown-variable", "decision", `${outcome} is no code`);
}
