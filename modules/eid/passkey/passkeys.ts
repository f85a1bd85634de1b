import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import type { ModuleContext } from "@troad/kernel";
import { openChallenge, takeChallenge } from "../card/challenges.ts";
import { fail } from "../domain/errors.ts";
import type { Proof } from "../domain/methods.ts";
import { lockStateOf } from "../store/locks.ts";
import { advanceCounter, deletePasskey, findPasskey, insertPasskey, type PasskeyRow, passkeysOf } from "../store/passkeys.ts";
import { endSignIns } from "../store/sign-ins.ts";
import type { Models } from "./models.ts";

export type PasskeyView = { id: string; createdAt: string; lastUsedAt: string | null; synced: boolean; attested: boolean };

/** What the browser's script gets: options in JSON (WebAuthn Level 3 section 5.1) and the address for the answer. */
export type Ceremony = { challengeId: string; options: object };

export type Passkeys = {
  beginAdding(person: { subject: string; name: string }): Promise<Ceremony>;
  /** `boundBy`: the card by whose proof it is added, `office`, or what an earlier passkey was bound by. */
  add(owner: { subject: string; boundBy: string | null }, challengeId: string, response: unknown): Promise<void>;
  beginSignIn(): Promise<Ceremony>;
  /** `locked`: proves possession although nothing else may be proved now, to ask for recovery. */
  signIn(challengeId: string, response: unknown, allow?: { locked: boolean }): Promise<Proof & { boundBy: string | null }>;
  of(subject: string): Promise<PasskeyView[]>;
  remove(subject: string, id: string): Promise<void>;
};

/** Loaded with the first passkey: three hundred files of its and of its parsers' that most programs start without. */
const webauthn = () => import("@simplewebauthn/server");

const most = 10;
/** EdDSA, ES256 and RS256 (COSE, RFC 9053), which today's authenticators use. Named here because the library's default probes for more. */
const supportedAlgorithmIDs = [-8, -7, -257];
const timeout = 120_000;

