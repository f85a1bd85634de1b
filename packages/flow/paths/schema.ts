import { fileKinds, type Offer, type StoredFile } from "@troad/forms";
import Type, { type Static } from "typebox";
import { ends } from "../definition/steps.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
const value = Type.Union([Type.String({ maxLength: 20_000 }), Type.Number(), Type.Boolean()]);
const sent = Type.Union([Type.String({ maxLength: 20_000 }), Type.Array(Type.String({ maxLength: 20_000 }), { maxItems: 200 })]);
const flat = Type.Record(Type.String({ maxLength: 60 }), value);
/** A field of a record may be a list, such as the members of a household, or the numbers of those whom another case claims too. */
const record = Type.Record(
  Type.String({ maxLength: 60 }),
  Type.Union([value, Type.Array(Type.Union([flat, value]), { maxItems: 50 })]),
);

/** A person as registers know them: facts of their record, those of others among them by the numbers that the path uses. */
const person = Type.Record(Type.String({ maxLength: 60 }), Type.Union([value, Type.Null()]));

/**
 * What answers are held against: documents that were uploaded, names that registers gave, what modules offer (by
 * field), the name that signs, districts; and, where a service
 * makes entries, the family that the registers know (`people`, by national id) and the number of the applicant among them where no source says
 * it (`none` where it must be a person without a card, so nobody of the demonstration).
 */
const aroundSchema = Type.Object(
  {
    signer: Type.Optional(Type.String({ maxLength: 300 })),
    districts: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 400 })),
    applicant: Type.Optional(Type.String({ maxLength: 20 })),
    people: Type.Optional(Type.Record(Type.String({ maxLength: 20 }), person)),
    offers: Type.Optional(
      Type.Record(
        Type.String({ maxLength: 60 }),
        Type.Array(Type.Object({ value: Type.String(), text: Type.Record(Type.String(), Type.String()) }, closed), {
          maxItems: 100,
        }),
      ),
    ),
    /** The role of the officer who applies; without it a citizen does. */
    role: Type.Optional(id),
    registered: Type.Optional(Type.Record(Type.String({ maxLength: 20 }), Type.String({ maxLength: 300 }))),
    files: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...{ id: Type.String(), name: Type.String(), sha256: Type.String() },
            ...{ type: Type.Enum(fileKinds), size: Type.Integer() },
          },
          closed,
        ),
        { maxItems: 100 },
      ),
    ),
  },
  closed,
);

/** One way through a service: what people send and choose on it, what registers know, and where it ends. */
export const pathSchema = Type.Object(
  {
    id,
    /** The notice that begins it; without it the first step does. */
    begins: Type.Optional(id),
    /** The day on which all of it happens. */
    at: Type.String({ format: "date" }),
    /** What a browser would send, by page. */
    answers: Type.Record(id, Type.Record(Type.String({ maxLength: 100 }), sent)),
    around: Type.Optional(aroundSchema),
    /** Records by source; null where the register has none. */
    sources: Type.Record(id, Type.Union([record, Type.Null()])),
    /** What registers answered to writes, by step: the key that they gave. */
    written: Type.Optional(Type.Record(id, record)),
    /**
     * Outcomes in the order in which they come about: of steps that people act in, of time that runs out, of automatic steps that did not
     * have their first outcome; a remedy has the step `end:<how it ended>`.
     */
    choices: Type.Optional(
      Type.Array(Type.Object({ step: Type.String({ maxLength: 60 }), outcome: id }, closed), { maxItems: 100 }),
    ),
    /** Variables of the law; only those named are compared. */
    expected: Type.Record(Type.String({ maxLength: 80 }), value),
    /** How the case ends, and the step that it leaves last. */
    end: Type.Enum(ends),
    last: id,
  },
  closed,
);

export const pathsSchema = Type.Array(pathSchema, { minItems: 1, maxItems: 200 });

type Around = {
  signer?: string;
  districts?: string[];
  applicant?: string;
  people?: Record<string, Record<string, string | number | boolean | null>>;
  registered?: Record<string, string>;
  offers?: Record<string, Offer[]>;
  role?: string;
  files?: StoredFile[];
};
/** `content/services/<id>/paths.json` is a list of these. */
export type ServicePath = Omit<Static<typeof pathSchema>, "around"> & { around?: Around };
