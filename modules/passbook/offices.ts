import { keepersOf, keepersSchema, readRoad } from "@troad/directory";
import { ConfigurationError, type Content, type ModuleContext } from "@troad/kernel";
import type { RoadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { areRecords, recordFields, type TaxRecord } from "./domain/record.ts";
import { passbookFailure } from "./errors.ts";

/** A tax office with a register of assessments of its own. */
export type Office = { id: string; member: string; provider: string };
/** What an office answered, or the code of why it could not be asked. */
export type OfficeAnswer = { ok: true; records: TaxRecord[]; asOf: string } | { ok: false; code: string };
/** The number of the tax, case or inspection for which an office is asked; null where an officer names none. */
export type Matter = string | null;
export type Written = { ok: true } | { ok: false; code: string };

const registerSchema = Type.Object({
  agency: keepersSchema,
  subsystem: Type.String(),
  service: Type.String(),
  assessed: Type.Optional(Type.String()),
});

/** A national id, or that of a foreign resident; anything else is a business number. */
const personal = /^[A-Z][1289]\d{8}$/;
const passbookSystem = "PASSBOOK";
const taxSystem = "TAX";

/** The tax offices, asked over the road: as the passbook of the ministry, or by their own officers. */
export function openOffices(ctx: Pick<ModuleContext, "content" | "ids">, road: Pick<RoadApi, "consumerUrl">) {
  const { instance, offices, ministry, persons } = readOffices(ctx.content);
  const officeOf = (id: string): Office => {
    const office = offices.find((one) => one.id === id);
    if (!office) throw new RangeError(`there is no tax office ${id}`);
    return office;
  };
  const ask = async (
    member: string,
    client: string,
    target: string,
    { matter, ...body }: { matter: Matter; [name: string]: unknown },
  ) =>
    askRegister(await road.consumerUrl(member), {
      ...{ target: `/r1/${instance}/${target}`, client: `${instance}/${client}`, consent: null, issue: matter },
      ...{ exchangeId: `${instance}-tax-${ctx.ids.uuid()}`, body },
    });
  const all = async (
    member: string,
    system: string,
    of: { office: Office; taxpayer: string; matter: Matter },
  ): Promise<OfficeAnswer> => {
    const { office, taxpayer, matter } = of;
    const whose = personal.test(taxpayer) ? { nationalId: taxpayer } : { businessNumber: taxpayer };
    const reply = await ask(member, `${member}/${system}`, `${office.provider}/of`, { matter, ...whose, fields: recordFields });
    if (!reply.ok) return reply;
    const { records, asOf } = reply.answer;
    return areRecords(records) && typeof asOf === "string"
      ? { ok: true, records, asOf }
      : { ok: false, code: "source.unexpected-answer" };
  };
  const personWith =
    (fields: readonly string[]) =>
    async (nationalId: string, matter: Matter): Promise<Record<string, unknown> | null> => {
      const reply = await ask(ministry, `${ministry}/${passbookSystem}`, `${persons}/find`, { matter, nationalId, fields });
      if (!reply.ok) throw passbookFailure("passbook.office-away");
      return reply.answer.found === true ? (reply.answer.record as Record<string, unknown>) : null;
    };
  return {
    offices,
    /** All taxes of a taxpayer at one office, which the taxpayer sees was asked. */
    taxesOf: (office: string, taxpayer: string, matter: Matter) =>
      all(ministry, passbookSystem, { office: officeOf(office), taxpayer, matter }),
    /** The same as the office's own officers ask it. */
    taxesForOfficer: (office: string, taxpayer: string, matter: Matter) =>
      all(officeOf(office).member, taxSystem, { office: officeOf(office), taxpayer, matter }),
    /** One tax at its own office. */
    one: async (office: string, number: string): Promise<TaxRecord | null | { code: string }> => {
      const { member, provider } = officeOf(office);
      const reply = await ask(member, `${member}/${taxSystem}`, `${provider}/find`, {
        matter: number,
        key: number,
        fields: recordFields,
      });
      if (!reply.ok) return { code: reply.code };
      const { found, record } = reply.answer;
      if (found !== true) return null;
      return areRecords([record]) ? (record as TaxRecord) : { code: "source.unexpected-answer" };
    },
    /** Writes a new version of one tax, if it is still as expected; the same key is the same write. */
    write: async (office: string, request: Writing): Promise<Written> => {
      const { member, provider } = officeOf(office);
      const { number, ...body } = request;
      const reply = await ask(member, `${member}/${taxSystem}`, `${provider}/write`, {
        matter: body.caseId,
        create: false,
        key: number,
        ...body,
      });
      return reply.ok ? { ok: true } : reply;
    },
    /** What the household register says of a person's kin; null for a person it does not know. Throws `passbook.office-away`. */
    person: personWith(["name", "status", "maritalStatus", "father", "mother", "spouse"]),
    /** The same where the answer decides who inherits. */
    kin: personWith(kinFields),
    /** The children of a person, each of whom sees that it was asked. Throws `passbook.office-away`. */
    childrenOf: async (nationalId: string, matter: Matter): Promise<{ key: string; record: Record<string, unknown> }[]> => {
      const answers = await Promise.all(
        ["father", "mother"].map((by) =>
          ask(ministry, `${ministry}/${passbookSystem}`, `${persons}/naming`, { matter, by, nationalId, fields: kinFields }),
        ),
      );
      return answers.flatMap((reply) => {
        if (!reply.ok || !areChildren(reply.answer.records)) throw passbookFailure("passbook.office-away");
        return reply.answer.records;
      });
    },
    /** To whom a widowed person was married: the newest version of their record that names a spouse. Throws `passbook.office-away`. */
    spouseBefore: async (nationalId: string, matter: Matter): Promise<string | null> => {
      const reply = await ask(ministry, `${ministry}/${passbookSystem}`, `${persons}/history`, { matter, key: nationalId });
      if (!reply.ok || !Array.isArray(reply.answer.versions)) throw passbookFailure("passbook.office-away");
      for (const { data } of reply.answer.versions as { data?: Record<string, unknown> }[])
        if (typeof data?.spouse === "string") return data.spouse;
      return null;
    },
  };
}
export type Offices = ReturnType<typeof openOffices>;
export type Writing = {
  number: string;
  writeKey: string;
  caseId: string;
  values: Record<string, unknown>;
  expect?: Record<string, unknown>;
  correction?: { reason: string; officer: string };
};

const kinFields = ["name", "status", "statusOn", "father", "mother"];
const childCheck = Compile(
  Type.Array(Type.Object({ key: Type.String(), record: Type.Record(Type.String(), Type.Unknown()) }), { maxItems: 100 }),
);
const areChildren = (value: unknown): value is { key: string; record: Record<string, unknown> }[] => childCheck.Check(value);

/** The keepers of the register that is filled by assessments, and who asks them: the agency that has a passbook. */
function readOffices(content: Content) {
  const { instance, agencies } = readRoad(content);
  const registers = content.read("registers", "register.json", registerSchema);
  const register = registers.find(({ value }) => value.assessed !== undefined)?.value;
  const person = registers.find(({ id }) => id === "person")?.value;
  const ministry = agencies.find(({ subsystems }) => subsystems.includes(passbookSystem))?.member;
  const memberOf = (id: string | undefined): string | undefined => agencies.find((one) => one.id === id)?.member;
  const keeper = person && memberOf(keepersOf(person.agency)[0]);
  if (ministry === undefined || !register || keeper === undefined)
    throw new ConfigurationError("content has no register of assessments, nobody who asks it, or no register of persons");
  const offices = keepersOf(register.agency).flatMap((id): Office[] => {
    const member = memberOf(id);
    return member === undefined ? [] : [{ id, member, provider: `${member}/${register.subsystem}/${register.service}` }];
  });
  return { instance, ministry, offices, persons: `${keeper}/${person!.subsystem}/${person!.service}` };
}
