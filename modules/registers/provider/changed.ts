import { instant } from "@troad/kernel";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import type { Register } from "../domain/register.ts";
import { insertReceived } from "../store/received.ts";
import type { LookupContext, MessageHeaders } from "./find.ts";

/** `registers.record-changed.v1`: what a register tells those who subscribe. Never data; who wants these reads them, as an exchange of its own. */
export const changedSchema = Type.Object(
  {
    event: Type.Literal("registers.record-changed.v1"),
    subscription: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,60}$" }),
    changes: Type.Array(
      Type.Object(
        {
          seq: Type.Integer({ minimum: 1 }),
          key: Type.String({ minLength: 1, maxLength: 40 }),
          kind: Type.String({ minLength: 1, maxLength: 60 }),
          version: Type.Integer({ minimum: 1 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  { additionalProperties: false },
);
const check = Compile(changedSchema);

export type ChangedAnswer = { received: number };

/** Takes in what another register tells, by an agreement that names it; told again, nothing is there twice. */
export function changed(
  context: LookupContext,
  register: Register,
  message: MessageHeaders,
  body: unknown,
): Promise<ChangedAnswer> {
  if (!namesEndpoint(message.right, "/changed")) throw registerFailure("write.not-allowed");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  const { subscription, changes } = body;
  const { consumer, messageId: exchangeId } = message;
  const agreement = message.agreement ?? message.right.id;
  return context.db.tx(async (tx) => {
    const received = await insertReceived(
      tx,
      { subscription, provider: consumer, exchangeId, at: instant(context.clock) },
      changes,
    );
    const detail = { subscription, received, messageId: exchangeId, agreement };
    if (received > 0) await tx.audit({ actor: consumer, action: "register.told", target: register.id, detail });
    return { received };
  });
}
