import type { Static, TSchema } from "typebox";

/** What reads folders of content: `<kind>/<id>/<file>`, each checked against a schema. */
export type ContentReader = {
  read<S extends TSchema>(
    kind: string,
    file: string,
    schema: S,
  ): { id: string; value: Static<S>; text: Record<string, Record<string, string>> }[];
};
