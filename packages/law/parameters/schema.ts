import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const localText = Type.Object(
  { "zh-Hant": Type.String({ minLength: 1, maxLength: 400 }), en: Type.String({ minLength: 1, maxLength: 400 }) },
  closed,
);
const isoDay = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const number = Type.Union([Type.Literal("integer"), Type.Literal("money"), Type.Literal("rate")]);

/** One value of a parameter in time. */
const valueSchema = Type.Object(
  {
    /** By the parameter's type: a value, a table of code to number, or a list of brackets. */
    value: Type.Unknown(),
    /** First and last day on which it applies; null is open. */
    from: isoDay,
    to: Type.Union([isoDay, Type.Null()]),
    /** When it was promulgated; null if not found. */
    announced: Type.Union([isoDay, Type.Null()]),
    /** When it became known; default: announced, or from. */
    knownFrom: Type.Optional(isoDay),
    citation: localText,
    certainty: Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
    /** Where that was read. */
    source: Type.String({ minLength: 1, maxLength: 400 }),
  },
  closed,
);

const common = {
  name: Type.String({ pattern: "^[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+){0,5}$", maxLength: 100 }),
  label: localText,
  /** Observed, not enacted: an interest rate, an index. */
  measured: Type.Optional(Type.Boolean()),
  values: Type.Array(valueSchema, { minItems: 1, maxItems: 500 }),
};

/** One parameter: a single value, a table by code, or brackets `over` an amount with a number `of` each. */
export const parameterSchema = Type.Union([
  Type.Object(
    { ...common, type: Type.Union([number, Type.Literal("boolean"), Type.Literal("date"), Type.Literal("text")]) },
    closed,
  ),
  Type.Object({ ...common, type: Type.Literal("table"), of: number }, closed),
  Type.Object(
    { ...common, type: Type.Literal("brackets"), over: Type.Union([Type.Literal("money"), Type.Literal("integer")]), of: number },
    closed,
  ),
]);

const lastDayOrNone = Type.Optional(Type.Union([isoDay, Type.Null()]));
const certaintyOf = valueSchema.properties.certainty;
/** A value with its group's origin by default; without `to` it applies until the next one begins. */
const briefValue = Type.Object(
  {
    value: Type.Unknown(),
    from: isoDay,
    to: lastDayOrNone,
    announced: Type.Optional(isoDay),
    citation: Type.Optional(localText),
    certainty: Type.Optional(certaintyOf),
    source: Type.Optional(valueSchema.properties.source),
  },
  closed,
);
/** Parameters of one article: its citation and source are given once. */
const groupSchema = Type.Object(
  {
    citation: localText,
    certainty: certaintyOf,
    source: valueSchema.properties.source,
    parameters: Type.Array(
      Type.Object(
        {
          name: common.name,
          label: localText,
          type: Type.Union([
            number,
            Type.Literal("boolean"),
            Type.Literal("date"),
            Type.Literal("text"),
            Type.Literal("table"),
            Type.Literal("brackets"),
          ]),
          of: Type.Optional(number),
          over: Type.Optional(Type.Union([Type.Literal("money"), Type.Literal("integer")])),
          values: Type.Array(briefValue, { minItems: 1, maxItems: 500 }),
        },
        closed,
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  closed,
);

/** A file of parameters: single ones, or groups that share an article. */
export const parametersSchema = Type.Object(
  {
    parameters: Type.Optional(Type.Array(parameterSchema, { maxItems: 2000 })),
    groups: Type.Optional(Type.Array(groupSchema, { maxItems: 200 })),
  },
  closed,
);

export type ParameterGroup = Static<typeof groupSchema>;
export type ParameterDefinition = Static<typeof parameterSchema>;
export type ParameterValueDefinition = Static<typeof valueSchema>;
