import path from "node:path";
import type { Service, ServicePath } from "@troad/flow";
import { openContent } from "../../kernel/content.ts";
import { readRegisters } from "../../modules/registers/domain/read-registers.ts";
import { viewOf } from "../../modules/registers/domain/view.ts";
import { type DemoPerson, findPeople } from "../../packages/population/index.ts";
import { type AllRecords, readAll } from "../registers-agree/read.ts";
import { root } from "./government.ts";
import { walkOf } from "./service-report.ts";

type Data = Readonly<Record<string, unknown>>;
type Source = Service["definition"]["sources"][number];
type Citizen = DemoPerson & { label: string };
/** The population of the demonstration begins with these people, whatever its size. */
const population = (today: string) => ({ seed: "t-road", size: 20_000, today });

/** Those as whom a visitor can sign in on the page "Try it", with their households. */
export function citizensOf(today: string): Citizen[] {
  const { students, further, staff: _, ...others } = findPeople(population(today));
  const all: Record<string, DemoPerson[] | DemoPerson | null> = { ...students, ...others, ...further };
  return Object.entries(all).flatMap(([label, found]) => [found ?? []].flat().map((one) => ({ ...one, label })));
}

/** What all registers hold of these people and their households, with the registers that show what others hold. */
export async function recordsOf(citizens: readonly Citizen[], today: string): Promise<AllRecords> {
  const all = new Map(readAll(population(today), new Set(citizens.map(({ household }) => household))));
  for (const { id, view } of readRegisters(openContent([path.join(root, "content")]))) {
    if (!view) continue;
    const read: Parameters<typeof viewOf>[3] = async (refs) => refs.map(({ register, key }) => all.get(register)?.get(key));
    const shown = new Map<string, Data>();
    for (const key of all.get(view.record)?.keys() ?? []) {
      const record = await viewOf(view, key, Object.keys(view.fields), read);
      if (record) shown.set(key, record);
    }
    all.set(id, shown);
  }
  return all;
}

const registerOf = ({ provider }: Source): string => provider.split("/").at(-1) ?? "";

/** The answer that names the record of a source; undefined for the applicant's own, null for what comes later. */
function answerOf({ of }: Source, { definition }: Service): string | undefined | null {
  if (!of) return undefined;
  const party = "party" in of ? definition.parties[of.party] : undefined;
  const from = "party" in of ? (party?.kind === "named" ? party.nationalId : undefined) : of.from;
  return typeof from === "string" && !from.startsWith("written.") ? from.replace(/^answers\./, "") : null;
}

/** Fields for which a step offers an answer that the person may change. */
const offersOf = (prefill: Readonly<Record<string, unknown>> = {}): string[] =>
  Object.entries(prefill).flatMap(([name, brought]) =>
    typeof brought === "object" && brought !== null && "offers" in brought ? [name] : [],
  );

/** What is a name, a day or a number, and no code. */
const isOwnText = (value: unknown): value is string => typeof value === "string" && /[\u4e00-\u9fff]|\d{4}/.test(value);

/** Records that name one of these people: what belongs to them. */
const keysAbout = (records: ReadonlyMap<string, Data> | undefined, people: readonly string[]): string[] =>
  [...(records ?? [])].filter(([, data]) => Object.values(data).some((one) => people.includes(String(one)))).map(([key]) => key);

const withoutNulls = (record: Data | undefined) =>
  record ? Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined)) : null;

/**
 * How a person can go along a path with what registers hold: for themselves, for those of their household, and for what belongs to these. Names, days and
 * numbers in the answers are theirs; what they choose stays.
 */
function* waysOf(service: Service, one: ServicePath, { person, household }: Citizen, all: AllRecords): Generator<ServicePath> {
  const said: Record<string, unknown> = Object.assign({}, ...Object.values(one.answers));
  const sources: Record<string, unknown> = { ...one.sources };
  const swaps = new Map([
    [one.around?.signer ?? "王大文", person.name],
    [one.around?.applicant ?? "A123456789", person.nationalId],
  ]);
  const take = (source: Source, key: string | undefined): void => {
    const record = key === undefined ? undefined : all.get(registerOf(source))?.get(key);
    sources[source.id] = withoutNulls(record);
    for (const [field, before] of Object.entries(one.sources[source.id] ?? {})) {
      const now = record?.[field];
      if (isOwnText(before) && isOwnText(now)) swaps.set(before, now);
    }
  };
  const offers = new Set(service.definition.steps.flatMap((step) => ("prefill" in step ? offersOf(step.prefill) : [])));
  const named = new Map<string, Source[]>();
  for (const source of service.definition.sources) {
    const from = answerOf(source, service);
    if (from === undefined) take(source, person.nationalId);
    else if (from !== null) named.set(from, [...(named.get(from) ?? []), source]);
  }
  const people = household.members.map(({ nationalId }) => nationalId);
  const keysFor = (answer: string, source: Source): (string | undefined)[] =>
    /^[A-Z][12]\d{8}$/.test(String(said[answer]))
      ? [...people, undefined]
      : [...keysAbout(all.get(registerOf(source)), people), undefined];
  const choices = [...named].map(([answer, list]) => ({ answer, list, keys: keysFor(answer, list[0]!) }));
  const combined = function* (at: number): Generator<ServicePath> {
    const choice = choices[at];
    if (!choice) {
      let answers = JSON.stringify(one.answers);
      for (const [old, now] of swaps) answers = answers.replaceAll(JSON.stringify(old), JSON.stringify(now));
      const around = { ...one.around, signer: person.name, applicant: person.nationalId };
      const way = { ...one, around, sources: { ...sources } as ServicePath["sources"], expected: {} };
      yield { ...way, answers: JSON.parse(answers) };
      // who states nothing else takes what is offered
      if (offers.size > 0)
        yield { ...way, answers: JSON.parse(answers, (name, value) => (offers.has(name) ? undefined : value)) };
      return;
    }
    for (const key of choice.keys) {
      for (const source of choice.list) take(source, key);
      if (said[choice.answer] !== undefined && key !== undefined) swaps.set(String(said[choice.answer]), key);
      yield* combined(at + 1);
    }
  };
  yield* combined(0);
}

function goes(service: Service, way: ServicePath): boolean {
  try {
    walkOf(service, way);
    return true;
  } catch {
    return false;
  }
}

/** Whether one of these people goes along one of the paths to its end with what registers hold of them. */
export const isGoneBy = (
  service: Service,
  paths: readonly ServicePath[],
  citizens: readonly Citizen[],
  all: AllRecords,
): boolean => paths.some((one) => citizens.some((who) => [...waysOf(service, one, who, all)].some((way) => goes(service, way))));
