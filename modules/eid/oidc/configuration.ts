import type { ModuleContext } from "@troad/kernel";
import { type ClientMetadata, type Configuration, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { contextClasses } from "../domain/methods.ts";
import { findPerson } from "../store/people.ts";
import { linkGrant, signInOfGrant } from "../store/sign-ins.ts";
import { postgresAdapter } from "./adapter.ts";
import { clientFile, cookieSecret, signingKeys } from "./keys.ts";

const minute = 60;
const hour = 3600;

/** What the provider supports: the authorization code flow with PKCE (RFC 9700 section 2.1), for registered clients. */
export async function providerConfiguration(ctx: ModuleContext, portalSecret: string | undefined): Promise<Configuration> {
  const secure = ctx.origin("eid").startsWith("https:");
  // one path for all, so that the browser accepts the cookie prefix that no other host of the domain can set
  const cookie = { httpOnly: true, sameSite: "lax", secure, signed: true, path: "/" } as const;
  const prefix = secure ? "__Host-" : "";
  const policy = interactionPolicy.base();
  // first-party clients only; people consent to sharing data per purpose, in MyData
  policy.remove("consent");
  return {
    adapter: postgresAdapter(ctx),
    clients: [portalClient(ctx, portalSecret)],
    jwks: { keys: await signingKeys(ctx.folder) },
    cookies: {
      keys: [cookieSecret(ctx.folder)],
      names: { session: `${prefix}eid_oidc`, interaction: `${prefix}eid_interaction`, resume: `${prefix}eid_resume` },
      long: cookie,
      short: cookie,
    },
    interactions: { policy, url: (_ctx, { uid }) => `/eid/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      userinfo: { enabled: true },
    },
    responseTypes: ["code"],
    scopes: ["openid"],
    pkce: { required: () => true },
    acrValues: Object.values(contextClasses),
    claims: { openid: ["sub", "acr", "amr", "sign_in"], profile: ["name"], national_id: ["national_id"], roles: ["roles"] },
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"], userinfoSigningAlgValues: ["ES256"] },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    allowOmittingSingleRegisteredRedirectUri: false,
    conformIdTokenClaims: true,
    issueRefreshToken: async () => false,
    expiresWithSession: async () => true,
    clientBasedCORS: () => false,
    discovery: { ui_locales_supported: ctx.texts.languages.map(({ code }) => code) },
    ttl: {
      AuthorizationCode: minute,
      AccessToken: 5 * minute,
      IdToken: 10 * minute,
      Interaction: 15 * minute,
      Session: 8 * hour,
      Grant: 8 * hour,
    },
    loadExistingGrant: (context) => grantOf(ctx, context),
    findAccount: async (_context, subject, token) => {
      const person = await findPerson(ctx.db, subject);
      const signIn = token?.grantId ? await signInOfGrant(ctx.db, token.grantId) : undefined;
      return (
        person && {
          accountId: subject,
          claims: async () => ({
            sub: subject,
            name: person.name,
            national_id: person.nationalId,
            roles: person.roles,
            sign_in: signIn?.id,
          }),
        }
      );
    },
  };
}

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

/** A grant of exactly what the client may request and did request, without a consent page. */
async function grantOf(ctx: ModuleContext, context: KoaContextWithOIDC) {
  const { client, session, provider, params } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const { signIn } = (context.oidc.result?.login ?? {}) as { signIn?: string };
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known ? await provider.Grant.find(known) : undefined) ??
    new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(String(params?.scope ?? "openid"));
  const id = await grant.save();
  if (signIn) await linkGrant(ctx.db, signIn, id);
  return grant;
}
