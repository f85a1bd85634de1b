import path from "node:path";
import { type LocalDoor, type ModuleContext, openLocalDoor } from "@troad/kernel";
import Type, { type TSchema } from "typebox";
import { type Assign, type Assignment, mostRanges } from "../numbers/assign.ts";
import { type Assigned, assignedOf } from "../store/ranges.ts";

/** What whoever runs the platform may do with numbers; `actor` is written by the door. */
export type NumbersOperator = {
  /** Assigns numbers to sellers; the same key gives the same act. */
  assign(request: { ranges: Assignment[]; key: string; actor: string }): Promise<{ id: string }>;
  /** What was assigned, the newest act first; `before` is the number of an act. */
  assigned(query: { term?: string; seller?: string; before?: number; limit: number }): Promise<Assigned[]>;
};

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const range = Type.Object(
  {
    ...{ term: text(5), track: text(2), first: text(8), last: text(8), seller: text(8) },
    type: Type.Optional(Type.Union([Type.Literal("07"), Type.Literal("08")])),
  },
  { additionalProperties: false },
);
const asked: Record<keyof NumbersOperator, TSchema> = {
  assign: Type.Object({ ranges: Type.Array(range, { minItems: 1, maxItems: mostRanges }), key: text(100) }),
  assigned: Type.Object({
    term: Type.Optional(text(5)),
    seller: Type.Optional(text(8)),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Integer({ minimum: 1, maximum: 500 }),
  }),
};

/** The door of whoever runs the platform, a socket in the module's folder. */
export function openNumbersDoor(ctx: ModuleContext, assign: Assign): Promise<LocalDoor> {
  const api: NumbersOperator = {
    assign: async ({ ranges, key, actor }) => ({ id: await assign(ranges, actor, key) }),
    assigned: (query) => assignedOf(ctx.db, query),
  };
  return openLocalDoor(ctx, path.join(ctx.folder, "operator"), { methods: Object.keys(asked), asked, api, actor: "operator" });
}
