import { type Content, oneOf } from "@troad/kernel";
import type { Standard } from "@troad/tabular";
import Type from "typebox";
import { categories } from "./record.ts";

const types = ["string", "integer", "number", "date", "datetime", "time", "boolean", "geometry"] as const;
const column = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    type: Type.Optional(oneOf(...types)),
    required: Type.Optional(Type.Boolean()),
    codes: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 2_000 })),
  },
  { additionalProperties: false },
);
const schema = Type.Object(
  { category: oneOf(...categories), columns: Type.Array(column, { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
);
type Both = { "zh-Hant": string; en: string };
export type DataStandard = Standard & { id: string; category: string; name: Both };
export type Standards = ReadonlyMap<string, DataStandard>;

/** The data standards of content (`content/standards/<id>/standard.json`), by id. */
export const readStandards = (content: Content): Standards =>
  new Map(
    content.read("standards", "standard.json", schema).map(({ id, value, text }) => {
      const name = { "zh-Hant": text["zh-Hant"]?.name ?? id, en: text.en?.name ?? id };
      return [id, { ...value, id, name } as DataStandard];
    }),
  );
