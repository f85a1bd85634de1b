import { type Agency, keepersSchema, representedSchema } from "@troad/directory";
import type { Schedule } from "@troad/vaccines";
import Type, { type Static } from "typebox";
import { keySchema } from "./key.ts";
import type { Sample } from "./sample.ts";

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
    /** Whole numbers that are never below 0 nor above another field of the record, whatever is written: what is used of a catch. */
    most: Type.Optional(Type.Record(fieldName, fieldName)),
  },
  { additionalProperties: false },
);

/** `register.field` of a joined record, `each.field` of an entry of a list, `record.field` of the record that the entry names. */
const source = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}(\\.[A-Za-z][A-Za-z0-9]{0,40})?$" });
const viewSchema = Type.Object(
  {
    /** The register whose records are shown; its fields are the view's, unless `fields` says otherwise. */
    record: Type.String(),
    /** Other registers of the same agency, by the field that holds the key. */
    join: Type.Record(Type.String(), Type.Object({ register: Type.String(), by: fieldName }, { additionalProperties: false })),
    fields: Type.Record(
      Type.String(),
      Type.Union([
        source,
        Type.Object(
          { each: source, record: Type.String(), by: fieldName, fields: Type.Record(Type.String(), source) },
          { additionalProperties: false },
        ),
      ]),
    ),
  },
  { additionalProperties: false },
);

/** What records are found by, besides their key. */
const searchSchema = Type.Object(
  {
    /** Text fields that officers search by their beginning. */
    by: Type.Array(fieldName, { maxItems: 10 }),
    /** What a hit shows. */
    shows: Type.Array(fieldName, { minItems: 1, maxItems: 10 }),
  },
  { additionalProperties: false },
);

/** `content/registers/<id>/register.json`: a register of one agency, or of several that each keep one of their own. */
export const registerSchema = Type.Object(
  {
    agency: keepersSchema,
    subsystem: Type.String(),
    /** The last part of the service's identifier on the road. */
    service: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,40}$" }),
    /** The key by which a record is found. */
    subjectKey: keySchema,
    /** What cases may write, with an access right that names it; without it nothing. */
    write: Type.Optional(writableSchema),
    /** The module that answers for it behind the gateway: it keeps no records of its own. */
    served: Type.Optional(Type.String()),
    /** By which rules of `content/assessments` the synthetic population fills it. */
    assessed: Type.Optional(Type.String()),
    /** The book whose entries alone change it (`content/entries`). */
    book: Type.Optional(Type.String()),
    /** It has no records of its own and shows those of others. */
    view: Type.Optional(viewSchema),
    /** Fields that follow from others on the day of the question: what is due by a schedule of vaccines, and what a school may learn of it. */
    schedule: Type.Optional(
      Type.Object(
        { id: Type.String(), bornOn: fieldName, given: fieldName, doses: fieldName, state: fieldName, missing: fieldName },
        { additionalProperties: false },
      ),
    ),
    /** Fields by whose value rules find records. */
    lookUp: Type.Optional(Type.Array(fieldName, { maxItems: 20, uniqueItems: true })),
    search: Type.Optional(searchSchema),
    /** How the records that stand are counted (`POST /count`): by the first characters of a field, each as many as a list has entries. */
    counted: Type.Optional(
      Type.Object(
        {
          by: fieldName,
          first: Type.Integer({ minimum: 1, maximum: 40 }),
          entries: Type.Optional(fieldName),
          unless: Type.Optional(fieldName),
        },
        { additionalProperties: false },
      ),
    ),
    /** Of these, the ones that name a person whose records others may ask for by law (`POST /naming`). */
    naming: Type.Optional(Type.Array(fieldName, { maxItems: 20, uniqueItems: true })),
    /** Fields that hold the key of a record in another register. */
    refersTo: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** Who represents what a record is about. */
    represented: Type.Optional(representedSchema),
    /** Key of a text. */
    legalBasis: Type.String(),
    fields: Type.Array(Type.Union([plainField, listField]), { minItems: 1, maxItems: 60 }),
    openapi: Type.Object({ summary: Type.String({ maxLength: 200 }) }, { additionalProperties: false }),
  },
  { additionalProperties: false },
);

export type View = Static<typeof viewSchema>;
export type PlainField = Static<typeof plainField>;
export type Field = PlainField | Static<typeof listField>;
export type Described = Static<typeof registerSchema>;

export type Register = Omit<Static<typeof registerSchema>, "agency"> & {
  id: string;
  agency: Agency;
  /** `INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE` */
  provider: string;
  /** The schedule that it names. */
  doses?: Schedule;
  /** How the synthetic population fills it; absent if something else does. */
  sample: Sample | undefined;
  text: Record<string, Record<string, string>>;
};
