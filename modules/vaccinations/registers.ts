import { readRoad } from "@troad/directory";
import { ConfigurationError, type Content, type ModuleContext } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import { type Given, readSchedules, type Schedule } from "@troad/vaccines";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Child } from "./domain/represents.ts";
import { vaccinationFailure } from "./errors.ts";

const text = Type.Union([Type.String(), Type.Null()]);
const childSchema = Type.Object({
  ...{ name: Type.String(), birthDate: Type.String(), status: text },
  ...{ father: text, mother: text, guardian: text, responsibility: text },
});
const children = Compile(Type.Array(Type.Object({ key: Type.String(), record: childSchema }), { maxItems: 100 }));
const child = Compile(childSchema);
const dose = { vaccineCode: Type.String(), dose: Type.Integer() };
const recordSchema = Type.Object({
  birthDate: text,
  vaccinations: Type.Union([Type.Array(Type.Object({ ...dose, date: Type.String() })), Type.Null()]),
});
const record = Compile(recordSchema);
const checkSchema = Type.Object({
  schoolState: Type.Union([Type.Literal("complete"), Type.Literal("incomplete"), Type.Null()]),
  missing: Type.Union([Type.Array(Type.Object(dose)), Type.Null()]),
});
const schoolCheck = Compile(checkSchema);

const childFields = ["name", "birthDate", "father", "mother", "guardian", "responsibility", "status"];
export type Doses = { given: readonly Given[]; birthDate: string | null; isKnown: boolean };
export type SchoolCheck = Static<typeof checkSchema>;
export type Registers = ReturnType<typeof openRegisters>;

/** The one schedule of content, and the agencies that it names. */
function readPlaces(content: Content) {
  const { instance, agencies } = readRoad(content);
  const [schedule] = readSchedules(content);
  const memberOf = (id: string | undefined): string => {
    const member = agencies.find((one) => one.id === id)?.member;
    if (member === undefined)
      throw new ConfigurationError("content has no schedule of vaccines, or its agencies are not on the road");
    return member;
  };
  return { instance, schedule: schedule!, station: memberOf(schedule?.agency), school: memberOf(schedule?.school.agency) };
}

/** The registers of vaccinations and of persons over the road, by law: each question is one that the child's list of uses shows. */
export function openRegisters(ctx: Pick<ModuleContext, "content" | "ids">, road: Pick<RoadApi, "consumerUrl">) {
  const { instance, schedule, station, school } = readPlaces(ctx.content);
  const ask = async (
    member: string,
    consumer: string,
    target: string,
    { matter, ...body }: { matter: string; [name: string]: unknown },
  ) => {
    const reply = await askRegister(await road.consumerUrl(member), {
      ...{ target: `/r1/${instance}/${target}`, client: `${instance}/${consumer}`, consent: null, issue: matter },
      ...{ exchangeId: `${instance}-${ctx.ids.uuid()}`, body },
    });
    return reply;
  };
  const asked = async (...question: Parameters<typeof ask>): Promise<Record<string, unknown>> => {
    const reply = await ask(...question);
    if (!reply.ok) throw vaccinationFailure("vaccination.not-answered", {}, reply.code);
    return reply.answer;
  };
  const odd = () => vaccinationFailure("vaccination.not-answered", {}, "source.unexpected-answer");
  return {
    schedule: schedule satisfies Schedule,
    /** The children whose parent or guardian a person is by the register. */
    childrenOf: async (nationalId: string, matter: string): Promise<{ key: string; record: Child }[]> => {
      const found = await Promise.all(
        ["father", "mother", "guardian"].map(async (by) => {
          const body = { matter, by, nationalId, fields: childFields };
          const { records } = await asked(station, schedule.consumer, `${schedule.persons}/naming`, body);
          if (!children.Check(records)) throw odd();
          return records;
        }),
      );
      return [...new Map(found.flat().map((one) => [one.key, one])).values()];
    },
    child: async (nationalId: string, matter: string): Promise<Child | null> => {
      const body = { matter, nationalId, fields: childFields };
      const answer = await asked(station, schedule.consumer, `${schedule.persons}/find`, body);
      if (answer.found !== true) return null;
      if (!child.Check(answer.record)) throw odd();
      return answer.record;
    },
    /** What was given to a child. */
    doses: async (nationalId: string, matter: string): Promise<Doses> => {
      const body = { matter, nationalId, fields: ["birthDate", "vaccinations"] };
      const answer = await asked(station, schedule.consumer, `${schedule.register}/find`, body);
      if (answer.found !== true) return { given: [], birthDate: null, isKnown: false };
      if (!record.Check(answer.record)) throw odd();
      return { given: answer.record.vaccinations ?? [], birthDate: answer.record.birthDate, isKnown: true };
    },
    /** Enters a dose behind those that were read, or makes the record; the code of why not. */
    enter: async (
      of: { nationalId: string; matter: string; writeKey: string; birthDate: string },
      { given, isKnown, birthDate }: Doses,
      entered: Record<string, unknown>,
    ): Promise<{ ok: true } | { ok: false; code: string }> => {
      const values = { birthDate: of.birthDate, vaccinations: [...given, entered] };
      const reply = await ask(station, schedule.consumer, `${schedule.register}/write`, {
        ...{ matter: of.matter, writeKey: of.writeKey, caseId: of.matter, create: !isKnown, key: of.nationalId, values },
        ...(isKnown ? { expect: { birthDate, vaccinations: given } } : {}),
      });
      return reply.ok ? { ok: true } : reply;
    },
    /** What a school may learn of a child; null where the register knows nobody. */
    schoolCheck: async (nationalId: string, matter: string): Promise<SchoolCheck | null> => {
      const body = { matter, nationalId, fields: ["schoolState", "missing"] };
      const answer = await asked(school, schedule.school.consumer, `${schedule.register}/find`, body);
      if (answer.found !== true) return null;
      if (!schoolCheck.Check(answer.record)) throw odd();
      return answer.record;
    },
  };
}
