import { instant } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import { isKey } from "../domain/key.ts";
import type { Register } from "../domain/register.ts";
import { readByLaw } from "../events.ts";
import { type Version, versionsOf } from "../store/versions.ts";
import { type LookupContext, type MessageHeaders, personOf, readOf } from "./find.ts";
import { secretKinds, withoutSecrets } from "./secret-entries.ts";

export const historySchema = Type.Object(
  {
    key: Type.String({ minLength: 1, maxLength: 40 }),
    /** Versions before this one. */
    before: Type.Optional(Type.Integer({ minimum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  },
  { additionalProperties: false },
);
const check = Compile(historySchema);

export type HistoryAnswer = { versions: Version[]; before: number | null };

/** The versions of a record, newest first, each with what it rests on; shown to the person like every read by law. */
export function history(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<HistoryAnswer> {
  const { right } = message;
  if (register.view || !namesEndpoint(right, "/history")) throw registerFailure("write.not-allowed");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  if (!isKey(register.subjectKey, body.key)) throw registerFailure("key.invalid");
  if (!context.canRecord) throw registerFailure("read.not-recordable");
  const { key, before = null, limit = 20 } = body;
  return context.db.tx(async (tx) => {
    const at = instant(context.clock);
    const detail = { history: true, messageId: message.messageId, agreement: message.agreement ?? right.id };
    await tx.audit({ actor: message.consumer, action: "register.read", target: register.id, detail });
    const versions = await versionsOf(tx, {
      register: register.id,
      subject: key,
      before,
      limit: limit + 1,
      secret: secretKinds(register),
    });
    const fields = register.fields.map(({ name }) => name);
    const person = personOf(register, key, versions[0]?.data);
    const read = { ...readOf(register, { ...message, right }, fields, at), found: versions.length > 0 };
    if (person !== undefined) await tx.publish(readByLaw, { ...read, nationalId: person });
    const page = withoutSecrets(register, versions.slice(0, limit));
    return { versions: page, before: versions.length > limit ? (page.at(-1)?.version ?? null) : null };
  });
}
