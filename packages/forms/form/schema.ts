import Type, { type Static } from "typebox";

const pageId = Type.String({ pattern: "^[a-z][a-z0-9-]{0,40}$" });
const fieldName = Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" });
const textKey = Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{0,80}$" });
const closed = { additionalProperties: false } as const;

const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);

/** One comparison on an answer given earlier. An answer that is not there makes it false, whatever the comparison. */
export const comparisonSchema = Type.Union([
  Type.Object({ field: fieldName, is: scalar }, closed),
  Type.Object({ field: fieldName, isNot: scalar }, closed),
  Type.Object({ field: fieldName, in: Type.Array(scalar, { minItems: 1, maxItems: 50 }) }, closed),
  Type.Object({ field: fieldName, atLeast: Type.Number() }, closed),
  Type.Object({ field: fieldName, atMost: Type.Number() }, closed),
  Type.Object({ field: fieldName, includes: Type.String({ maxLength: 200 }) }, closed),
  Type.Object({ field: fieldName, answered: Type.Boolean() }, closed),
]);

/** A comparison, or one level of all/any: enough for a form that people can follow, and bounded by construction. */
export const conditionSchema = Type.Union([
  comparisonSchema,
  Type.Object({ all: Type.Array(comparisonSchema, { minItems: 1, maxItems: 10 }) }, closed),
  Type.Object({ any: Type.Array(comparisonSchema, { minItems: 1, maxItems: 10 }) }, closed),
]);

const common = {
  name: fieldName,
  label: textKey,
  hint: Type.Optional(textKey),
  /** Required unless it says false. */
  required: Type.Optional(Type.Boolean()),
  /** Asked only when this holds; otherwise its answer is dropped. */
  showWhen: Type.Optional(conditionSchema),
  /** Text keys that say it better than the general text of an error code. */
  errors: Type.Optional(Type.Record(Type.String({ pattern: "^field\\.[a-z-]{1,40}$" }), textKey)),
};
const options = Type.Array(
  Type.Object(
    { value: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$" }), label: textKey, hint: Type.Optional(textKey) },
    closed,
  ),
  {
    minItems: 2,
    maxItems: 100,
  },
);
const longOptions = Type.Array(
  Type.Object({ value: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$" }), label: textKey }, closed),
  { minItems: 2, maxItems: 2_000 },
);
const whole = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
/** A day, or one counted from today: `today-18y`, `today+30d`, `today-6m`. */
const dateBound = Type.String({ pattern: "^(\\d{4}-\\d{2}-\\d{2}|today([+-]\\d{1,4}[dmy])?)$" });

const plain = <T extends string>(type: T) => Type.Object({ type: Type.Literal(type), ...common }, closed);

/** Questions with a box or a few choices; everything that asks nobody else about its answer. */
const simpleFields = [
  Type.Object(
    {
      type: Type.Literal("text"),
      ...common,
      minLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 4000 })),
      maxLength: Type.Integer({ minimum: 1, maximum: 4000 }),
      multiline: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal("integer"), ...common, min: whole, max: whole }, closed),
  /** Whole New Taiwan dollars. */
  Type.Object({ type: Type.Literal("money"), ...common, min: whole, max: whole }, closed),
  Type.Object({ type: Type.Literal("date"), ...common, min: Type.Optional(dateBound), max: Type.Optional(dateBound) }, closed),
  Type.Object({ type: Type.Literal("choice"), ...common, options }, closed),
  Type.Object(
    {
      type: Type.Literal("choices"),
      ...common,
      options,
      min: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
      max: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    },
    closed,
  ),
  plain("yes-no"),
  plain("national-id"),
  /** The number plate of a vehicle. */
  plain("plate"),
  /** A village by its code, one of those of the area in which the form is filled in. */
  plain("village"),
  plain("bank-account"),
  plain("mobile"),
  plain("email"),
  /** The label is what the person declares; it has to be ticked. */
  plain("declaration"),
  /** One of many, found by typing: a box with suggestions, and a list of what fits where the box was filled in otherwise. */
  Type.Object({ type: Type.Literal("long-choice"), ...common, options: longOptions }, closed),
] as const;

/** Kinds of file that the documents of a case may have. */
export const fileKinds = ["pdf", "jpeg", "png"] as const;
export type FileKind = (typeof fileKinds)[number];

