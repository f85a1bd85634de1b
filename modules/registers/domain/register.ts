import { type Agency, readRoad } from "@troad/directory";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type, { type Static } from "typebox";
import { keyName, keySchema } from "./key.ts";
import { type Sample, sampleSchema } from "./sample.ts";

const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
const codes = Type.Array(Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,40}$" }), { minItems: 1, maxItems: 200 });
/** What kind of personal data a field holds; MyData shows it to the citizen. */
const dataClass = Type.Union([
  Type.Literal("identity"),
  Type.Literal("contact"),
  Type.Literal("family"),
  Type.Literal("income"),
  Type.Literal("education"),
  Type.Literal("health"),
  Type.Literal("genetic"),
  Type.Literal("sexual-life"),
  Type.Literal("criminal"),
]);

const plainType = Type.Union([
  Type.Literal("text"),
  Type.Literal("date"),
  Type.Literal("integer"),
  Type.Literal("boolean"),
  Type.Literal("code"),
]);
const plainField = Type.Object(
  { name: fieldName, type: plainType, dataClass, codes: Type.Optional(codes) },
  { additionalProperties: false },
);
const listField = Type.Object(
  { name: fieldName, type: Type.Literal("list"), dataClass, of: Type.Array(plainField, { minItems: 1, maxItems: 60 }) },
  { additionalProperties: false },
);

const writableSchema = Type.Object(
  {
    fields: Type.Array(fieldName, { minItems: 1, maxItems: 60, uniqueItems: true }),
    /** Whether new records may be made. */
    create: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** `content/registers/<id>/register.json`: one register of one agency. */
export const registerSchema = Type.Object(
  {
    agency: Type.String(),
    subsystem: Type.String(),
    /** The last part of the service's identifier on the road. */
    service: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$" }),
    /** The key by which a record is found. */
    subjectKey: keySchema,
    /** What cases may write, with an access right that names it; without it nothing. */
    write: Type.Optional(writableSchema),
    /** Key of a text. */
    legalBasis: Type.String(),
    fields: Type.Array(Type.Union([plainField, listField]), { minItems: 1, maxItems: 60 }),
    openapi: Type.Object({ summary: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

export type PlainField = Static<typeof plainField>;
export type Field = PlainField | Static<typeof listField>;

export type Register = Omit<Static<typeof registerSchema>, "agency"> & {
  id: string;
  agency: Agency;
  /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE` */
  provider: string;
  /** How the synthetic population fills it; absent if something else does. */
  sample: Sample | undefined;
  text: Record<string, Record<string, string>>;
};

/** All registers of the content. Throws ConfigurationError if one contradicts its agency, its sample or another register. */
export function readRegisters(content: Content): Register[] {
  const { instance, agencies } = readRoad(content);
  const samples = new Map(content.read("registers", "sample.json", sampleSchema).map(({ id, value }) => [id, value]));
  const taken = new Map<string, string>();
  return content.read("registers", "register.json", registerSchema).map(({ id, value, text }) => {
    const refuse = (reason: string): never => {
      throw new ConfigurationError(`register ${id}: ${reason}`);
    };
    const agency = agencies.find((one) => one.id === value.agency) ?? refuse(`there is no agency ${value.agency}`);
    if (!agency.subsystems.includes(value.subsystem)) refuse(`agency ${agency.id} has no subsystem ${value.subsystem}`);
    const place = `${agency.id}/${value.service}`;
    if (taken.has(place)) refuse(`the service ${place} belongs to register ${taken.get(place)}`);
    taken.set(place, id);
    const sample = samples.get(id);
    checkKey(value, refuse);
    if (sample) checkSample(value, sample, refuse);
    return { ...value, id, agency, provider: `${instance}/${agency.member}/${value.subsystem}/${value.service}`, sample, text };
  });
}

type Described = Pick<Static<typeof registerSchema>, "subjectKey" | "write" | "fields">;

/** What may be written are fields, and a register that gives keys has some to give. */
function checkKey({ subjectKey, write, fields }: Described, refuse: (reason: string) => never): void {
  const names = fields.map(({ name }) => name);
  for (const name of write?.fields ?? []) {
    if (!names.includes(name)) refuse(`write names ${name}, which is no field`);
    if (name === keyName(subjectKey)) refuse("the key of a record is not written");
  }
  if (typeof subjectKey === "string") return;
  if (subjectKey.given && subjectKey.form !== "business-number") refuse("only business numbers are given");
  if (subjectKey.person !== undefined && !names.includes(subjectKey.person)) refuse(`there is no field ${subjectKey.person}`);
}

function checkSample({ fields, subjectKey }: Described, sample: Sample, refuse: (reason: string) => never): void {
  if ((typeof subjectKey === "string") !== (sample.key === undefined)) refuse("sample.json names a key if it is no national id");
  const names = fields.map(({ name }) => name);
  if (new Set(names).size !== names.length) refuse("a field exists twice");
  const missing = names.find((name) => !(name in sample.fields));
  if (missing) refuse(`sample.json does not fill ${missing}`);
  const odd = Object.keys(sample.fields).find((name) => !names.includes(name));
  if (odd) refuse(`sample.json fills ${odd}, which is no field`);
}
