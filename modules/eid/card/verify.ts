import { CodedError, type ModuleContext } from "@troad/kernel";
import { pkiApi, type TrustAnchors } from "@troad/pki/api";
import { type Certificate, parseCertificate, TrustError, verifyChain } from "@troad/trust";
import { stateAfter } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import { isSignedBy, parseToken } from "../domain/web-eid.ts";
import { type CardRow, cardsOf, findCard } from "../store/cards.ts";
import { takeChallenge } from "./challenges.ts";

/** `suspended`: a suspended card is accepted too, only to reactivate it. */
export type VerifyToken = (challengeId: string, token: unknown, allow?: { suspended: boolean }) => Promise<Proof>;
export type CardVerifier = {
  verify: VerifyToken;
  /** Whether any card of the person may prove who that is now. */
  isUsable(subject: string): Promise<boolean>;
  /** Whether one card may, of which it is known what was last done with it. */
  isInForce(card: Pick<CardRow, "serial" | "action">): Promise<boolean>;
};

/** Only certificates of people carry subject directory attributes (RFC 3739 section 3.2.2); a gateway's has the same key usage. */
const subjectDirectoryAttributes = "2.5.29.9";
const clientAuth = "1.3.6.1.5.5.7.3.2";

/**
 * The only way in for cards, whichever reader was used: format, challenge (used once, in time), chain, profile, signature over origin and
 * nonce, then the status of the card. Nobody learns the status of a card whose key they do not hold.
 */
export function cardVerifier(ctx: ModuleContext, origin: string): CardVerifier {
  const pki = ctx.use(pkiApi);
  let anchors: Promise<TrustAnchors> | undefined;

  async function check(challengeId: string, input: unknown, suspended: boolean): Promise<CardRow> {
    const token = parseToken(input);
    const challenge = await takeChallenge(ctx, challengeId, "card");
    const certificate = readCertificate(token.unverifiedCertificate);
    anchors ??= pki.trustAnchors();
    checkCertificate(certificate, await anchors.catch(forget), ctx.clock.now());
    if (!isSignedBy(token, certificate.publicKey, origin, challenge.nonce)) throw fail("eid.token-signature");
    const card = await findCard(ctx.db, certificate.serialHex);
    if (!card || parseCertificate(card.certificate).fingerprint !== certificate.fingerprint) throw fail("eid.card-unknown");
    await checkUsable(card, suspended);
    return card;
  }

  function forget(error: unknown): never {
    anchors = undefined;
    throw error;
  }

  /** The card's own state, and what the authority answers about its certificate (RFC 6960): either can stop it. */
  async function checkUsable(card: Pick<CardRow, "serial" | "action">, suspended: boolean): Promise<void> {
    const state = stateAfter(card.action);
    if (state !== "active" && !(suspended && state === "suspended")) throw fail(`eid.card-${state}`);
    const { status, reason } = await pki.statusOf(card.serial);
    if (status === "unknown") throw fail("eid.card-unknown");
    if (status === "revoked" && !(suspended && reason === "certificateHold"))
      throw fail(reason === "certificateHold" ? "eid.card-suspended" : "eid.card-revoked");
  }

  const verify: VerifyToken = async (challengeId, token, allow) => {
    try {
      const { subject, serial, medium } = await check(challengeId, token, allow?.suspended ?? false);
      const method = medium === "chip" ? "card" : "card-file";
      await ctx.db.tx((tx) => tx.audit({ actor: subject, action: "eid.card-proof", target: serial, detail: { method } }));
      return { subject, method, credential: serial };
    } catch (error) {
      if (error instanceof CodedError) {
        const { code } = error;
        await ctx.db.tx((tx) => tx.audit({ actor: "unknown", action: "eid.card-refused", target: code }));
      }
      throw error;
    }
  };

  const isInForce: CardVerifier["isInForce"] = async (card) => (await checkUsable(card, false).catch(codeOf)) === undefined;
  return {
    verify,
    isInForce,
    isUsable: async (subject) => {
      for (const card of await cardsOf(ctx.db, subject)) if (await isInForce(card)) return true;
      return false;
    },
  };
}

/** A refusal becomes its code; any other failure is passed on. */
function codeOf(error: unknown): string {
  if (error instanceof CodedError && error.status < 500) return error.code;
  throw error;
}

function readCertificate(base64: string): Certificate {
  try {
    return parseCertificate(Buffer.from(base64, "base64"));
  } catch (error) {
    if (error instanceof TrustError) throw fail("eid.token-malformed", { field: "unverifiedCertificate" }, error.detail);
    throw error;
  }
}

function checkCertificate(certificate: Certificate, anchors: TrustAnchors, at: Date): void {
  const roots = [parseCertificate(anchors.root)];
  const intermediates = [parseCertificate(anchors.issuing)];
  const chain = verifyChain(certificate, { roots, intermediates, at, use: "authentication" });
  if (!chain.ok) {
    if (chain.code === "chain.expired" || chain.code === "chain.not-yet-valid")
      throw fail("eid.certificate-expired", {}, chain.detail);
    throw fail(
      chain.code === "chain.wrong-usage" ? "eid.certificate-profile" : "eid.certificate-untrusted",
      {},
      `${chain.code} ${chain.detail ?? ""}`,
    );
  }
  const isPersonal = certificate.extensions.has(subjectDirectoryAttributes) && !certificate.ca;
  if (!isPersonal || !certificate.extendedKeyUsage?.includes(clientAuth)) throw fail("eid.certificate-profile");
}
