import fs from "node:fs";
import path from "node:path";
import { books } from "@troad/content-entries";
import { laws } from "@troad/content-law";
import { withNulls } from "@troad/entry";
import {
  type Calculate,
  checkAgainstLaw,
  edgesWalked,
  loadService,
  pathsSchema,
  type Service,
  type ServiceDefinition,
  type ServicePath,
  serviceSchema,
  textKeys,
  type Walked,
  walkPath,
} from "@troad/flow";
import type { Facts } from "@troad/law";
import { Compile } from "typebox/compile";
import Value from "typebox/value";

/** What a service is made of. What a running government shows of it (`axe`, `withScript`, `withoutScript`) is null until its pages are walked. */
export type ServiceReport = {
  service: string;
  agency: string;
  questions: number;
  sources: number;
  steps: number;
  edges: number;
  edgesWalked: number;
  /** All texts are there in Traditional Chinese and English. */
  texts: boolean;
  /** Faults that axe finds on the pages of its first path. */
  axe: number | null;
  /** How a case of the first path ended that was filled in with scripts in the browser, and without. */
  withScript: string | null;
  withoutScript: string | null;
  /** How many walks over HTTP alone ended as their path says, of how many. */
  http?: string;
  /** `complete`, or how its cases ended on a running government; otherwise what is wrong. */
  outcome: string;
};

const isService = Compile(serviceSchema);
const arePaths = Compile(pathsSchema);
export const languages = ["zh-Hant", "en"];

const read = (...parts: string[]): unknown => {
  const file = path.join(...parts);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
};

/** The services of a content folder that have a flow, by id. */
export function servicesIn(content: string): string[] {
  const folder = path.join(content, "services");
  const ids = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  return ids.filter((id) => fs.existsSync(path.join(folder, id, "service.json"))).map((id) => path.join(folder, id));
}

export function openService(folder: string): Service {
  const definition = read(folder, "service.json");
  if (!isService.Check(definition)) throw new TypeError(`service.json: ${JSON.stringify(isService.Errors(definition)[0])}`);
  const service = loadService(definition as ServiceDefinition);
  checkAgainstLaw(service, (name) => laws.get(name));
  return service;
}

export function pathsOf(folder: string): ServicePath[] {
  const paths = read(folder, "paths.json");
  if (paths === undefined) throw new TypeError("paths.json is missing");
  if (!arePaths.Check(paths)) throw new TypeError(`paths.json: ${JSON.stringify(arePaths.Errors(paths)[0])}`);
  return paths as ServicePath[];
}

const calculate: Calculate = ({ law, want, situation, at }) =>
  laws.get(law)!.calculate({ want: [...want], situation: situation as Facts, at });

/** Goes along a path of a service, by the laws that it names. */
export const walkOf = (service: Service, one: ServicePath): Walked => walkPath(service, one, calculate);

/** Texts that the listing of a service has besides those of its flow. */
function listingKeys(folder: string): string[] {
  const listing = read(folder, "listing.json") as { dates?: { id: string }[] } | undefined;
  if (!listing) return [];
  const dates = (listing.dates ?? []).map(({ id }) => `date.${id}`);
  return ["cost", "deadline", "words", "next.granted", "next.refused", ...dates];
}

/** The codes of a field that a service reads from a register of its content: `sources.self.relation`. */
function codesOfRegister(folder: string, { definition }: Service, reference: string): readonly string[] {
  const [, source, name] = reference.split(".");
  const register =
    definition.sources
      .find(({ id }) => id === source)
      ?.provider.split("/")
      .at(-1) ?? "";
  const known = read(folder, "..", "..", "registers", register, "register.json") as
    | { fields: { name: string; codes?: string[] }[] }
    | undefined;
  return known?.fields.find((field) => field.name === name)?.codes ?? [];
}

