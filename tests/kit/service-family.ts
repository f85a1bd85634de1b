import { addDays, type Service, type ServicePath } from "@troad/flow";
import { json, sql, taipeiDate } from "@troad/kernel";
import { nationalIdOf } from "@troad/population";
import { demoPeopleOf } from "./demo-people.ts";
import type { Government } from "./government.ts";

type Facts = Record<string, string | number | boolean | null>;
type Named = { name: string; nationalId: string };

const day = /^\d{4}-\d{2}-\d{2}$/;
const household = /^[A-Z]\d{7}$/;
const nobody: Facts = {
  ...{ maritalStatus: "single", birthPlace: null, birthOrder: null, father: null, mother: null, fatherName: null },
  ...{ motherName: null, birthFather: null, birthMother: null, spouse: null, spouseName: null, status: "present" },
  ...{ statusOn: null, guardian: null, assistant: null, responsibility: null, renamed: 0, surnameChanges: 0 },
  ...{ surnameChangesAdult: 0, movedOn: null, relation: "head", birthDate: "1990-05-05", householdNo: "A0000001" },
};

let families = 0;

/** Every text in a value, and in what it is made of, as another. */
export function textsAs<T>(value: T, other: (text: string) => string): T {
  if (typeof value === "string") return other(value) as T;
  if (Array.isArray(value)) return value.map((one) => textsAs(one, other)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [other(key), textsAs(one, other)])) as T;
}

/** Days that a browser sends in three parts, moved by the same number of days. */
function partsLater(sent: Record<string, string | string[]>, days: number): Record<string, string | string[]> {
  const moved = { ...sent };
  for (const name of Object.keys(sent).flatMap((key) => /^(.+)-year$/.exec(key)?.[1] ?? [])) {
    const parts = ["year", "month", "day"].map((part) => String(sent[`${name}-${part}`]));
    const later = addDays(parts.map((part, at) => part.padStart(at === 0 ? 4 : 2, "0")).join("-"), days).split("-");
    for (const [at, part] of ["year", "month", "day"].entries()) moved[`${name}-${part}`] = String(Number(later[at]));
  }
  return moved;
}

/** A path as of today: its days are as far from today as they were from its own day. */
function asOfToday(one: ServicePath): ServicePath {
  const days = Math.round((Date.parse(taipeiDate(new Date())) - Date.parse(one.at)) / 86_400_000);
  const later = (text: string): string => (day.test(text) ? addDays(text, days) : text);
  const { written, around } = textsAs({ written: one.written, around: one.around }, later);
  const answers = Object.entries(one.answers).map(([page, sent]) => [page, partsLater(textsAs(sent, later), days)]);
  return { ...one, written, around, answers: Object.fromEntries(answers) } as ServicePath;
}

/**
 * Who applies in a walk: officers of the role that the path names, else citizens in turn,
 * but for those whose card a walk before them ended; at the counter officers, who need no card for it.
 */
export async function applicantsOf(government: Government) {
  const people = await demoPeopleOf(government);
  const registers = government.running.schemas.ofAgency("registers", "moi");
  let turn = 0;
  return async ({ service, path }: { service: Service; path: ServicePath }): Promise<string> => {
    const family = path.around?.people;
    const sex = family?.[path.around?.applicant ?? Object.keys(family)[0]!]?.sex;
    const atCounter = service.definition.counterOnly === true;
    const lost = await registers.rows<{ subject: string }>(
      sql`select subject from record where register = 'id-card' and data->>'state' <> 'valid'`,
    );
    const isMeant = ({ role, label }: (typeof people)[number]): boolean =>
      path.around?.role === undefined
        ? (role.role === "citizen") !== atCounter && label !== "household-officer"
        : label === path.around.role;
    const able = people.filter(
      (one) =>
        isMeant(one) &&
        !lost.some(({ subject }) => subject === one.nationalId) &&
        (sex === undefined || (one.nationalId[1] === "1" ? "male" : "female") === sex),
    );
    const known = await knownTo(government, service, path);
    const fitting = able.filter(({ nationalId }) => !known.has(nationalId));
    const from = fitting.length > 0 ? fitting : able;
    return from[turn++ % from.length]!.subject;
  };
}

