import { importJWK } from "jose";
import * as oidc from "openid-client";
import { TroadError } from "./errors.ts";
import type { Settings } from "./transport.ts";

export type SignInSession = { state: string; nonce: string; verifier: string };
export type SignedIn = { subject: string; claims: Record<string, unknown>; idToken: string };

/** Signs people in: OpenID Connect by a pushed request (RFC 9126), with PKCE, state and nonce. */
export function openSignIn({ portal, issuer, clientId, signingKey }: Settings) {
  const address = new URL(issuer ?? `${new URL(portal).origin}/eid/oidc`);
  // on this machine alone without TLS: a demonstration
  const isLocal = address.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(address.hostname);
  let known: Promise<oidc.Configuration> | undefined;
  const discovered = async (): Promise<oidc.Configuration> => {
    const key = (await importJWK(signingKey, signingKey.alg ?? "ES256")) as CryptoKey;
    const { kid } = signingKey;
    const proof = oidc.PrivateKeyJwt(kid === undefined ? key : { key, kid });
    const insecure = isLocal ? { execute: [oidc.allowInsecureRequests] } : {};
    return oidc.discovery(address, clientId, { token_endpoint_auth_method: "private_key_jwt" }, proof, insecure);
  };
  // a failure is not kept
  const configuration = (): Promise<oidc.Configuration> => {
    known ??= discovered().catch((error: unknown) => {
      known = undefined;
      throw new TroadError("sdk.sign-in-unavailable", error instanceof Error ? error.message : undefined);
    });
    return known;
  };
  return {
    /** Where the browser goes, and what to keep until it comes back. */
    start: async (asked: { redirectUri: string; scope?: string; loginHint?: string }) => {
      const config = await configuration();
      const session: SignInSession = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = await oidc.buildAuthorizationUrlWithPAR(config, {
        ...{ redirect_uri: asked.redirectUri, scope: asked.scope ?? "openid", state: session.state, nonce: session.nonce },
        ...{ code_challenge: await oidc.calculatePKCECodeChallenge(session.verifier), code_challenge_method: "S256" },
        ...(asked.loginHint === undefined ? {} : { login_hint: asked.loginHint }),
      });
      return { address: url.href, session };
    },
    /** The person, once the browser is back at the address. */
    finish: async (returned: string | URL, { state, nonce, verifier }: SignInSession): Promise<SignedIn> => {
      const config = await configuration();
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(config, new URL(returned), checks).catch((error: unknown) => {
        throw new TroadError("sdk.sign-in-refused", error instanceof Error ? error.message : undefined);
      });
      const claims = tokens.claims()!;
      return { subject: claims.sub, claims, idToken: tokens.id_token! };
    },
  };
}
