import type { Data } from "@troad/entry";
import { instant } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import { isKey } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { readByLaw } from "../events.ts";
import { newestRecords } from "../store/records.ts";
import { keysBeginning } from "../store/search.ts";
import { type LookupContext, type MessageHeaders, personOf, readOf } from "./find.ts";

const fieldName = Type.String({ minLength: 1, maxLength: 60 });
const namingSchema = Type.Object(
  {
    /** The field that names the person, such as a father. */
    by: fieldName,
    nationalId: Type.String({ minLength: 1, maxLength: 40 }),
    fields: Type.Array(fieldName, { minItems: 1, maxItems: 60, uniqueItems: true }),
  },
  { additionalProperties: false },
);
const check = Compile(namingSchema);
/** Nobody has so many children. */
const mostRecords = 50;

export type NamingAnswer = { records: { key: string; record: Data }[] };

/** Records that name a person in one of their fields: the children of a father. By law alone; each person whose record it is sees it. */
export function naming(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<NamingAnswer> {
  const { right } = message;
  if (right?.consentRequired !== false || !namesEndpoint(right, "/naming")) throw registerFailure("read.by-law-only");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { by, nationalId, fields } = body;
  if (!(register.naming ?? []).includes(by)) throw registerFailure("search.invalid");
  if (!isKey("nationalId", nationalId)) throw registerFailure("subject.invalid");
  const beyond = fields.find((field) => !right.fields.includes(field));
  if (beyond !== undefined) throw registerFailure("field.not-agreed", { field: beyond });
  if (!context.canRecord) throw registerFailure("read.not-recordable");
  return context.db.tx(async (tx) => {
    const found = await keysBeginning(tx, {
      register: register.id,
      field: by,
      text: nationalId,
      after: undefined,
      limit: mostRecords,
    });
    const newest = await newestRecords(
      tx,
      found.map(({ key }) => ({ register: register.id, key })),
    );
    const at = instant(context.clock);
    const records = found.flatMap(({ key }, index) => {
      const data = newest[index]?.data;
      return data?.[by] === nationalId ? [{ key, data }] : [];
    });
    const read = { ...readOf(register, { ...message, right }, fields, at), found: true };
    const people = records.flatMap(({ key, data }) => personOf(register, key, data) ?? []);
    await tx.publishAll(
      readByLaw,
      people.map((person) => ({ ...read, nationalId: person })),
    );
    const detail = {
      by,
      fields,
      records: records.length,
      messageId: message.messageId,
      agreement: message.agreement ?? right.id,
    };
    await tx.audit({ actor: message.consumer, action: "register.read", target: register.id, detail });
    return {
      records: records.map(({ key, data }) => ({
        key,
        record: Object.fromEntries(fields.map((field) => [field, data[field] ?? null])),
      })),
    };
  });
}
