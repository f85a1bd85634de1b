import type { Offer } from "@troad/forms";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const name = Type.String({ minLength: 1, maxLength: 200 });
const post = Type.Object({ role: name, agency: name }, closed);

/** Who applies: a person with the posts that they hold now, or by mandate a business by its number, which holds none. */
export const applyingSchema = Type.Object(
  { subject: name, business: Type.Union([name, Type.Null()]), posts: Type.Array(post, { maxItems: 100 }) },
  closed,
);
export type Applying = Static<typeof applyingSchema>;

/** What may be chosen for a field; `given`: the values of the answers that narrow it, by field. */
export const offersSchema = Type.Object(
  {
    ...{ of: name, by: applyingSchema },
    given: Type.Record(Type.String({ maxLength: 60 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 2_000 }), {
      maxProperties: 100,
    }),
  },
  closed,
);

/** What a module is to do. `deciders`: the officers who granted it, oldest first, each for their agency; the same key is the same act. */
export const actSchema = Type.Object(
  {
    ...{ does: name, key: name, by: applyingSchema, check: Type.Boolean() },
    values: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 200 }),
    deciders: Type.Array(Type.Object({ subject: name, agency: name }, closed), { maxItems: 10 }),
  },
  closed,
);
export type ActRequest = Static<typeof actSchema>;
/** What it gives to later steps, or the code of the rule that stands against it. */
export type ActReply = { given: Record<string, string | number> } | { refused: string };

/** What a module offers to services of content: lists to choose from, and acts that a step has it do. */
export type Registrar = {
  offers(query: Static<typeof offersSchema>): Promise<Offer[]>;
  act(request: ActRequest): Promise<ActReply>;
};
