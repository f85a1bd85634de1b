import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { PaymentState } from "../api.ts";

/** What a provider tells, as the payload of its signed message. `jti` is the provider's number of the event: the same one is the same event. */
const messageSchema = Type.Object(
  {
    iss: Type.String({ minLength: 1, maxLength: 100 }),
    jti: Type.String({ minLength: 1, maxLength: 100 }),
    kind: Type.Union([
      Type.Literal("paid"),
      Type.Literal("submitted"),
      Type.Literal("failed"),
      Type.Literal("paid-out"),
      Type.Literal("returned"),
    ]),
    /** Why it failed, in the codes of GOV.UK Pay. */
    code: Type.Optional(Type.String({ pattern: "^P\\d{4}$" })),
    payment: Type.String({ pattern: "^[0-9a-f-]{36}$" }),
    amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}T[0-9:.]{8,12}Z$" }),
  },
  { additionalProperties: false },
);
export type ProviderMessage = Static<typeof messageSchema>;

const fits = Compile(messageSchema);
export const isMessage = (value: unknown): value is ProviderMessage => fits.Check(value);

/** What money that arrived means: it pays, or it goes back and why. */
export type Match = { pays: true } | { pays: false; reason: "wrong-amount" | "twice" | "cancelled" };

/** Money pays if it is the exact amount of a payment that is still open; everything else goes back. */
export function matchPaid(payment: { amount: number; state: PaymentState }, message: Pick<ProviderMessage, "amount">): Match {
  if (payment.state === "paid") return { pays: false, reason: "twice" };
  if (payment.state === "cancelled") return { pays: false, reason: "cancelled" };
  return message.amount === payment.amount ? { pays: true } : { pays: false, reason: "wrong-amount" };
}