/** Questions whose answers are looked up or kept elsewhere while the form is filled in. */
const boundFields = [
  /** District by its code, then road and number. */
  plain("address"),
  /** A person by national id, a business by its number: a register gives the name, and the reader confirms it. */
  plain("person"),
  plain("business"),
  /** One or several of what a module offers this applicant, such as their own members: `of` names the list, `given` earlier answers that narrow it. */
  Type.Object(
    {
      ...{ type: Type.Literal("offered"), ...common },
      of: Type.String({ pattern: "^[a-z]{1,30}\\.[a-z][a-z-]{0,40}$" }),
      given: Type.Optional(Type.Array(fieldName, { minItems: 1, maxItems: 5, uniqueItems: true })),
      many: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  /** The person's own name, typed below a statement. */
  Type.Object({ type: Type.Literal("signature"), ...common, statement: textKey }, closed),
  Type.Object(
    {
      type: Type.Literal("file"),
      ...common,
      accept: Type.Optional(
        Type.Array(Type.Union([Type.Literal("pdf"), Type.Literal("jpeg"), Type.Literal("png")]), {
          minItems: 1,
          maxItems: 3,
          uniqueItems: true,
        }),
      ),
      /** Default: one file. */
      max: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    },
    closed,
  ),
] as const;

export const simpleFieldSchema = Type.Union([...simpleFields]);
const entryFieldSchema = Type.Union([...simpleFields, ...boundFields]);

export const fieldSchema = Type.Union([
  ...simpleFields,
  ...boundFields,
  /** The same questions for each of several: founders, children, vehicles. `entry` is the text key of what one of them is called. */
  Type.Object(
    {
      type: Type.Literal("group"),
      ...common,
      entry: textKey,
      min: Type.Integer({ minimum: 0, maximum: 20 }),
      max: Type.Integer({ minimum: 1, maximum: 20 }),
      fields: Type.Array(entryFieldSchema, { minItems: 1, maxItems: 10 }),
      /** The field in which no two entries are alike, nor like the answers that `besides` names, also within other groups: `spouseId`, `adults.nationalId`. */
      unique: Type.Optional(
        Type.Object(
          {
            by: fieldName,
            besides: Type.Optional(
              Type.Array(Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}(\\.[a-z][A-Za-z0-9]{0,40})?$" }), { maxItems: 10 }),
            ),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
]);

export const pageSchema = Type.Object(
  {
    id: pageId,
    title: textKey,
    intro: Type.Optional(textKey),
    fields: Type.Array(fieldSchema, { minItems: 1, maxItems: 20 }),
    /** The page is left out unless this holds. */
    showWhen: Type.Optional(conditionSchema),
    /** The first rule that holds says where to go; none: the page below. `end` finishes the form. */
    next: Type.Optional(
      Type.Array(Type.Object({ when: Type.Optional(conditionSchema), page: pageId }, closed), { minItems: 1, maxItems: 20 }),
    ),
  },
  closed,
);

/** A form as content has it: pages in order, the first is where it starts. */
export const formSchema = Type.Object({ pages: Type.Array(pageSchema, { minItems: 1, maxItems: 60 }) }, closed);

export type Comparison = Static<typeof comparisonSchema>;
export type Condition = Static<typeof conditionSchema>;
export type Field = Static<typeof fieldSchema>;
export type EntryField = Static<typeof entryFieldSchema>;
export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>;
export type FieldType = Field["type"];
export type Page = Static<typeof pageSchema>;
export type FormDefinition = Static<typeof formSchema>;

/** A document as a form's answer names it. */
export type StoredFile = { id: string; name: string; type: FileKind; size: number; sha256: string };
/** A place: the county is the beginning of the district's code. */
export type Address = { county: string; district: string; line: string };
/** A person or business in a register, by number, with the name that the register gave. */
export type Registered = { number: string; name: string };

/** What a module offers: a value, and what it is called in each language. */
export type Offer = { value: string; text: Record<string, string> };
/** One that was chosen, as it was called then; `given`: the answers that it was offered for. */
export type Offered = Offer & { given: string };

/**
 * An answer in its canonical form: money and integers as numbers, dates as YYYY-MM-DD, yes-no as booleans, files as a list, a group as a list of
 * the answers of each entry.
 */
export type Answer = string | number | boolean | string[] | Address | Registered | Offered | Offered[] | StoredFile[] | Entry[];
export interface Entry {
  [field: string]: Answer;
}
export type Answers = Record<string, Answer>;
