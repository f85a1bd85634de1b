import type { ModuleContext } from "@troad/kernel";
import { parseCertificate } from "@troad/trust";
import type { CardSignature, SigningCertificate } from "../api.ts";
import type { CardFiles } from "../demo/card-files.ts";
import { stateAfter } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import { cardsOf, signCertificateOf } from "../store/cards.ts";
import { openCard } from "./reader.ts";
import type { CardVerifier } from "./verify.ts";

/** A person's signature with the second key of their card; `undefined` outside the demonstration, which has card files. */
export type CardSigning = {
  certificate(subject: string): Promise<SigningCertificate | null>;
  sign(request: { subject: string; pin: string; data: string }): Promise<CardSignature>;
};

/** Signs with the key for signatures of a person's card; the PIN is asked for each signature and counted as at sign-in. */
export function cardSigning(ctx: ModuleContext, files: CardFiles, isInForce: CardVerifier["isInForce"]): CardSigning {
  const cardOf = async (subject: string) =>
    (await cardsOf(ctx.db, subject)).find(({ action }) => stateAfter(action) !== "revoked");
  return {
    certificate: async (subject) => {
      const card = await cardOf(subject);
      const certificate = card && (await signCertificateOf(ctx.db, card.serial));
      return certificate ? { certificate } : null;
    },
    sign: async ({ subject, pin, data }) => {
      if (!/^\d{6}$/.test(pin)) throw fail("eid.pin-format");
      const card = await cardOf(subject);
      if (!card) throw fail("eid.card-unknown");
      if (!(await isInForce(card)))
        throw fail(stateAfter(card.action) === "suspended" ? "eid.card-suspended" : "eid.card-revoked");
      const { key, certificate } = await openCard(ctx, card, files.signingPath(subject), pin);
      const signature = await key.sign(Buffer.from(data, "base64"));
      const { serialHex } = parseCertificate(Buffer.from(certificate, "base64"));
      await ctx.db.tx((tx) => tx.audit({ actor: subject, action: "eid.card-signature", target: serialHex }));
      return { signature: Buffer.from(signature).toString("base64") };
    },
  };
}
