import { createHash, randomUUID } from "node:crypto";
import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { type ClientRegistration, eidApi } from "../api.ts";
import { Browser, type Installation } from "./installation.ts";

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { jwk: JWK; alg: string };
export async function newKey(alg = "ES256"): Promise<Key> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(pair.publicKey);
  return { ...pair, alg, jwk: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: "sig" } };
}

/** Text in both languages. */
export const both = (text: string) => ({ en: text, "zh-Hant": text });

export const registrationOf = (change: Partial<ClientRegistration> = {}): ClientRegistration => ({
  organisation: { kind: "agency", id: "mol", name: both("Ministry of Labor") },
  name: both("Job bank"),
  ...{
    profile: "basic",
    auth: "client_secret_basic",
    backchannelLogoutUri: null,
    keys: [],
    encrypted: false,
    phone: false,
    mandates: null,
  },
  redirectUris: ["https://client.example/callback"],
  postLogoutRedirectUris: ["https://client.example/"],
  claims: [{ claim: "name", purpose: both("To address you"), law: null }],
  ...change,
});

/** A client of the suite: what it knows, and what it sends, each part of which a test may alter. */
export class SuiteClient {
  readonly it: Installation;
  readonly id: string;
  readonly registration: ClientRegistration;
  readonly secret: string | null;
  readonly key: Key;
  readonly dpopKey: Key;
  constructor(
    it: Installation,
    own: { id: string; registration: ClientRegistration; secret: string | null; key: Key; dpopKey: Key },
  ) {
    this.it = it;
    this.id = own.id;
    this.registration = own.registration;
    this.secret = own.secret;
    this.key = own.key;
    this.dpopKey = own.dpopKey;
  }

  /** Applied for by one person, approved by another. */
  static async of(it: Installation, change: Partial<ClientRegistration> = {}): Promise<SuiteClient> {
    const [key, dpopKey] = await Promise.all([newKey(), newKey()]);
    const withKey = change.profile === "fapi2" || change.phone === true || change.auth === "private_key_jwt";
    const registration = registrationOf({
      ...(withKey ? { auth: "private_key_jwt" as const, keys: [key.jwk as Record<string, string>] } : {}),
      ...change,
    });
    const api = it.process.use(eidApi);
    const { client, version } = await api.applyForClient({ client: null, by: "applicant", registration });
    await api.decideClient({ client, version, decision: "approved", by: "reviewer", reason: "fits" });
    const secret = await api.clientSecret({ client, by: "applicant" });
    return new SuiteClient(it, { id: client, registration, secret, key, dpopKey });
  }

  get issuer(): string {
    return `${this.it.process.origin}/eid/oidc`;
  }
  get redirectUri(): string {
    return this.registration.redirectUris[0]!;
  }
  get isFapi(): boolean {
    return this.registration.profile === "fapi2";
  }

  /** The page last shown, for messages of failed tests. */
  #page = "";