/** Whom a register knows of which the path says that it has no record of the applicant. */
async function knownTo({ running }: Government, { definition }: Service, { sources }: ServicePath): Promise<Set<string>> {
  const known = new Set<string>();
  for (const { id, provider, of } of definition.sources) {
    if (sources[id] !== null || of) continue;
    const [, agency = "", , register = ""] = provider.split("/");
    const rows = await running.schemas
      .ofAgency("registers", agency.toLowerCase())
      .rows<{ subject: string }>(sql`select distinct subject from record where register = ${register}`);
    for (const { subject } of rows) known.add(subject);
  }
  return known;
}

/** What other agencies know of a member of the family who is named in the form, as the sources of the path say. */
async function putOthers({ running }: Government, { definition }: Service, { answers, sources }: ServicePath): Promise<void> {
  for (const { id, provider, of } of definition.sources) {
    const [, agency = "", , register = ""] = provider.split("/");
    const party = of && "party" in of ? definition.parties[of.party] : undefined;
    const record = sources[id];
    if (!record || party?.kind !== "named" || ["person", "household"].includes(register)) continue;
    const subject = Object.values(answers).flatMap((page) => page[party.nationalId ?? ""] ?? [])[0]!;
    await running.schemas.ofAgency("registers", agency.toLowerCase()).run(sql`
      insert into record (register, subject, data, valid_from, recorded_at)
      values (${register}, ${subject}, ${json(record)}, '2020-01-01', clock_timestamp())`);
  }
}

/**
 * The family of a path in the registers of persons and of households: people who were not there before, but for the applicant, who is taken
 * out of theirs. Gives the path with their numbers and names, as of today.
 */
export async function settleFamily(
  { government, service, path }: { government: Government; service: Service; path: ServicePath },
  applicant: Named,
): Promise<ServicePath> {
  const people = path.around?.people;
  if (!people) return path;
  const own = service.definition.sources.find(({ of }) => of === undefined)?.id ?? "";
  const self = path.sources[own];
  const applies = [path.around?.applicant, self?.nationalId];
  const numbers = new Map<string, string>();
  const another = (text: string): string => {
    if (applies.includes(text)) return applicant.nationalId;
    if (text === self?.name) return applicant.name;
    if (household.test(text) && !numbers.has(text)) numbers.set(text, `${text[0]}${8_000_000 + ++families}`);
    if (Object.hasOwn(people, text) && !numbers.has(text))
      numbers.set(text, nationalIdOf(text[0]!, text[1] === "1" ? "male" : "female", 8_000_000 + ++families));
    return numbers.get(text) ?? text;
  };
  const settled = textsAs(asOfToday(path), another);
  type PersonRecord = Facts & { householdNo: string | null; relation: string | null; nationalId: string };
  const records = Object.entries(settled.around!.people!).map(
    ([nationalId, facts]) =>
      ({
        ...nobody,
        name: applicant.name,
        sex: nationalId[1] === "1" ? "male" : "female",
        ...facts,
        nationalId,
      }) as Facts as PersonRecord,
  );
  const registers = government.running.schemas.ofAgency("registers", "moi");
  const put = (register: string, subject: string, data: object): Promise<unknown> =>
    registers.run(sql`insert into record (register, subject, data, valid_from, recorded_at)
      values (${register}, ${subject}, ${json(data)}, '2020-01-01', clock_timestamp())`);
  for (const { villageCode: _, ...record } of records) await put("person", record.nationalId, record);
  const villageOf = (head: string) => records.find(({ nationalId }) => nationalId === head)?.villageCode ?? "63000010002";
  await putOthers(government, service, settled);
  for (const no of new Set(records.flatMap(({ householdNo }) => householdNo ?? []))) {
    const members = records
      .filter(({ householdNo }) => householdNo === no)
      .map(({ nationalId, relation }) => ({ nationalId, relation }))
      .sort((one, other) => Number(other.relation === "head") - Number(one.relation === "head"));
    await put("household-unit", no, {
      ...{
        head: members[0]!.nationalId,
        members,
        kind: "family",
        villageCode: villageOf(members[0]!.nationalId),
        formedOn: "2020-01-01",
        closedOn: null,
      },
      address: `臺北市松山區示範里1鄰示範路${families}號`,
    });
  }
  return settled;
}
