import { exactly, orNull } from "@troad/kernel";
import type { ClientMetadata } from "oidc-provider";
import Type, { type Static } from "typebox";

/** What a client may be told of a person, each for a purpose and, where it identifies, by a law. */
export const claimNames = ["name", "national_id"] as const;
export type ClaimName = (typeof claimNames)[number];
/** The scope that carries a claim. */
export const scopeOf: Record<ClaimName, string> = { name: "profile", national_id: "national_id" };

const text = (most: number) => Type.String({ minLength: 1, maxLength: most });
const both = (most: number) => exactly({ en: text(most), "zh-Hant": text(most) });
const address = Type.String({ pattern: "^https?://[^\\s#]{1,500}$" });
/** A public key (RFC 7517); private parts are refused when it is read. */
const jwk = Type.Record(
  Type.String({ maxLength: 20 }),
  Type.Union([Type.String({ maxLength: 2_000 }), Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 5 })]),
  { maxProperties: 30 },
);

export const registrationSchema = exactly({
  /** An agency of content by its id, or a business by its number: all its clients are one sector. */
  organisation: exactly({
    kind: Type.Union([Type.Literal("agency"), Type.Literal("business")]),
    id: Type.String({ pattern: "^[a-z0-9-]{2,60}$" }),
    name: both(200),
  }),
  name: both(100),
  /** `basic`: code with PKCE. `fapi2`: FAPI 2.0 Security Profile with pushed requests, DPoP and a key. */
  profile: Type.Union([Type.Literal("basic"), Type.Literal("fapi2")]),
  /** How the client proves who it is at the token endpoint; a FAPI client always by its key. */
  auth: Type.Union([Type.Literal("private_key_jwt"), Type.Literal("client_secret_basic"), Type.Literal("client_secret_post")]),
  redirectUris: Type.Array(address, { minItems: 1, maxItems: 10, uniqueItems: true }),
  postLogoutRedirectUris: Type.Array(address, { maxItems: 10, uniqueItems: true }),
  backchannelLogoutUri: orNull(address),
  keys: Type.Array(jwk, { maxItems: 10 }),
  /** Userinfo as a JWE for the client's key of use `enc`. */
  encrypted: Type.Boolean(),
  /** May ask a person's phone for approval (CIBA, poll). */
  phone: Type.Boolean(),
  /** A service whose mandates count; without one only mandates for everything do. Null where nobody acts for others. */
  mandates: orNull(exactly({ service: orNull(text(100)), purpose: both(300) })),
  claims: Type.Array(
    exactly({
      claim: Type.Union([Type.Literal("name"), Type.Literal("national_id")]),
      purpose: both(300),
      law: orNull(text(200)),
    }),
    { maxItems: 5 },
  ),
});
export type ClientRegistration = Static<typeof registrationSchema>;

export type RegistrationFault =
  | "claim-without-law"
  | "claim-twice"
  | "address-not-https"
  | "key-missing"
  | "key-private"
  | "key-not-encrypting"
  | "profile-needs-key";

const privateParts = ["d", "p", "q", "dp", "dq", "qi", "k", "priv"];
const isLocal = (address: string): boolean => ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);

/** What is wrong with an application, beyond its form. `demo`: addresses of this machine need no TLS. */
export function faultsOf(one: ClientRegistration, demo: boolean): RegistrationFault[] {
  const faults = new Set<RegistrationFault>();
  for (const { claim, law } of one.claims) if (claim === "national_id" && law === null) faults.add("claim-without-law");
  if (new Set(one.claims.map(({ claim }) => claim)).size < one.claims.length) faults.add("claim-twice");
  const addresses = [
    ...one.redirectUris,
    ...one.postLogoutRedirectUris,
    ...(one.backchannelLogoutUri ? [one.backchannelLogoutUri] : []),
  ];
  for (const address of addresses)
    if (!URL.canParse(address) || !(address.startsWith("https:") || (demo && isLocal(address)))) faults.add("address-not-https");
  if (one.keys.some((key) => privateParts.some((part) => key[part] !== undefined))) faults.add("key-private");
  const isSigning = (key: Record<string, unknown>): boolean => key.use !== "enc";
  if (one.auth === "private_key_jwt" && !one.keys.some(isSigning)) faults.add("key-missing");
  if ((one.profile === "fapi2" || one.phone) && one.auth !== "private_key_jwt") faults.add("profile-needs-key");
  if (one.encrypted && !one.keys.some(({ use }) => use === "enc")) faults.add("key-not-encrypting");
  return [...faults];
}

/** The scopes that a registration allows. */
export const scopesOf = ({ claims, mandates }: ClientRegistration): string[] => [
  "openid",
  ...claims.map(({ claim }) => scopeOf[claim]),
  ...(mandates ? ["mandate"] : []),
];

const ciba = "urn:openid:params:grant-type:ciba";

/** The registration as the provider knows it (OpenID Connect Dynamic Client Registration 1.0 section 2). */
export function metadataOf(
  {
    client,
    version,
    sector,
    registration: one,
  }: { client: string; version: number; sector: string; registration: ClientRegistration },
  secret: string,
): ClientMetadata {
  const isFapi = one.profile === "fapi2";
  return {
    client_id: client,
    client_name: one.name.en,
    ...(one.auth === "private_key_jwt" ? {} : { client_secret: secret }),
    token_endpoint_auth_method: one.auth,
    ...(one.auth === "private_key_jwt" ? { token_endpoint_auth_signing_alg: "ES256" } : {}),
    // names that lead nowhere (RFC 6761 section 6.4): we answer them from the record
    ...(one.keys.length > 0 ? { jwks_uri: `https://keys.invalid/${client}/${version}` } : {}),
    redirect_uris: one.redirectUris,
    post_logout_redirect_uris: one.postLogoutRedirectUris,
    ...(one.backchannelLogoutUri
      ? { backchannel_logout_uri: one.backchannelLogoutUri, backchannel_logout_session_required: true }
      : {}),
    response_types: ["code"],
    grant_types: ["authorization_code", ...(one.phone ? [ciba] : [])],
    ...(one.phone
      ? { backchannel_token_delivery_mode: "poll" as const, backchannel_authentication_request_signing_alg: "ES256" as const }
      : {}),
    ...(isFapi ? { require_pushed_authorization_requests: true, dpop_bound_access_tokens: true } : {}),
    ...(one.encrypted
      ? {
          userinfo_signed_response_alg: "ES256" as const,
          userinfo_encrypted_response_alg: "ECDH-ES" as const,
          userinfo_encrypted_response_enc: "A256GCM" as const,
        }
      : {}),
    subject_type: "pairwise",
    sector_identifier_uri: `https://${sector}.invalid/`,
    scope: scopesOf(one).join(" "),
    ...{ profile: one.profile, sector, version },
  };
}
