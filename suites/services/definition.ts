/** What the definition of a service holds, so far as a map can name it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { laws } from "@troad/content-law";
import type { ServiceDefinition } from "@troad/flow";
import { citationsOf } from "./citations.ts";
import { type Shown, shownBy } from "./entries.ts";

const content = join(import.meta.dirname, "..", "..", "content");

export type Definition = {
  readonly service: ServiceDefinition;
  readonly listing: { readonly law: readonly { readonly act: string; readonly article?: string }[] };
  readonly agreements: readonly { readonly legalBasis: string }[];
  /** In Chinese. */
  readonly texts: Readonly<Record<string, string>>;
  readonly entries: readonly { readonly kind: string; readonly shown: Shown }[];
  /** Of services that do a part of it. */
  readonly also: readonly Definition[];
};

/** The kinds of entry that a service makes. */
const entriesOf = (service: ServiceDefinition): string[] => [
  ...new Set(service.steps.flatMap((step) => (step.kind === "write" && step.entry ? [step.entry.kind] : []))),
];

export async function definitionOf(folder: string, also: readonly string[] = []): Promise<Definition | undefined> {
  const base = join(content, "services", folder);
  if (!existsSync(join(base, "service.json"))) return undefined;
  const read = <T>(...parts: string[]): T => JSON.parse(readFileSync(join(base, ...parts), "utf8")) as T;
  const service: ServiceDefinition = read("service.json");
  return {
    service,
    listing: read("listing.json"),
    agreements: read("agreements.json"),
    texts: read("text", "zh-Hant.json"),
    also: (await Promise.all(also.map((one) => definitionOf(one)))).flatMap((one) => one ?? []),
    entries: await Promise.all(entriesOf(service).map(async (kind) => ({ kind, shown: await shownBy(kind) }))),
  };
}

type Holds = (definition: Definition, name: string, part: string | undefined) => boolean;

/** By the first word of a target; what follows is a name, and after a dot or an equals sign a part of it. */
const kinds: Readonly<Record<string, Holds>> = {
  step: ({ service }, name, part) => {
    const step = service.steps.find(({ id }) => id === name);
    if (!step || part === undefined) return step !== undefined;
    return step.kind === "visit" && step.report.some((field) => field.name === part);
  },
  source: ({ service }, name, part) =>
    service.sources.some(({ id, fields }) => id === name && (part === undefined || fields.includes(part))),
  field: ({ service }, name) => service.form.pages.some(({ fields }) => fields.some((field) => field.name === name)),
  certificate: ({ service }, name, part) => {
    const certificate = service.certificates[name];
    return certificate !== undefined && (part === undefined || certificate.statements.some(({ id }) => id === part));
  },
  letter: ({ service }, name) => service.letters[name] !== undefined,
  party: ({ service }, name, part) => {
    const party = service.parties[name];
    if (!party || part === undefined) return party !== undefined;
    return party.kind === "applicant" && (party.represented ?? []).some((one) => one === part);
  },
  remedy: ({ service }, name) => Object.hasOwn(service.remedies ?? {}, name),
  once: ({ service: { duplicates } }, name) => [...(duplicates?.same ?? []), ...(duplicates?.suspected ?? [])].includes(name),
  entry: ({ entries }, name) => entries.some(({ kind }) => kind === name),
  finding: ({ entries }, name) => entries.some(({ shown }) => shown.findings.has(name)),
  tells: ({ entries }, name) => entries.some(({ shown }) => shown.tells.has(name)),
  text: ({ texts }, name) => Boolean(texts[name]?.trim()),
  subscription: (_, name) => existsSync(join(content, "subscriptions", name, "subscription.json")),
};

/** A variable of the law that the service works out, or an input that the service fills. */
function holdsLaw({ service: { law: used } }: Definition, name: string, code: string | undefined): boolean {
  const law = used && laws.get(used.name);
  if (!law) return false;
  const variable = law.definitions.variable(name);
  if (code !== undefined) return Object.hasOwn(variable?.codes ?? {}, code);
  return variable !== undefined || Object.hasOwn(used.inputs, name);
}

export const holds = (definition: Definition, target: string): boolean =>
  [definition, ...definition.also].some((one) => holdsAlone(one, target));

function holdsAlone(definition: Definition, target: string): boolean {
  const [kind = "", ...rest] = target.split(" ");
  if (kind === "cites") return citationsOf(definition).has(rest.join(" "));
  const whole = rest.join(" ");
  if (kind === "text") return kinds.text!(definition, whole, undefined);
  if (kind === "law") {
    const [name = "", code] = whole.split("=");
    return holdsLaw(definition, name, code);
  }
  const [name = "", part] = whole.split(".");
  return kinds[kind]?.(definition, name, part) ?? false;
}

/** The definition without what a target names; undefined where that does not stand in it alone. */
export function without(definition: Definition, target: string): Definition | undefined {
  const [kind, name = ""] = target.split(/[ .=]/);
  const { service } = definition;
  const also = definition.also.flatMap((one) => without(one, target) ?? one);
  const bend = (change: Partial<ServiceDefinition>): Definition => ({ ...definition, also, service: { ...service, ...change } });
  if (kind === "step") return bend({ steps: service.steps.filter(({ id }) => id !== name) });
  if (kind === "source") return bend({ sources: service.sources.filter(({ id }) => id !== name) });
  if (kind === "entry") return { ...definition, also, entries: definition.entries.filter((one) => one.kind !== name) };
  return undefined;
}
