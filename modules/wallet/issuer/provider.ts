import { createHash } from "node:crypto";
import path from "node:path";
import { fileMadeOnce, installationSecret, isDatabaseUnavailable, type ModuleContext } from "@troad/kernel";
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { type ClientMetadata, type Configuration, errors, interactionPolicy, type JWK, Provider } from "oidc-provider";
import type { WalletApp, WalletContent } from "../domain/content.ts";
import { countOnce, postgresAdapter } from "./adapter.ts";
import type { Issuing } from "./issue.ts";
import { configurationsOf, scopes } from "./metadata.ts";

export const mountPath = "/wallet/issuer";
/** An offer is taken up at once, by the person who stands before it. */
export const offerSeconds = 600;
const tokenSeconds = 300;

type Parts = { ctx: ModuleContext; content: WalletContent; apps: readonly WalletApp[]; issuing: Issuing };

/**
 * The OpenID4VCI 1.0 issuer: an `oidc-provider` of its own beside the one of the eID, so that wallets are no relying parties, their tokens open nothing
 * else, and who someone is comes of the portal's session.
 */
export async function openProvider({ ctx, content, apps, issuing }: Parts): Promise<Provider> {
  const issuer = `${ctx.origin("wallet")}${mountPath}`;
  const cookies = installationSecret(`${ctx.folder}/keys`, "cookies");
  const secret = (name: string) => createHash("sha256").update(`${name} ${cookies}`).digest();
  const secure = issuer.startsWith("https:");
  const cookie = { httpOnly: true, sameSite: "lax", secure, signed: true, path: "/" } as const;
  const prefix = secure ? "__Host-" : "";
  const configuration: Configuration = {
    adapter: postgresAdapter(ctx, apps.map(clientOf)),
    jwks: { keys: [await tokenKey(ctx.folder)] },
    cookies: {
      keys: [cookies],
      names: { session: `${prefix}wallet_oidc`, interaction: `${prefix}wallet_interaction`, resume: `${prefix}wallet_resume` },
      ...{ long: cookie, short: cookie },
    },
    interactions: { policy: askedEachTime(), url: (_ctx, { uid }) => `/me/wallet/agree/${uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: secret("dpop") },
      openid4vci: {
        ...{ enabled: true, ack: "experimental-01", nonceSecret: secret("nonce"), preAuthorizedCodeGrant: true },
        credentialConfigurationsSupported: configurationsOf(ctx, content, issuer),
        credentialEndpointExpectedAudience: () => issuer,
        metadata: {
          batch_credential_issuance: { batch_size: content.copies },
          display: [
            ...ctx.texts.languages.map(({ code }) => ({ name: ctx.texts.translator(code)("wallet.issuer"), locale: code })),
          ],
        },
        issueCredential: async (_ctx, request) => issuing.issue(request),
      },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => issuer,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== issuer) throw new errors.InvalidTarget();
          return { scope: scopes.join(" "), audience: issuer, accessTokenTTL: tokenSeconds, accessTokenFormat: "opaque" };
        },
      },
      revocation: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    extraParams: { issuer_state: null },
    responseTypes: ["code"],
    scopes: [...scopes],
    pkce: { required: () => true },
    claims: { openid: ["sub"] },
    clientAuthMethods: ["none"],
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], dPoPSigningAlgValues: ["ES256"] },
    findAccount: async (_ctx, subject) => ({ accountId: subject, claims: async () => ({ sub: subject }) }),
    issueRefreshToken: async () => false,
    clientBasedCORS: () => false,
    loadExistingGrant: async (context) => {
      const agreed = context.oidc.result?.consent?.grantId;
      return agreed === undefined ? undefined : context.oidc.provider.Grant.find(agreed);
    },
    renderError: async (context, out) => {
      context.type = "text";
      context.body = `${out.error}: ${out.error_description ?? ""}`;
    },
    ttl: {
      ...{ AuthorizationCode: 60, AccessToken: tokenSeconds, PreAuthorizedCode: offerSeconds, IdToken: 60 },
      ...{ Interaction: offerSeconds, Session: offerSeconds, Grant: 2 * offerSeconds, PushedAuthorizationRequest: 60 },
    },
  } as Configuration;
  const provider = new Provider(issuer, configuration);
  countOnce(ctx, provider);
  provider.on("server_error", (context, error) => {
    ctx.log.error({ err: error }, "the issuer for wallets failed");
    if (isDatabaseUnavailable(error)) context.status = 503;
  });
  return provider;
}

const clientOf = ({ client, redirectUris }: WalletApp): ClientMetadata => ({
  ...{ client_id: client, redirect_uris: [...redirectUris], token_endpoint_auth_method: "none", application_type: "native" },
  grant_types: ["authorization_code", "urn:ietf:params:oauth:grant-type:pre-authorized_code"],
  ...{ response_types: ["code"], scope: scopes.join(" ") },
});

/** The person who is signed in says yes each time: no session of the provider stands in for them. */
function askedEachTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy
    .get("login")!
    .checks.add(
      new interactionPolicy.Check("not_asked", "the person says yes each time", (ctx) =>
        ctx.oidc.result?.login ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** The provider wants a key for id tokens, which no wallet asks for. */
async function tokenKey(folder: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  const fresh = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "ES256", use: "sig" };
  return JSON.parse(fileMadeOnce(path.join(folder, "keys", "tokens.jwk.json"), () => JSON.stringify(fresh))) as JWK;
}
