import fs from "node:fs";
import path from "node:path";
import type { Role } from "@troad/eid/api";
import { failures, type ModuleContext } from "@troad/kernel";
import * as oidc from "openid-client";

export const authFailure = failures({
  "portal.sign-in-failed": 400,
  "portal.sign-in-expired": 400,
  "portal.sign-in-unavailable": 503,
});

const clientId = "portal";
/** The eID's class of a sign-in with a card. */
const cardClass = "urn:troad:eid:acr:card";
const scope = "openid profile national_id roles";

/** The portal as a relying party of eid: authorization code with PKCE (RFC 7636), state and nonce (OpenID Connect Core 1.0). */
export function relyingParty(ctx: ModuleContext, secretFromEnv: string | undefined) {
  const issuer = `${ctx.origin("eid")}/eid/oidc`;
  const callback = `${ctx.origin("portal")}/auth/callback`;
  let configuration: Promise<oidc.Configuration> | undefined;

  async function discover(): Promise<oidc.Configuration> {
    const options = issuer.startsWith("http:") ? { execute: [oidc.allowInsecureRequests] } : {};
    return oidc.discovery(new URL(issuer), clientId, clientSecret(ctx, secretFromEnv), undefined, options);
  }
  /** Read when first needed: the issuer may start after us. A failure is not cached. */
  async function configured(): Promise<oidc.Configuration> {
    configuration ??= discover();
    try {
      return await configuration;
    } catch (error) {
      configuration = undefined;
      throw authFailure("portal.sign-in-unavailable", {}, (error as Error).message);
    }
  }

  return {
    begin: async (
      hint: string | undefined,
      lang: string,
      byCard: boolean,
    ): Promise<{ url: string; state: string; nonce: string; verifier: string }> => {
      const config = await configured();
      const verifier = oidc.randomPKCECodeVerifier();
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        ui_locales: lang,
        // a person who chooses to sign in shows their card, even if another person is already signed in here
        prompt: "login",
        ...(hint ? { login_hint: hint } : {}),
        ...(byCard ? { acr_values: cardClass } : {}),
      });
      return { url: url.href, state, nonce, verifier };
    },
    finish: async (url: string, expected: { state: string; nonce: string; verifier: string }) => {
      const config = await configured();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(url, callback), {
          expectedState: expected.state,
          expectedNonce: expected.nonce,
          pkceCodeVerifier: expected.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
        return {
          subject: claims.sub,
          name: String(info.name ?? ""),
          nationalId: typeof info.national_id === "string" ? info.national_id : null,
          roles: (Array.isArray(info.roles) ? info.roles : []) as unknown as Role[],
          idToken: tokens.id_token!,
          signIn: String(info.sign_in ?? ""),
        };
      } catch (error) {
        // the eID or its database is down: not the person's fault, and temporary
        const away = error instanceof TypeError || (error as { status?: number }).status === 503;
        throw authFailure(away ? "portal.sign-in-unavailable" : "portal.sign-in-failed", {}, (error as Error).message);
      }
    },
    /** The address that ends the session at the eID too (OpenID Connect RP-Initiated Logout 1.0). */
    signOutUrl: async (idToken: string): Promise<string> =>
      oidc.buildEndSessionUrl(await configured(), {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${ctx.origin("portal")}/`,
      }).href,
  };
}

export type RelyingParty = ReturnType<typeof relyingParty>;

/** From the environment, or from the file that eid writes for its first-party client in the shared data folder. */
function clientSecret(ctx: ModuleContext, secret: string | undefined): string {
  if (secret) return secret;
  const file = path.join(ctx.dataDir, "eid", "clients", `${clientId}.json`);
  return (JSON.parse(fs.readFileSync(file, "utf8")) as { client_secret: string }).client_secret;
}
