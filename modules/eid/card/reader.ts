import { sign } from "node:crypto";
import fs from "node:fs/promises";
import type { ModuleContext } from "@troad/kernel";
import { openPkcs12, type SoftwareSigner } from "@troad/trust";
import type { CardFiles } from "../demo/card-files.ts";
import { demoLockMs, pinTries, stateAfter } from "../domain/card-state.ts";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import { signedBytes, type WebEidToken } from "../domain/web-eid.ts";
import { type CardRow, cardsOf, countPinTry, resetPinTries } from "../store/cards.ts";
import { openChallenge } from "./challenges.ts";
import type { VerifyToken } from "./verify.ts";

export type ReadCard = (subject: string, pin: string, allow?: { suspended: boolean }) => Promise<Proof>;

/**
 * Card and reader of the demonstration, on the server: opens the PKCS#12 file with the PIN, signs a challenge and passes the token to the
 * same verification as every other card. Nothing it knows lets anyone in.
 */
export function demoReader(ctx: ModuleContext, origin: string, files: CardFiles, verify: VerifyToken): ReadCard {
  return async (subject, pin, allow) => {
    if (!/^\d{6}$/.test(pin)) throw fail("eid.pin-format");
    const card = (await cardsOf(ctx.db, subject)).find(({ action }) => stateAfter(action) !== "revoked");
    if (!card) throw fail("eid.card-unknown");
    const { key, certificate } = await openCard(ctx, card, files.path(subject), pin);
    const { challengeId, nonce } = await openChallenge(ctx, "card");
    const token: WebEidToken = {
      unverifiedCertificate: certificate,
      algorithm: "ES256",
      signature: sign("sha256", signedBytes("ES256", origin, nonce), { key: key.privateKey, dsaEncoding: "ieee-p1363" }).toString(
        "base64",
      ),
      format: "web-eid:1.0",
    };
    return verify(challengeId, token, allow);
  };
}

/** The attempt is counted before the file is opened, so a process that is killed has still used it. */
export async function openCard(
  ctx: ModuleContext,
  card: CardRow,
  file: string,
  pin: string,
): Promise<{ key: SoftwareSigner; certificate: string }> {
  const now = ctx.clock.now();
  const tries = await countPinTry(ctx.db, card.serial, now.toISOString(), new Date(now.getTime() - demoLockMs).toISOString());
  if (tries === undefined) throw fail("eid.pin-locked");
  const opened = await openPkcs12(await fs.readFile(file), pin);
  if (opened.ok) {
    await resetPinTries(ctx.db, card.serial);
    return { key: opened.value.key, certificate: opened.value.certificate.der.toString("base64") };
  }
  if (opened.code !== "pkcs12.wrong-password") throw new Error(`card file ${file}: ${opened.code}`);
  const left = pinTries - tries;
  const action = left > 0 ? "eid.pin-wrong" : "eid.pin-lock";
  await ctx.db.tx((tx) => tx.audit({ actor: "unknown", action, target: card.serial, detail: { left } }));
  throw left > 0 ? fail("eid.pin-wrong", { left }) : fail("eid.pin-locked");
}
