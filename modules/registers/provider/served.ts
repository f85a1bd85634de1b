import { registerFailure } from "../domain/errors.ts";
import { parseFind } from "../domain/find-request.ts";
import type { ServedRegister } from "../domain/read-registers.ts";
import { type LookupContext, type MessageHeaders, requireConsent, takeUse } from "./find.ts";

/** Uses up a consent for a question that another module answers: what a register checks before it reads, and the same entry in the audit. */
export async function admitted(
  context: LookupContext,
  register: ServedRegister,
  message: MessageHeaders,
  body: { nationalId: string; fields: string[] },
): Promise<{ usedAt: string }> {
  const request = parseFind(body, { ...register, subjectKey: "nationalId" });
  const { right } = message;
  if (!right?.consentRequired) throw registerFailure("consent.missing");
  const beyond = request.fields.find((field) => !right.fields.includes(field));
  if (beyond !== undefined) throw registerFailure("field.not-agreed", { field: beyond });
  const claims = await requireConsent(context, register, message, request);
  return context.db.tx(async (tx) => {
    const { use, repeated } = await takeUse(tx, { context, register, message, request, claims });
    const { agreement, messageId, consumer } = message;
    const detail = { fields: request.fields, consent: claims.jti, messageId, agreement, ...(repeated ? { repeated } : {}) };
    await tx.audit({ actor: consumer, action: "register.read", target: register.id, detail });
    return { usedAt: use.usedAt };
  });
}
