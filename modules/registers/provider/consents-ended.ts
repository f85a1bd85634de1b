import { instant } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import type { Register } from "../domain/register.ts";
import { insertEnded } from "../store/consent-use.ts";
import type { LookupContext, MessageHeaders } from "./find.ts";

/** Ids of consents (`jti` of their tokens) that their person has withdrawn, or that ended with their recipient. */
const endedSchema = Type.Object(
  { consents: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
);
const check = Compile(endedSchema);

export type EndedAnswer = { ended: number };

/**
 * Consents that open nothing here any more, told by who issues them and by nobody else. From the commit on they are refused, whatever the status
 * list that was read last says. Told again, nothing is there twice.
 */
export function consentsEnded(
  context: Pick<LookupContext, "db" | "clock" | "issuer">,
  register: Pick<Register, "id">,
  message: MessageHeaders,
  body: unknown,
): Promise<EndedAnswer> {
  const { consumer, messageId: exchangeId, right } = message;
  if (consumer !== context.issuer || !namesEndpoint(right, "/consents-ended")) throw registerFailure("consent.not-issuer");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { consents } = body;
  return context.db.tx(async (tx) => {
    const ended = await insertEnded(tx, consents, { exchangeId, at: instant(context.clock) });
    const detail = { consents, messageId: exchangeId, agreement: message.agreement ?? right.id };
    if (ended > 0) await tx.audit({ actor: consumer, action: "register.consents-ended", target: register.id, detail });
    return { ended };
  });
}
