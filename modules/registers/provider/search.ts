import type { Data } from "@troad/entry";
import { instant } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import type { Register } from "../domain/register.ts";
import { searchable } from "../domain/terms.ts";
import { readByLaw } from "../events.ts";
import { newestRecords } from "../store/records.ts";
import { keysBeginning } from "../store/search.ts";
import { type LookupContext, type MessageHeaders, personOf, readOf } from "./find.ts";

export const searchSchema = Type.Object(
  {
    by: Type.String({ minLength: 1, maxLength: 60 }),
    /** The beginning of the value. */
    text: Type.String({ minLength: 1, maxLength: 120 }),
    /** The last hit of the page before. */
    after: Type.Optional(
      Type.Object(
        { term: Type.String({ maxLength: 200 }), key: Type.String({ maxLength: 40 }) },
        { additionalProperties: false },
      ),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  },
  { additionalProperties: false },
);
const check = Compile(searchSchema);

export type Hit = { key: string; shown: Data };
export type SearchAnswer = { hits: Hit[]; after: { term: string; key: string } | null };

/**
 * Records whose name, address or other searched field begins with a text. Each hit is a read of that record by law: it is audited and shown to the
 * person, so a search that cannot be recorded is not answered.
 */
export function search(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<SearchAnswer> {
  const { right } = message;
  if (!register.search || !namesEndpoint(right, "/search")) throw registerFailure("write.not-allowed");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const text = searchable(body.text);
  if (!register.search.by.includes(body.by) || text === "") throw registerFailure("search.invalid");
  if (!context.canRecord) throw registerFailure("read.not-recordable");
  const { shows } = register.search;
  const { by, after, limit = 20 } = body;
  return context.db.tx(async (tx) => {
    const found = await keysBeginning(tx, { register: register.id, field: `search ${by}`, text, after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const records = await newestRecords(
      tx,
      page.map(({ key }) => ({ register: register.id, key })),
    );
    const at = instant(context.clock);
    const read = { ...readOf(register, { ...message, right }, shows, at), found: true };
    const hits = page.flatMap(({ key }, index): Hit[] => {
      const data = records[index]?.data;
      return data ? [{ key, shown: Object.fromEntries(shows.map((field) => [field, data[field] ?? null])) }] : [];
    });
    const people = page.flatMap(({ key }, index) => personOf(register, key, records[index]?.data) ?? []);
    await tx.publishAll(
      readByLaw,
      people.map((nationalId) => ({ ...read, nationalId })),
    );
    const detail = { by, hits: hits.length, messageId: message.messageId, agreement: message.agreement ?? right.id };
    await tx.audit({ actor: message.consumer, action: "register.search", target: register.id, detail });
    const last = page.at(-1);
    return { hits, after: found.length > limit && last ? { term: last.term, key: last.key } : null };
  });
}
