import type { AchLayout } from "@troad/iso20022";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type from "typebox";

/** How a store or a bank writes what it has collected (`content/collections`), and which office its codes mean. */
export type Layout = AchLayout & { id: string; channel: "bank" | "store"; offices: Readonly<Record<string, string>> };

const fields = Type.Array(
  Type.Object({
    name: Type.String({ maxLength: 40 }),
    length: Type.Integer({ minimum: 1, maximum: 200 }),
    kind: Type.Union([Type.Literal("number"), Type.Literal("text")]),
    value: Type.Optional(Type.String({ maxLength: 40 })),
  }),
  { minItems: 1, maxItems: 40 },
);
const layoutSchema = Type.Object({
  channel: Type.Union([Type.Literal("bank"), Type.Literal("store")]),
  /** Whether a public description was found. */
  verified: Type.Boolean(),
  offices: Type.Record(Type.String(), Type.String()),
  ...{ head: fields, line: fields, foot: fields },
});
const needed = {
  head: ["sender", "day", "sequence"],
  line: ["office", "number", "amount", "paidOn", "reference"],
  foot: ["count", "sum"],
};

/** The layouts of content. Throws for one that lacks a field without which nothing can be matched. */
export const layoutsOf = (content: Content): Layout[] =>
  content.read("collections", "layout.json", layoutSchema).map(({ id, value }) => {
    for (const part of ["head", "line", "foot"] as const)
      for (const name of needed[part])
        if (!value[part].some((field) => field.name === name))
          throw new ConfigurationError(`content/collections/${id}: ${part} has no field ${name}`);
    return { id, ...value } as Layout;
  });
