import { CodedError, type ModuleContext } from "@troad/kernel";
import { pkiApi } from "@troad/pki/api";
import { type Trusted, trustReader } from "@troad/pki/trust";
import { type Certificate, parseCertificate, TrustError, verifyChain } from "@troad/trust";
import { stateAfter } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import { deniedPolicy } from "../domain/levels.ts";
import type { Proof } from "../domain/methods.ts";
import { isSignedBy, parseToken } from "../domain/web-eid.ts";
import { type CardRow, cardsOf, findCard } from "../store/cards.ts";
import { lockStateOf } from "../store/locks.ts";
import { takeChallenge } from "./challenges.ts";
import { type CardStatus, statusAsker } from "./status.ts";

export type CardEnv = { EID_OCSP_URL: string | undefined; EID_STATUS_GRACE_SECONDS: number; EID_DENIED_POLICIES: string };

/** `suspended`: a suspended card is accepted too, only to reactivate it. */
export type VerifyToken = (challengeId: string, token: unknown, allow?: { suspended: boolean }) => Promise<Proof>;
export type CardVerifier = {
  verify: VerifyToken;
  /** Whether any card of the person may prove who that is now. */
  isUsable(subject: string): Promise<boolean>;
  /** Whether what was bound by a card, the office or, before that was kept, by some card may prove it. */
  mayProve(row: { subject: string; bound_by: string | null }): Promise<boolean>;
  /** Whether one card may, of which it is known what was last done with it. */
  isInForce(card: Pick<CardRow, "serial" | "action">): Promise<boolean>;
};

/** Only certificates of people carry subject directory attributes (RFC 3739 section 3.2.2); a gateway's has the same key usage. */
const subjectDirectoryAttributes = "2.5.29.9";
const clientAuth = "1.3.6.1.5.5.7.3.2";

/**
 * The only way in for cards, whichever reader was used: format, challenge (used once, in time), chain, profile, signature over origin and
 * nonce, then the status of the card, which the responder is asked for. Nobody learns the status of a card whose key they do not hold.
 */
export function cardVerifier(ctx: ModuleContext, origin: string, env: CardEnv): CardVerifier {
  const pki = ctx.use(pkiApi);
  const trusted = trustReader(ctx);
  const askStatus = statusAsker({ ctx, url: env.EID_OCSP_URL, graceMs: env.EID_STATUS_GRACE_SECONDS * 1000 });
  const denied = env.EID_DENIED_POLICIES.split(/[\s,]+/).filter(Boolean);

  async function check(challengeId: string, input: unknown, suspended: boolean): Promise<CardRow> {
    const token = parseToken(input);
    const challenge = await takeChallenge(ctx, challengeId, "card");
    const certificate = readCertificate(token.unverifiedCertificate);
    const anchors = await trusted();
    checkCertificate(certificate, anchors, ctx.clock.now());
    const refused = deniedPolicy(certificate, denied);
    if (refused !== undefined) throw fail("eid.certificate-policy", {}, refused);
    if (!isSignedBy(token, certificate.publicKey, origin, challenge.nonce)) throw fail("eid.token-signature");
    const card = await findCard(ctx.db, certificate.serialHex);
    if (!card || parseCertificate(card.certificate).fingerprint !== certificate.fingerprint) throw fail("eid.card-unknown");
    await checkUsable(card, suspended, () => askStatus(certificate, anchors));
    if ((await lockStateOf(ctx.db, card.subject)).locked) throw fail("eid.locked");
    return card;
  }

  /**
   * The card's own state, and what the authority says of its certificate: either can stop it. A proof asks the responder, as every other
   * verifier would; what follows from a proof asks the authority itself.
   */
  async function checkUsable(
    card: Pick<CardRow, "serial" | "action">,
    suspended: boolean,
    ask: () => Promise<CardStatus> = () => pki.statusOf(card.serial),
  ): Promise<void> {
    const state = stateAfter(card.action);
    if (state !== "active" && !(suspended && state === "suspended")) throw fail(`eid.card-${state}`);
    const { status, reason } = await ask();
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
  const isUsable: CardVerifier["isUsable"] = async (subject) => {
    for (const card of await cardsOf(ctx.db, subject)) if (await isInForce(card)) return true;
    return false;
  };
  return {
    verify,
    isInForce,
    isUsable,
    mayProve: async ({ subject, bound_by: by }) => {
      if ((await lockStateOf(ctx.db, subject)).locked) return false;
      if (by === "office" || by === "recovery") return true;
      if (by === null) return isUsable(subject);
      const card = await findCard(ctx.db, by);
      return card?.subject === subject && isInForce(card);
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

function checkCertificate(certificate: Certificate, { roots, intermediates }: Trusted, at: Date): void {
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
