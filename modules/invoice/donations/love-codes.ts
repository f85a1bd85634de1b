import type { Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

/** Organisations that can receive invoices (`content/invoice/<id>/love-codes.json`). */
const schema = Type.Object({
  codes: Type.Array(
    Type.Object({
      code: Type.String({ pattern: "^\\d{3,7}$" }),
      ban: Type.String({ pattern: "^\\d{8}$" }),
      name: Type.String({ minLength: 1 }),
      abbreviation: Type.String(),
      source: Type.String({ minLength: 1 }),
    }),
  ),
});
export type LoveCode = Static<typeof schema>["codes"][number];
export type LoveCodes = {
  /** By code or business number. */
  find(codeOrBan: string): LoveCode | undefined;
  /** By a part of code, number or name; at most 100. */
  search(key: string): LoveCode[];
  /** All, by code. */
  all(): LoveCode[];
};

/** The codes of content; `desks/operator` adds what an operator registered since. */
export const readLoveCodes = (content: Content): LoveCode[] =>
  content.read("invoice", "love-codes.json", schema).flatMap(({ value }) => value.codes);