/** Passkeys (WebAuthn Level 3): discoverable, with user verification, bound to this origin. */
export function passkeyService(
  ctx: ModuleContext,
  origin: string,
  mayProve: (row: { subject: string; bound_by: string | null }) => Promise<boolean>,
  models: Models,
): Passkeys {
  const rpID = new URL(origin).hostname;
  const now = (): string => ctx.clock.now().toISOString();

  return {
    beginAdding: async ({ subject, name }) => {
      const { challengeId, nonce } = await openChallenge(ctx, "passkey-add", subject);
      const known = await passkeysOf(ctx.db, subject);
      const options = await (await webauthn()).generateRegistrationOptions({
        rpName: "T-Road eID",
        rpID,
        userID: new TextEncoder().encode(subject),
        userName: name,
        userDisplayName: name,
        challenge: Buffer.from(nonce, "base64url"),
        timeout,
        attestationType: models.asks ? "direct" : "none",
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs,
        excludeCredentials: known.map(({ id }) => ({ id })),
      });
      return { challengeId, options };
    },
    add: async ({ subject, boundBy }, challengeId, response) => {
      await models.ready();
      const challenge = await takeChallenge(ctx, challengeId, "passkey-add");
      if (challenge.subject !== subject) throw fail("eid.passkey-refused", {}, "the challenge of someone else");
      if (models.asks) models.check(await attempt(() => deviceIn(response as RegistrationResponseJSON)));
      const checked = await attempt(async () =>
        (await webauthn()).verifyRegistrationResponse({
          response: response as RegistrationResponseJSON,
          expectedChallenge: challenge.nonce,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          supportedAlgorithmIDs,
        }),
      );
      if (!checked.verified) throw fail("eid.passkey-refused");
      const { credential, credentialDeviceType, aaguid } = checked.registrationInfo;
      await ctx.db.tx(async (tx) => {
        if ((await passkeysOf(tx, subject)).length >= most) throw fail("eid.passkey-refused", {}, "too many");
        const row = {
          id: credential.id,
          subject,
          public_key: Buffer.from(credential.publicKey).toString("base64"),
          counter: credential.counter,
          transports: credential.transports ?? [],
          device_type: credentialDeviceType,
          created_at: now(),
          ...{ bound_by: boundBy, model: aaguid, attested: models.asks },
        };
        if (!(await insertPasskey(tx, row))) throw fail("eid.passkey-refused", {}, "known already");
        await tx.audit({ actor: subject, action: "eid.passkey-add", target: credential.id });
      });
    },
    beginSignIn: async () => {
      const { challengeId, nonce } = await openChallenge(ctx, "passkey-sign-in");
      const options = await (await webauthn()).generateAuthenticationOptions({
        rpID,
        challenge: Buffer.from(nonce, "base64url"),
        timeout,
        userVerification: "required",
      });
      return { challengeId, options };
    },
    signIn: async (challengeId, input, allow) => {
      const challenge = await takeChallenge(ctx, challengeId, "passkey-sign-in");
      const response = input as AuthenticationResponseJSON;
      const passkey =
        typeof response?.id === "string" && response.id.length < 1500 ? await findPasskey(ctx.db, response.id) : undefined;
      if (!passkey) throw fail("eid.passkey-unknown");
      const newCounter = await checkAssertion(passkey, challenge.nonce, response);
      // Counters of synced keys stay at zero; a counter that does not grow belongs to a copied key (WebAuthn Level 3 section 6.1.1).
      const grew = (newCounter === 0 && passkey.counter === 0) || newCounter > passkey.counter;
      if (!grew || !(await advanceCounter(ctx.db, passkey.id, newCounter, now()))) {
        await ctx.db.tx((tx) => tx.audit({ actor: passkey.subject, action: "eid.passkey-cloned", target: passkey.id }));
        throw fail("eid.passkey-cloned");
      }
      // what a card bound stops working with that card
      if (!allow?.locked && !(await mayProve(passkey)))
        throw fail((await lockStateOf(ctx.db, passkey.subject)).locked ? "eid.locked" : "eid.passkey-without-card");
      await ctx.db.tx((tx) => tx.audit({ actor: passkey.subject, action: "eid.passkey-proof", target: passkey.id }));
      const method = passkey.device_type === "singleDevice" ? "passkey-bound" : "passkey-synced";
      return { subject: passkey.subject, method, credential: passkey.id, boundBy: passkey.bound_by };
    },
    of: async (subject) => (await passkeysOf(ctx.db, subject)).map(viewOf),
    remove: (subject, id) =>
      ctx.db.tx(async (tx) => {
        if (!(await deletePasskey(tx, subject, id))) return;
        await endSignIns(tx, { subject, credential: id }, "passkey-removed", now());
        await tx.audit({ actor: subject, action: "eid.passkey-remove", target: id });
      }),
  };

  /** Gives the authenticator's counter. The caller compares the stored one, to tell a copied key from a wrong answer. */
  async function checkAssertion(passkey: PasskeyRow, nonce: string, response: AuthenticationResponseJSON): Promise<number> {
    const credential = { id: passkey.id, publicKey: new Uint8Array(Buffer.from(passkey.public_key, "base64")), counter: 0 };
    const checked = await attempt(async () =>
      (await webauthn()).verifyAuthenticationResponse({
        response,
        expectedChallenge: nonce,
        expectedOrigin: origin,
        expectedRPID: rpID,
        credential,
        requireUserVerification: true,
      }),
    );
    const handle = response.response?.userHandle;
    const isOwner = handle === undefined || handle === null || Buffer.from(handle, "base64url").toString() === passkey.subject;
    if (!checked.verified || !isOwner) throw fail("eid.passkey-refused");
    return checked.authenticationInfo.newCounter;
  }
}

/** The library throws when an answer is wrong; for us that is a refusal. */
async function attempt<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw fail("eid.passkey-refused", {}, error instanceof Error ? error.message : undefined);
  }
}

const viewOf = (row: PasskeyRow): PasskeyView => ({
  id: row.id,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  synced: row.device_type !== "singleDevice",
  attested: row.attested,
});

/** The model that a device says it is, and whether its statement names the maker by certificates (WebAuthn Level 3 section 8). */
async function deviceIn({ response }: RegistrationResponseJSON): Promise<{ aaguid: string; chained: boolean }> {
  const { convertAAGUIDToString, decodeAttestationObject, parseAuthenticatorData } = await import(
    "@simplewebauthn/server/helpers"
  );
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, "base64url")));
  const { aaguid } = parseAuthenticatorData(attestation.get("authData"));
  const chain = attestation.get("attStmt").get("x5c") ?? [];
  return { aaguid: aaguid ? convertAAGUIDToString(aaguid) : "", chained: chain.length > 0 };
}
