import { createHash } from "node:crypto";
import { installationSecret, type ModuleContext } from "@troad/kernel";
import {
  type CIBAEnabledConfiguration,
  type ClientMetadata,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from "oidc-provider";
import type { Clients } from "../clients/clients.ts";
import { contextClasses } from "../domain/methods.ts";
import { accountsOf } from "./account.ts";
import { postgresAdapter } from "./adapter.ts";
import { providerFetch } from "./fetch.ts";
import { grantOf } from "./grants.ts";
import { clientFile, cookieSecret, signingKeys } from "./keys.ts";
import { signInPolicy } from "./policy.ts";

const minute = 60;
const hour = 3600;
/** How far ahead a client assertion may expire, in seconds: until then its id is kept. */
const longestAssertion = 10 * minute;

export type PhoneHooks = Required<
  Pick<CIBAEnabledConfiguration, "processLoginHint" | "triggerAuthenticationDevice" | "validateBindingMessage">
>;

/** The secret under which each sector has subjects of its own. */
export const sectorSecret = (folder: string): string => installationSecret(`${folder}/keys`, "sectors");

/**
 * What the provider supports. Every client: the authorization code flow with PKCE (RFC 9700 section 2.1). Clients of the profile `fapi2`: FAPI 2.0
 * Security Profile, with pushed requests, DPoP and client keys. Phone approval is CIBA, polled, with signed requests.
 */
export async function providerConfiguration(
  ctx: ModuleContext,
  env: { PORTAL_CLIENT_SECRET: string | undefined; EID_SIGNING_KEYS: number },
  clients: Clients,
  phone: PhoneHooks,
): Promise<Configuration> {
  const secure = ctx.origin("eid").startsWith("https:");
  // one path for all, so that the browser accepts the cookie prefix that no other host of the domain can set
  const cookie = { httpOnly: true, sameSite: "lax", secure, signed: true, path: "/" } as const;
  const prefix = secure ? "__Host-" : "";
  return {
    adapter: postgresAdapter(ctx, clients.metadata),
    clients: [portalClient(ctx, env.PORTAL_CLIENT_SECRET)],
    extraClientMetadata: { properties: ["profile", "sector", "version"] },
    jwks: { keys: await signingKeys(ctx.folder, env.EID_SIGNING_KEYS) },
    cookies: {
      keys: [cookieSecret(ctx.folder)],
      names: { session: `${prefix}eid_oidc`, interaction: `${prefix}eid_interaction`, resume: `${prefix}eid_resume` },
      long: cookie,
      short: cookie,
    },
    interactions: { policy: signInPolicy(), url: (_ctx, { uid }) => `/eid/interaction/${uid}` },
    features: {
      backchannelLogout: { enabled: true },
      ciba: {
        enabled: true,
        deliveryModes: ["poll"],
        validateRequestContext: async () => undefined,
        verifyUserCode: async () => undefined,
        processLoginHintToken: async () => {
          throw new errors.InvalidRequest("login_hint_token is not supported");
        },
        ...phone,
      },
      devInteractions: { enabled: false },
      dPoP: {
        enabled: true,
        nonceSecret: createHash("sha256")
          .update(`dpop ${cookieSecret(ctx.folder)}`)
          .digest(),
      },
      encryption: { enabled: true },
      fapi: { enabled: true, profile: (_ctx, client) => (client?.metadata().profile === "fapi2" ? "2.0" : undefined) },
      jwtUserinfo: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: { enabled: true },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      userinfo: { enabled: true },
    },
    responseTypes: ["code"],
    scopes: ["openid", "mandate"],
    subjectTypes: ["public", "pairwise"],
    pkce: { required: () => true },
    acrValues: Object.values(contextClasses),
    claims: {
      openid: ["sub", "acr", "amr", "sign_in", "act"],
      profile: ["name"],
      national_id: ["national_id"],
      roles: ["roles"],
    },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: {
      idTokenSigningAlgValues: ["ES256"],
      userinfoSigningAlgValues: ["ES256"],
      requestObjectSigningAlgValues: ["ES256", "PS256"],
      clientAuthSigningAlgValues: ["ES256", "PS256"],
      dPoPSigningAlgValues: ["ES256", "PS256", "Ed25519"],
      userinfoEncryptionAlgValues: ["ECDH-ES"],
      userinfoEncryptionEncValues: ["A256GCM"],
    },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    assertJwtClientAuthClaimsAndHeader: async (context, claims) => {
      const now = Math.floor(Date.now() / 1000);
      if (Number(claims.exp) > now + longestAssertion) throw new errors.InvalidClientAuth("the assertion lives too long");
      // FAPI 2.0 Security Profile section 5.3.2.1: the issuer as a text, nothing else
      if (isFapi(context) && claims.aud !== context.oidc.issuer) throw new errors.InvalidClientAuth("aud must be the issuer");
    },
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: true,
    // the sector is the organisation's, as its record says
    sectorIdentifierUriValidate: () => false,
    issueRefreshToken: async () => false,
    expiresWithSession: async () => true,
    clientBasedCORS: () => false,
    discovery: { ui_locales_supported: ctx.texts.languages.map(({ code }) => code) },
    fetch: providerFetch(ctx, clients),
    ttl: {
      AuthorizationCode: minute,
      AccessToken: 5 * minute,
      BackchannelAuthenticationRequest: (context) =>
        Math.min(5 * minute, Number(context?.oidc?.params?.requested_expiry ?? 5 * minute)),
      IdToken: 10 * minute,
      Interaction: 15 * minute,
      Session: 8 * hour,
      Grant: 8 * hour,
    },
    loadExistingGrant: (context) => grantOf(ctx, context),
    ...accountsOf(ctx, sectorSecret(ctx.folder)),
  };
}

const isFapi = (context: KoaContextWithOIDC): boolean => context.oidc.client?.metadata().profile === "fapi2";

function portalClient(ctx: ModuleContext, secret: string | undefined): ClientMetadata {
  const { client_id, client_secret } = secret ? { client_id: "portal", client_secret: secret } : clientFile(ctx.folder, "portal");
  const portal = ctx.origin("portal");
  return {
    client_id,
    client_secret,
    // how openid-client sends a secret by default
    token_endpoint_auth_method: "client_secret_post",
    redirect_uris: [`${portal}/auth/callback`],
    post_logout_redirect_uris: [`${portal}/`],
    grant_types: ["authorization_code"],
    response_types: ["code"],
    scope: "openid profile national_id roles",
  };
}
