import { formSchema } from "@troad/forms";
import Type, { type Static } from "typebox";
import { derivedSchema } from "../definition/derived.ts";
import { referenceSchema } from "../definition/guard.ts";
import { type FlowDefinition, flowSchema } from "../definition/schema.ts";
import { valueSchema } from "../definition/steps.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
const textKey = Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{0,80}$" });
const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
const variable = Type.String({ pattern: "^[a-z][A-Za-z0-9]*(\\.[a-zA-Z0-9]+){0,4}$", maxLength: 80 });
const constant = Type.Union([Type.String({ maxLength: 200 }), Type.Integer(), Type.Boolean()]);

/** Codes on the road: classes, members (`305000000A`), subsystems, services (PR-REST section 4.8). */
const code = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

/** Data that another authority holds; it is asked over the road, by consent or by law. */
export const sourceSchema = Type.Object(
  {
    id,
    /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
    provider: Type.String({ pattern: `^${code}(/${code}){3}$` }),
    fields: Type.Array(fieldName, { minItems: 1, maxItems: 60, uniqueItems: true }),
    /** The data agreement (agreements.json) that covers these fields; it says whether the person has to agree. */
    agreement: Type.String({ pattern: "^[A-Za-z0-9-]{1,40}$" }),
    /** What it means that the register has no record of the person; without it the case stops there. */
    absent: Type.Optional(Type.Record(fieldName, constant)),
    /**
     * The article that allows the read without consent; without it the person agrees whose record it is: the applicant with the submission, another
     * party with the signature.
     */
    byLaw: Type.Optional(textKey),
    /** Whose record is asked: a party other than the applicant, or a register's own key from an answer. */
    of: Type.Optional(
      Type.Union([
        Type.Object({ party: id }, closed),
        Type.Object({ key: fieldName, from: Type.Union([referenceSchema, derivedSchema]) }, closed),
      ]),
    ),
  },
  closed,
);

const statementSchema = Type.Object(
  {
    id: fieldName,
    label: textKey,
    from: referenceSchema,
    /** How to write the value; a code has the text `<label>.<value>`. */
    as: Type.Union([
      Type.Literal("text"),
      Type.Literal("money"),
      Type.Literal("percent"),
      Type.Literal("date"),
      Type.Literal("code"),
    ]),
    /** On the holder's copy alone: anyone who checks the certificate by its number is not shown it. */
    holderOnly: Type.Optional(Type.Boolean()),
  },
  closed,
);

const letterValue = Type.Object(
  { from: referenceSchema, as: Type.Union([Type.Literal("text"), Type.Literal("money"), Type.Literal("date")]) },
  closed,
);

export const certificateSchema = Type.Object(
  {
    /** Without it the certificate has no end. */
    validMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 1200 })),
    /** So many days before its end the holder is reminded, and may ask for the next one; without it 30. */
    renewDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 400 })),
    /** The day at whose end it ends, where that does not follow from the day on which it is issued. */
    until: Type.Optional(referenceSchema),
    /** Whose certificate it is; without it the applicant's. */
    holder: Type.Optional(id),
    /** Its digest goes into the public log, so that neither its day nor that it was issued can be denied later. */
    logged: Type.Optional(Type.Boolean()),
    /** What the certificate says, in order; `id` is the key in its statements, `label` a text key. */
    statements: Type.Array(statementSchema, { minItems: 1, maxItems: 20 }),
  },
  closed,
);

/** Law input -> where its value comes from, or a constant. */
const lawInputs = Type.Record(variable, Type.Union([valueSchema, derivedSchema]));