  #seconds(): number {
    return Math.floor(this.it.clock.now().getTime() / 1000);
  }

  /** A client assertion (RFC 7523). */
  assertion(change: Record<string, unknown> = {}, key: Key = this.key): Promise<string> {
    const now = this.#seconds();
    const claims: Record<string, unknown> = {
      iss: this.id,
      sub: this.id,
      aud: this.issuer,
      jti: randomUUID(),
      iat: now,
      exp: now + 60,
      ...change,
    };
    for (const name of Object.keys(claims)) if (claims[name] === undefined) delete claims[name];
    return new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.jwk.kid! }).sign(key.privateKey);
  }

  /** A DPoP proof (RFC 9449). */
  async dpop(
    htm: string,
    htu: string,
    change: Record<string, unknown> = {},
    key: Key = this.dpopKey,
    header: object = {},
  ): Promise<string> {
    const { kid: _kid, alg: _alg, use: _use, ...jwk } = key.jwk;
    const claims = { htm, htu, jti: randomUUID(), iat: this.#seconds(), ...change };
    const bytes = new TextEncoder().encode(JSON.stringify(claims));
    return new CompactSign(bytes).setProtectedHeader({ alg: key.alg, typ: "dpop+jwt", jwk, ...header }).sign(key.privateKey);
  }

  /** A signed request object (RFC 9101). */
  request(params: Record<string, unknown>, change: Record<string, unknown> = {}, key: Key = this.key): Promise<string> {
    const now = this.#seconds();
    const claims = {
      iss: this.id,
      aud: this.issuer,
      jti: randomUUID(),
      iat: now,
      nbf: now,
      exp: now + 300,
      ...params,
      ...change,
    };
    const kept = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    return new SignJWT(kept).setProtectedHeader({ alg: key.alg, kid: key.jwk.kid! }).sign(key.privateKey);
  }

  /** Posts to an endpoint with this client's authentication; a field or header of `undefined` is left out. */
  async post(
    path: string,
    fields: Record<string, string | undefined>,
    { headers = {}, auth = true }: { headers?: Record<string, string | undefined>; auth?: boolean } = {},
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
    const own: Record<string, string | undefined> = auth
      ? this.secret === null
        ? {
            client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion: await this.assertion(),
          }
        : {}
      : {};
    const given = { ...own, ...fields };
    const basic =
      auth && this.secret !== null
        ? { authorization: `Basic ${Buffer.from(`${this.id}:${this.secret}`).toString("base64")}` }
        : {};
    const response = await fetch(`${this.issuer}${path}`, {
      method: "POST",
      headers: present({ "content-type": "application/x-www-form-urlencoded", ...basic, ...headers }),
      body: new URLSearchParams(present(given)),
      redirect: "manual",
    });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : { text }, headers: response.headers };
  }

  /** The parameters of an authorization request. */
  params(change: Record<string, string | undefined> = {}): Record<string, string> {
    return present({
      ...{
        client_id: this.id,
        response_type: "code",
        redirect_uri: this.redirectUri,
        scope: this.scope(),
        state: "state-1",
        nonce: "nonce-1",
      },
      ...{
        code_challenge: challenge,
        code_challenge_method: "S256",
        prompt: "login",
        login_hint: `demo:${this.it.people()[0]!.subject}`,
      },
      ...change,
    });
  }

  scope(): string {
    const claims = this.registration.claims.map(({ claim }) => (claim === "name" ? "profile" : claim));
    return ["openid", ...claims, ...(this.registration.mandates ? ["mandate"] : [])].join(" ");
  }

  /** Pushes a request; a FAPI client with its DPoP proof unless told otherwise. */
  push(
    change: Record<string, string | undefined> = {},
    options: { headers?: Record<string, string | undefined>; fields?: Record<string, string | undefined> } = {},
  ) {
    return this.post(
      "/request",
      { ...this.params(change), ...options.fields },
      options.headers ? { headers: options.headers } : {},
    );
  }

  /** The address of an authorization request, pushed where the profile wants that. */
  async address(change: Record<string, string | undefined> = {}): Promise<string> {
    if (!this.isFapi) return `${this.issuer}/auth?${new URLSearchParams(this.params(change))}`;
    const { status, body } = await this.push(change);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return `${this.issuer}/auth?${new URLSearchParams({ client_id: this.id, request_uri: String(body.request_uri) })}`;
  }

  /** Follows an authorization request to the client's address, agreeing where asked. */
  async arrive(address: string, browser = new Browser()): Promise<URL> {
    let { url, response } = await browser.follow(await browser.request(address), this.redirectUri);
    for (let pages = 0; pages < 3 && response.status === 200; pages++) {
      this.#page = await response.text();
      const action = /action="([^"]+\/agree)"/.exec(this.#page)?.[1];
      if (!action) break;
      ({ url, response } = await browser.follow(await browser.post(new URL(action, url).href, {}), this.redirectUri));
    }
    return new URL(url);
  }

  async code(change: Record<string, string | undefined> = {}, browser = new Browser()): Promise<string> {
    const url = await this.arrive(await this.address(change), browser);
    const code = url.searchParams.get("code");
    if (!code)
      throw new Error(
        `no code: ${url} ${this.#page
          .replace(/<[^>]+>/g, " ")
          .replace(/\s+/g, " ")
          .slice(0, 600)}`,
      );
    return code;
  }

  async redeem(code: string, change: Record<string, string | undefined> = {}, headers: Record<string, string | undefined> = {}) {
    const proof = this.isFapi ? { dpop: await this.dpop("POST", `${this.issuer}/token`) } : {};
    const fields = { grant_type: "authorization_code", code, redirect_uri: this.redirectUri, code_verifier: verifier, ...change };
    return this.post("/token", fields, { headers: { ...proof, ...headers } });
  }

  async userinfo(token: string, headers: Record<string, string | undefined> = {}, method = "GET"): Promise<Response> {
    const proof = this.isFapi ? { dpop: await this.dpop("GET", `${this.issuer}/me`, { ath: await hashOf(token) }) } : {};
    const scheme = this.isFapi ? "DPoP" : "Bearer";
    return fetch(`${this.issuer}/me`, {
      method,
      headers: present({ authorization: `${scheme} ${token}`, ...proof, ...headers }),
    });
  }
}

export const verifier = "a".repeat(43);
export const challenge = createHash("sha256").update(verifier).digest("base64url");
export const hashOf = async (text: string): Promise<string> =>
  Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("base64url");

const present = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));
