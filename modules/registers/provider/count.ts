import Type from "typebox";
import { Compile } from "typebox/compile";
import { namesEndpoint } from "../domain/entry-request.ts";
import { malformed, registerFailure } from "../domain/errors.ts";
import type { Register } from "../domain/register.ts";
import { countStanding } from "../store/counts.ts";
import type { LookupContext, MessageHeaders } from "./find.ts";

const check = Compile(Type.Object({}, { additionalProperties: false }));

/** `of`: the first characters of the field that the register counts by, such as the code of a county. */
export type CountAnswer = { counts: { of: string; n: number }[] };

/** How many stand in a register, by place; figures only, so nobody is told, but it is audited. */
export function count(context: LookupContext, register: Register, message: MessageHeaders, body: unknown): Promise<CountAnswer> {
  const { right } = message;
  const { counted } = register;
  if (!counted || !namesEndpoint(right, "/count")) throw registerFailure("write.not-allowed");
  if (!check.Check(body)) throw malformed(check.Errors(body));
  return context.db.tx(async (tx) => {
    const detail = { messageId: message.messageId, agreement: message.agreement ?? right.id };
    await tx.audit({ actor: message.consumer, action: "register.count", target: register.id, detail });
    return { counts: await countStanding(tx, register.id, counted) };
  });
}