const lawSchema = Type.Object(
  {
    /** Name of the law among those of content/law. */
    name: id,
    /** Variables to work out. */
    want: Type.Array(variable, { minItems: 1, maxItems: 40 }),
    /** The boolean variable that grants; needed where a step is decided by law. */
    grantedWhen: Type.Optional(variable),
    /** The code variable that says why; its values have texts `outcome.<code>`. */
    outcome: Type.Optional(variable),
    /** The day whose figures count, or the year: a return is reckoned by those of the year that it is about. Without it the day of the step. */
    at: Type.Optional(referenceSchema),
    /** Rules that changed while a case was under way forbid what those of its submission allowed; without it the better ones count. */
    former: Type.Optional(Type.Literal("forbidden")),
    inputs: lawInputs,
    /** Laws that go on from there, one after the other: their inputs may come from the variables of those before. */
    further: Type.Optional(
      Type.Array(
        Type.Object({ name: id, want: Type.Array(variable, { minItems: 1, maxItems: 40 }), inputs: lawInputs }, closed),
        { minItems: 1, maxItems: 3 },
      ),
    ),
  },
  closed,
);

/** `content/services/<id>/service.json`: who takes part, what is asked and collected, the steps, what is decided and issued. */
export const serviceSchema = Type.Object(
  {
    /** Counted up by anyone who changes what a case goes through. */
    version: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Folder name under content/agencies: the authority that decides. */
    agency: id,
    /** Its subsystem on the road, which asks the sources. */
    subsystem: Type.String({ pattern: `^${code}$` }),
    lifeEvent: id,
    /** People come to the counter for it, where an officer files it: it is not begun online. */
    counterOnly: Type.Optional(Type.Boolean()),
    /** An officer of the agency may file it for someone on the telephone, who proves by a code that was sent to their own number who they are. */
    phone: Type.Optional(Type.Boolean()),
    /** People sign in with their card before they apply, sign or answer: no weaker proof is taken, however they came in. */
    proof: Type.Optional(Type.Literal("card")),
    form: formSchema,
    /**
     * Another case of the same applicant with the same answers is a duplicate while it is under way, and after a grant for so many months
     * (none: for good). `suspected`: equal answers in cases of other persons are shown to the officer, who judges.
     */
    duplicates: Type.Optional(
      Type.Object(
        {
          same: Type.Optional(Type.Array(fieldName, { minItems: 1, maxItems: 5, uniqueItems: true })),
          months: Type.Optional(Type.Integer({ minimum: 1, maximum: 1200 })),
          suspected: Type.Optional(Type.Array(fieldName, { minItems: 1, maxItems: 5, uniqueItems: true })),
        },
        closed,
      ),
    ),
    /** Why and how long documents of a case are kept: a text key that names the rule, and months after the case has ended. */
    documents: Type.Optional(Type.Object({ rule: textKey, keepMonths: Type.Integer({ minimum: 1, maximum: 1200 }) }, closed)),
    /**
     * Data of a special category, or a secret of the law: officers see nothing of what a case says before they open it with a reason. A text key that
     * names the rule.
     */
    masked: Type.Optional(textKey),
    /**
     * A case is known to the officer who filed it at the counter and to those whom that officer names, at most so many; for all others of the office, and
     * for everybody else, it does not exist.
     */
    secret: Type.Optional(Type.Object({ officers: Type.Integer({ minimum: 1, maximum: 5 }) }, closed)),
    /** How long all that a case knows is kept after its end, and a text key that names the rule; without it ten years. */
    keep: Type.Optional(Type.Object({ rule: textKey, months: Type.Integer({ minimum: 1, maximum: 1200 }) }, closed)),
    sources: Type.Array(sourceSchema, { maxItems: 20 }),
    law: Type.Optional(lawSchema),
    certificates: Type.Record(id, certificateSchema, { maxProperties: 10 }),
    /**
     * Letters by id, each with the texts `letter.<id>.title` and `letter.<id>.body`; `right`: what the reader may do against it; `values`: amounts and
     * days that the body names.
     */
    letters: Type.Record(
      id,
      Type.Object({ right: Type.Optional(textKey), values: Type.Optional(Type.Record(fieldName, letterValue)) }, closed),
      { maxProperties: 20 },
    ),
    ...flowSchema.properties,
  },
  closed,
);

export type ServiceDefinition = Omit<Static<typeof serviceSchema>, "remedies"> & Pick<FlowDefinition, "remedies">;
export type ServiceSource = Static<typeof sourceSchema>;
export type CertificateDefinition = Static<typeof certificateSchema>;
export type ServiceLaw = Static<typeof lawSchema>;
