import Type, { type Static } from "typebox";
import { type RoadContent, readRoad } from "./agency.ts";
import type { StoredAgreement } from "./agreement.ts";
import { keepersOf, keepersSchema } from "./keepers.ts";
import type { ContentReader } from "./reader.ts";

/** The domains under which people find data sets, in the order of the page. */
export const dataDomains = [
  "household",
  "health",
  "education",
  "transport",
  "business",
  "labour",
  "tax",
  "police",
  "military",
] as const;
export type DataDomain = (typeof dataDomains)[number];

const word = Type.String({ pattern: "^[a-z][a-z0-9-]{0,40}$" });
const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
/** Fields of a register that say who represents a business, and whether it stands. */
export const representedSchema = Type.Object(
  {
    /** National ids, the first one always filled, and the names beside them. */
    by: Type.Array(fieldName, { minItems: 1, maxItems: 2 }),
    names: Type.Array(fieldName, { minItems: 1, maxItems: 2 }),
    /** Whether all of them have to sign. */
    jointly: fieldName,
    name: fieldName,
    standing: fieldName,
    /** Codes of `standing` under which it may act. */
    active: Type.Array(word, { minItems: 1, maxItems: 10 }),
  },
  { additionalProperties: false },
);
export type Represented = Static<typeof representedSchema>;

/** `content/data-sets/<id>/data-set.json`: what a person gets of themselves, and has given to others, under one name. */
export const dataSetSchema = Type.Object(
  {
    domain: Type.Enum(dataDomains),
    order: Type.Integer({ minimum: 0 }),
    /** The register that holds it. */
    register: word,
    /** Of the records of a person, those with one of these codes in a field: the others stay with the register. */
    only: Type.Optional(
      Type.Object(
        { field: Type.String({ maxLength: 60 }), in: Type.Array(word, { minItems: 1, maxItems: 10 }) },
        { additionalProperties: false },
      ),
    ),
    /** How strong the sign-in must be: 1 a code, 2 two documents, 3 a passkey or phone, 4 the card. */
    level: Type.Integer({ minimum: 1, maximum: 4 }),
    fields: Type.Array(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" }), { minItems: 1, maxItems: 60, uniqueItems: true }),
    /** A form in which it is also given, by the name that code knows it under. */
    exporter: Type.Optional(word),
  },
  { additionalProperties: false },
);

/** The kinds of data that the law protects most (Personal Data Protection Act article 6). */
const specialClasses: readonly string[] = ["health", "genetic", "sexual-life", "criminal"];
export type Sensitivity = "ordinary" | "special";

export type DataField = {
  name: string;
  type: string;
  sensitivity: Sensitivity;
  /** The columns of a list. */
  of?: { name: string; type: string }[];
};
export type DataSet = Omit<Static<typeof dataSetSchema>, "fields"> & {
  id: string;
  agency: string;
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE */
  provider: string;
  /** Whether its register is asked for all records of a person, since these are under keys of their own. */
  many: boolean;
  /** Where its records are of businesses: who represents them. */
  represented?: Represented;
  fields: DataField[];
  text: Record<string, Record<string, string>>;
  /** The texts of its register: names of fields and codes, the legal basis. */
  registerText: Record<string, Record<string, string>>;
};

const plain = { name: Type.String(), type: Type.String() };
const registerShape = Type.Object({
  agency: keepersSchema,
  subsystem: Type.String(),
  service: Type.String(),
  subjectKey: Type.Union([
    Type.String(),
    Type.Object({ person: Type.Optional(Type.String()), form: Type.Optional(Type.String()) }),
  ]),
  represented: Type.Optional(representedSchema),
  legalBasis: Type.String(),
  fields: Type.Array(
    Type.Object({
      ...{ ...plain, dataClass: Type.String(), codes: Type.Optional(Type.Array(Type.String())) },
      of: Type.Optional(Type.Array(Type.Object(plain))),
    }),
  ),
});

/** All data sets of content, by their order. Throws RangeError where one names what its register does not have. */
export function readDataSets(content: ContentReader): DataSet[] {
  const described = content.read("data-sets", "data-set.json", dataSetSchema);
  if (described.length === 0) return [];
  const { instance, agencies } = readRoad(content);
  const registers = new Map(content.read("registers", "register.json", registerShape).map((one) => [one.id, one]));
  const sets = described.map(({ id, value, text }): DataSet => {
    const register = registers.get(value.register);
    const refuse = (reason: string): never => {
      throw new RangeError(`data set ${id}: ${reason}`);
    };
    if (!register) return refuse(`there is no register ${value.register}`);
    const { subsystem, service, subjectKey, fields, represented } = register.value;
    const [agency = "", ...others] = keepersOf(register.value.agency);
    if (others.length > 0) refuse("its register is kept by several agencies");
    const member = agencies.find((one) => one.id === agency)?.member ?? refuse(`the agency ${agency} is not on the road`);
    const many = typeof subjectKey !== "string";
    if (typeof subjectKey !== "string" && subjectKey.person === undefined) refuse("its records name no person");
    const { only } = value;
    const coded = fields.find(({ name, type }) => name === only?.field && type === "code");
    if (only && (!many || !coded || only.in.some((code) => !coded.codes?.includes(code))))
      refuse("it is limited by what is no code");
    return {
      ...value,
      ...(represented ? { represented } : {}),
      ...{ id, agency, many, text, registerText: register.text },
      provider: `${instance}/${member}/${subsystem}/${service}`,
      fields: value.fields.map((name) => {
        const field = fields.find((one) => one.name === name) ?? refuse(`its register has no field ${name}`);
        const sensitivity = specialClasses.includes(field.dataClass) ? "special" : "ordinary";
        return { name, type: field.type, sensitivity, ...(field.of ? { of: field.of } : {}) };
      }),
    };
  });
  return sets.toSorted((a, b) => a.order - b.order || a.id.localeCompare(b.id));
}

/** The subsystem that fetches data sets for their person. */
export const ownCopyConsumer = ({ instance, platform }: Pick<RoadContent, "instance" | "platform">): string =>
  `${instance}/${platform.member}/MYDATA`;
/** The access right under which a person gets a data set of their own. */
export const ownCopyRight = (set: Pick<DataSet, "id">): string => `mydata-${set.id}`;
/** The key of the purpose's text, of mydata. */
export const ownCopyPurpose = "mydata.purpose.own-copy";

/** The access rights that data sets bring: a person reads their own, with their consent (Personal Data Protection Act articles 3 and 10). */
export const dataSetAgreements = (content: ContentReader): StoredAgreement[] =>
  readDataSets(content).map((set) => ({
    id: ownCopyRight(set),
    consumer: ownCopyConsumer(readRoad(content)),
    provider: set.provider,
    endpoints: [{ method: "POST", path: set.many ? "/of" : "/find" }],
    fields: [...set.fields.map(({ name }) => name), ...(set.only ? [set.only.field] : [])],
    purpose: ownCopyPurpose,
    legalBasis: "個人資料保護法第 3 條、第 10 條",
    consentRequired: true,
    validUntil: null,
  }));