/** Keys of the texts that a service must have, and of those that it may. */
export function textsOf(folder: string, service: Service): ReturnType<typeof textKeys> {
  const law = service.definition.law && laws.get(service.definition.law.name);
  const keys = textKeys(service, (name) =>
    name.startsWith("sources.")
      ? codesOfRegister(folder, service, name)
      : Object.keys(law?.definitions.variable(name)?.codes ?? {}),
  );
  const agreements = (read(folder, "agreements.json") ?? []) as { purpose: string }[];
  for (const key of [...listingKeys(folder), ...agreements.map(({ purpose }) => purpose)]) keys.required.add(key);
  return keys;
}

function missingTexts(folder: string, service: Service): string[] {
  const { required } = textsOf(folder, service);
  return languages.flatMap((lang) => {
    const texts = (read(folder, "text", `${lang}.json`) ?? {}) as Record<string, string>;
    return [...required].filter((key) => !texts[key]?.trim()).map((key) => `${lang} has no text ${key}`);
  });
}

/** Facts that a kind of entry does not take as a path states them: the register would refuse the application unread. */
function factFaults(folder: string, { entries }: Walked): string[] {
  return entries.flatMap(({ step, register, kind: name, facts }) => {
    const file = path.join("registers", register.split("/").at(-1) ?? "", "register.json");
    const known = read(folder, "..", "..", file) as { book?: string } | undefined;
    const kind = books[known?.book ?? ""]?.kinds[name];
    if (!kind) return [`${step} names no kind of entry: ${name}`];
    const stated = withNulls(kind.facts, facts);
    if (Value.Check(kind.facts, stated)) return [];
    const [fault] = Value.Errors(kind.facts, stated);
    return [`${step} states what ${name} does not take: ${fault?.instancePath} ${fault?.message}`];
  });
}

/** Walks every path of a service, and counts what it is made of. */
export function reportOf(folder: string): ServiceReport {
  const empty = {
    agency: "",
    questions: 0,
    sources: 0,
    steps: 0,
    edges: 0,
    edgesWalked: 0,
    texts: false,
    axe: null,
    ...{ withScript: null, withoutScript: null },
  };
  const report: ServiceReport = { service: path.basename(folder), ...empty, outcome: "" };
  try {
    const service = openService(folder);
    const { definition, form, flow } = service;
    const edges = edgesWalked(service, []).all.length;
    const questions = form.pages.reduce((sum, { fields }) => sum + fields.length, 0);
    Object.assign(report, { agency: definition.agency, questions, sources: definition.sources.length });
    const absent = missingTexts(folder, service);
    Object.assign(report, { steps: flow.steps.length, edges, texts: absent.length === 0 });
    const walked = pathsOf(folder).map((one) => walkOf(service, one));
    const { missing } = edgesWalked(service, walked);
    report.edgesWalked = edges - missing.length;
    const stated = new Set(walked.flatMap((one) => factFaults(folder, one)));
    const faults = [...stated, ...missing.map((edge) => `${edge} is on no path`), ...absent];
    report.outcome = faults.length === 0 ? "complete" : faults.join("; ");
  } catch (error) {
    report.outcome = error instanceof Error ? error.message : String(error);
  }
  return report;
}

/** What begins with a notice of another authority has no form, and who has no card is nobody of the demonstration: these go as rules alone. */
export const isWalked = ({ begins, around }: ServicePath): boolean => begins === undefined && around?.applicant !== "none";

/** Whether people apply for it by themselves, on the pages for people. */
export const isOnline = (folder: string): boolean => !openService(folder).definition.counterOnly && isWalked(pathsOf(folder)[0]!);

/** What a register said of the last entry that it refused. */
export function refusalIn({ actions }: { actions: readonly { type: string; data: Record<string, unknown> }[] }): string {
  const refused = actions.findLast(({ type }) => type === "write-refused");
  const findings = (refused?.data.findings ?? []) as { code: string; level: string }[];
  return findings.map(({ code, level }) => ` ${level} ${code}`).join();
}
