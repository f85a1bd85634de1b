import Type, { type Static } from "typebox";
import { formSchema } from "../form/schema.ts";

const closed = { additionalProperties: false } as const;
const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
const textKey = Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{0,80}$" });
const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
const variable = Type.String({ pattern: "^[a-z][A-Za-z0-9]*(\\.[a-zA-Z0-9]+){0,4}$", maxLength: 80 });
const constant = Type.Union([Type.String({ maxLength: 200 }), Type.Integer(), Type.Boolean()]);

/** Codes on the road: classes, members (`305000000A`), subsystems, services (PR-REST section 4.8). */
const code = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

/** Where a value comes from: `answers.<field>`, `sources.<source>.<field>` or `law.<variable>`. */
const referenceSchema = Type.String({
  pattern: "^(answers|sources\\.[a-z][a-z0-9-]*|law)\\.[A-Za-z][A-Za-z0-9.]*$",
  maxLength: 140,
});

/** Data that another authority holds; it is asked over the road after consent. */
export const sourceSchema = Type.Object(
  {
    id,
    /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
    provider: Type.String({ pattern: `^${code}(/${code}){3}$` }),
    fields: Type.Array(fieldName, { minItems: 1, maxItems: 60, uniqueItems: true }),
    /** The data agreement (agreements.json) that covers these fields. */
    agreement: Type.String({ pattern: "^[A-Za-z0-9-]{1,40}$" }),
    /** What it means that the register has no record of the person; without it the case stops there. */
    absent: Type.Optional(Type.Record(fieldName, constant)),
  },
  closed,
);

/** `content/services/<id>/service.json`: what is asked, fetched, decided and certified. */
export const serviceSchema = Type.Object(
  {
    /** Folder name under content/agencies: the authority that decides. */
    agency: id,
    /** Its subsystem on the road, which asks the sources. */
    subsystem: Type.String({ pattern: `^${code}$` }),
    lifeEvent: id,
    form: formSchema,
    /** Questions whose answers a person may have granted or under way once: a second application with the same ones is a duplicate. */
    once: Type.Optional(Type.Array(fieldName, { minItems: 1, maxItems: 5, uniqueItems: true })),
    sources: Type.Array(sourceSchema, { maxItems: 20 }),
    decision: Type.Object(
      {
        /** Name of the law among those of content/law. */
        law: id,
        /** Variables to work out. */
        want: Type.Array(variable, { minItems: 1, maxItems: 40 }),
        /** The boolean variable that grants. */
        grantedWhen: variable,
        /** The code variable that says why; its values have texts `outcome.<code>`. */
        outcome: variable,
        /** Law input -> where its value comes from, or a constant. */
        inputs: Type.Record(variable, Type.Union([referenceSchema, Type.Object({ value: constant }, closed)])),
      },
      closed,
    ),
    certificate: Type.Object(
      {
        validMonths: Type.Integer({ minimum: 1, maximum: 120 }),
        /** What the certificate says, in order; `id` is the key in its statements, `label` a text key. */
        statements: Type.Array(
          Type.Object(
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
          ),
          { minItems: 1, maxItems: 20 },
        ),
      },
      closed,
    ),
  },
  closed,
);

export type ServiceDefinition = Static<typeof serviceSchema>;
export type ServiceSource = Static<typeof sourceSchema>;
