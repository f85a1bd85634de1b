import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
  X509Certificate,
} from "node:crypto";
import { type IssuerMetadataResult, Openid4vciClient, setGlobalConfig } from "@openid4vc/openid4vci";
import { Openid4vpClient } from "@openid4vc/openid4vp";
import { SDJwtVcInstance } from "@sd-jwt/sd-jwt-vc";
import { DcqlQuery } from "dcql";

/** A wallet of other people's making (OpenWallet Foundation's libraries): what stands here is its key store, and nothing of the protocols. */
export type Copy = { credential: string; key: KeyObject };
type Jwk = { kty: string; crv?: string; x?: string; y?: string };
export const walletClient = "digital-wallet";
setGlobalConfig({ allowInsecureUrls: true });

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwkOf = (key: KeyObject) => createPublicKey(key).export({ format: "jwk" }) as Jwk;
const newKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const signed = (key: KeyObject, text: string): string =>
  sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
const hasher = (data: string | ArrayBuffer): Uint8Array =>
  createHash("sha256")
    .update(typeof data === "string" ? data : Buffer.from(data))
    .digest();

export class Wallet {
  readonly #keys = new Map<string, KeyObject>();
  readonly #issuing: Openid4vciClient;
  readonly #showing: Openid4vpClient;
  readonly dpopKey = this.#fresh();
  constructor() {
    const callbacks = {
      fetch,
      hash: (data: Uint8Array, alg: string) => createHash(alg.replace("-", "")).update(data).digest(),
      generateRandom: (bytes: number) => randomBytes(bytes),
      signJwt: async (signer: { method: string; publicJwk?: Jwk }, { header, payload }: { header: object; payload: object }) => {
        const key = this.#keys.get(signer.publicJwk?.x ?? "");
        if (!key) throw new Error("a key that this wallet does not have");
        const text = `${encoded(header)}.${encoded(payload)}`;
        return { jwt: `${text}.${signed(key, text)}`, signerJwk: signer.publicJwk! };
      },
      verifyJwt: async (signer: { method: string; x5c?: string[] }, { compact }: { compact: string }) => {
        const { publicKey } = new X509Certificate(Buffer.from(signer.x5c?.[0] ?? "", "base64"));
        const [head, payload, signature] = compact.split(".");
        const options = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
        const right = verify("sha256", Buffer.from(`${head}.${payload}`), options, Buffer.from(signature!, "base64url"));
        return right
          ? { verified: true as const, signerJwk: publicKey.export({ format: "jwk" }) as Jwk }
          : { verified: false as const };
      },
      decryptJwe: async () => ({ decrypted: false as const }),
      encryptJwe: async () => {
        throw new Error("nothing is encrypted here");
      },
      clientAuthentication: ({ body }: { body: Record<string, unknown> }) => {
        body.client_id = walletClient;
      },
      getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
    };
    this.#issuing = new Openid4vciClient({ callbacks: callbacks as never });
    this.#showing = new Openid4vpClient({ callbacks: callbacks as never });
  }
  #fresh(): Jwk {
    const key = newKey();
    const jwk = jwkOf(key);
    this.#keys.set(jwk.x!, key);
    return jwk;
  }
  #dpop() {
    return { signer: { method: "jwk" as const, alg: "ES256", publicJwk: this.dpopKey as never } };
  }

  /** Takes up an offer, and fetches so many copies, each for a key of its own, unless `change` says otherwise. */
  async receive(link: string, txCode: string, copies: number, change: Proving = {}): Promise<Copy[]> {
    const credentialOffer = await this.#issuing.resolveCredentialOffer(link);
    const issuerMetadata = await this.#issuing.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const { accessTokenResponse, dpop } = await this.#issuing.retrievePreAuthorizedCodeAccessTokenFromOffer({
      ...{ credentialOffer, issuerMetadata, txCode, dpop: this.#dpop() },
    });
    const configuration = credentialOffer.credential_configuration_ids[0]!;
    const { access_token: accessToken } = accessTokenResponse;
    return this.fetchCopies(issuerMetadata, { configuration, accessToken, dpop, copies }, change);
  }

  /** The authorization code instead: `browse` is its person with a browser, who gives back where that was sent. */
  async receiveByCode(link: string, scope: string, browse: (url: string) => Promise<string>, copies: number): Promise<Copy[]> {
    const credentialOffer = await this.#issuing.resolveCredentialOffer(link);
    const issuerMetadata = await this.#issuing.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const redirectUri = "tw-digital-wallet://issued";
    const { authorizationRequestUrl, pkce } = await this.#issuing.createAuthorizationRequestUrlFromOffer({
      ...{ credentialOffer, issuerMetadata, clientId: walletClient, redirectUri, scope },
    });
    const url = await browse(authorizationRequestUrl);
    const answer = this.#issuing.parseAndVerifyAuthorizationResponseRedirectUrl({
      ...{ url, authorizationServerMetadata: issuerMetadata.authorizationServers[0]! },
    });
    if (!("code" in answer) || typeof answer.code !== "string") throw new Error(`no code: ${JSON.stringify(answer)}`);
    const { accessTokenResponse, dpop } = await this.#issuing.retrieveAuthorizationCodeAccessTokenFromOffer({
      ...{ credentialOffer, issuerMetadata, authorizationCode: answer.code, redirectUri, dpop: this.#dpop() },
      ...(pkce ? { pkceCodeVerifier: pkce.codeVerifier } : {}),
    });
    return this.fetchCopies(issuerMetadata, {
      configuration: scope,
      accessToken: accessTokenResponse.access_token,
      dpop,
      copies,
    });
  }

  async fetchCopies(
    issuerMetadata: IssuerMetadataResult,
    { configuration, accessToken, dpop, copies }: { configuration: string; accessToken: string; dpop: unknown; copies: number },
    { nonceOf, oneKey = false }: Proving = {},
  ): Promise<Copy[]> {
    const fetched = async (): Promise<string> => (await this.#issuing.requestNonce({ issuerMetadata })).c_nonce;
    const nonce = await (nonceOf?.(fetched) ?? fetched());
    const first = this.#fresh();
    const keys = Array.from({ length: copies }, (_, n) => (n === 0 || oneKey ? first : this.#fresh()));
    const proofs = await Promise.all(
      keys.map(async (publicJwk) => {
        const { jwt } = await this.#issuing.createCredentialRequestJwtProof({
          ...{ issuerMetadata, credentialConfigurationId: configuration, nonce, clientId: walletClient },
          signer: { method: "jwk", alg: "ES256", publicJwk: publicJwk as never },
        });
        return jwt;
      }),
    );
    const { credentialResponse } = await this.#issuing.retrieveCredentials({
      ...{ issuerMetadata, credentialConfigurationId: configuration, accessToken },
      proofs: { jwt: proofs as [string, ...string[]] },
      dpop: { ...this.#dpop(), ...(dpop as object) } as never,
    });
    const credentials = (credentialResponse.credentials ?? []) as { credential: string }[];
    return credentials.map(({ credential }, n) => ({ credential, key: this.#keys.get(keys[n]!.x!)! }));
  }

  /** What a counter asks: the signed request, checked by the library. */
  async asked(link: string) {
    const { searchParams } = new URL(link);
    const resolved = await this.#showing.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: Object.fromEntries(searchParams) as never,
    });
    const payload = resolved.authorizationRequestPayload as {
      client_id: string;
      nonce: string;
      response_uri: string;
      state: string;
    };
    return { payload, query: DcqlQuery.parse(resolved.dcql!.query as never) };
  }

  /** Shows what the query asks for, and nothing else; gives where the telephone goes on. */
  async show(asked: Awaited<ReturnType<Wallet["asked"]>>, copy: Copy, change: Binding = {}) {
    const { payload, query } = asked;
    const vct = JSON.parse(Buffer.from(copy.credential.split(".")[1]!, "base64url").toString()).vct as string;
    const all = await claimsIn(copy);
    const matched = DcqlQuery.query(query, [
      { credential_format: "dc+sd-jwt", vct, claims: all as never, cryptographic_holder_binding: true },
    ]);
    if (!matched.can_be_satisfied) throw new Error("this wallet has nothing that was asked for");
    const wanted = query.credentials[0]!;
    const frame = Object.fromEntries((wanted.claims ?? []).map((one) => [String((one as { path: unknown[] }).path[0]), true]));
    const presentation = await present(copy, frame, { aud: payload.client_id, nonce: payload.nonce, ...change });
    const { authorizationResponsePayload } = await this.#showing.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload as never,
      authorizationResponsePayload: { vp_token: { [wanted.id]: [presentation] } },
    });
    const { response } = await this.#showing.submitOpenid4vpAuthorizationResponse({
      ...{ authorizationRequestPayload: payload as never, authorizationResponsePayload },
    });
    const body = (await response.json()) as { redirect_uri?: string; code?: string };
    return { status: response.status, body, presentation };
  }
}

/** What is other than it should be in the proofs of keys: the nonce, or a key that stands for several copies. */
export type Proving = { nonceOf?: (fetched: () => Promise<string>) => Promise<string>; oneKey?: boolean };
export type Binding = { aud?: string | undefined; nonce?: string | undefined; iat?: number };
const instance = (key: KeyObject) =>
  new SDJwtVcInstance({
    ...{ hasher, hashAlg: "sha-256", saltGenerator: (length) => randomBytes(length).toString("base64url") },
    ...{ kbSignAlg: "ES256", kbSigner: (data) => signed(key, data) },
  });
export const claimsIn = async ({ credential, key }: Copy): Promise<Record<string, unknown>> =>
  (await instance(key).getClaims(credential)) as Record<string, unknown>;
export const present = ({ credential, key }: Copy, frame: Record<string, boolean>, binding: Binding): Promise<string> =>
  instance(key).present<Record<string, unknown>>(credential, frame, {
    kb: { payload: { iat: Math.floor(Date.now() / 1_000), ...binding } as never },
  });
