import path from "node:path";
import { type LocalServer, type ModuleContext, openLocalServer } from "@troad/kernel";
import Type, { type TSchema } from "typebox";
import { type LateRow, lateMessages } from "../intake/late-store.ts";
import { unreadableInvoices } from "../invoices/invoices-store.ts";
import { type Assign, type Assignment, mostRanges } from "./assign.ts";
import { type Assigned, assignedOf } from "./ranges-store.ts";

/** What the platform's operator may do and see; the server sets `actor`. */
export type InvoiceOperator = {
  /** Assigns numbers to sellers; the same key gives the same act. */
  assign(request: { ranges: Assignment[]; key: string; actor: string }): Promise<{ id: string }>;
  /** Assignments, newest act first; `before` is the number of an act. */
  assigned(query: { term?: string; seller?: string; before?: number; limit: number }): Promise<Assigned[]>;
  /** Messages of a period that came after their deadline, in the order of receipt. */
  late(query: { term: string; seller?: string; after?: number; limit: number }): Promise<LateRow[]>;
  /** Numbers of a period's invoices whose stored content contains characters that nothing can hold. */
  unreadable(query: { term: string; after?: string; limit: number }): Promise<string[]>;
};

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const limit = Type.Integer({ minimum: 1, maximum: 500 });
const range = Type.Object(
  {
    ...{ term: text(5), track: text(2), first: text(8), last: text(8), seller: text(8) },
    type: Type.Optional(Type.Union([Type.Literal("07"), Type.Literal("08")])),
  },
  { additionalProperties: false },
);
const asked: Record<keyof InvoiceOperator, TSchema> = {
  assign: Type.Object({ ranges: Type.Array(range, { minItems: 1, maxItems: mostRanges }), key: text(100) }),
  assigned: Type.Object({
    term: Type.Optional(text(5)),
    seller: Type.Optional(text(8)),
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit,
  }),
  late: Type.Object({ term: text(5), seller: Type.Optional(text(8)), after: Type.Optional(Type.Integer({ minimum: 0 })), limit }),
  unreadable: Type.Object({ term: text(5), after: Type.Optional(text(10)), limit }),
};

/** The socket of the platform's operator, in the module's folder. */
export function openOperatorSocket(ctx: ModuleContext, assign: Assign): Promise<LocalServer> {
  const api: InvoiceOperator = {
    assign: async ({ ranges, key, actor }) => ({ id: await assign(ranges, actor, key) }),
    assigned: (query) => assignedOf(ctx.db, query),
    late: ({ term, seller = null, after = 0, limit: most }) => lateMessages(ctx.db, { term, seller, after, limit: most }),
    unreadable: async ({ term, after = "", limit: most }) =>
      (await unreadableInvoices(ctx.db, { term, after, limit: most })).map(({ number }) => number),
  };
  return openLocalServer(ctx, path.join(ctx.folder, "operator"), { methods: Object.keys(asked), asked, api, actor: "operator" });
}
