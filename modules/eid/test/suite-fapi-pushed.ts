import assert from "node:assert/strict";
import { generateKeyPair, UnsecuredJWT } from "jose";
import type { SuiteClient } from "./clients.ts";
import { Browser } from "./installation.ts";
import type { Suite } from "./suite.ts";

/** What the modules share; clients are there once the installation is. */
export type FapiScene = {
  client(): SuiteClient;
  other(): SuiteClient;
  metadata(): Record<string, unknown>;
  browser: Browser;
};

const silent = { prompt: undefined, login_hint: undefined };
const now = (): number => Math.floor(Date.now() / 1000);
const errorAt = (response: Response): string =>
  new URL(response.headers.get("location") ?? "https://page/?error=page").searchParams.get("error") ?? "none";

/** Pushed requests and request objects. */
export function pushedModules(suite: Suite, scene: FapiScene): void {
  const at = (address: string): Promise<Response> => scene.browser.request(address);
  /** The error with which a push is refused, or `accepted`. */
  async function pushed(fields: Record<string, string | undefined>): Promise<unknown> {
    const client = scene.client();
    const { status, body } = await client.post("/request", { ...client.params(silent), ...fields });
    return status === 201 ? "accepted" : body.error;
  }
  /** A push of a signed request object, altered. */
  const pushedObject = async (
    claims: Record<string, unknown>,
    key = scene.client().key,
    params: Record<string, unknown> = {},
  ): Promise<unknown> => {
    const client = scene.client();
    const request = await client.request({ ...client.params(silent), ...params }, claims, key);
    const { status, body } = await client.post("/request", { client_id: client.id, request });
    return status === 201 ? "accepted" : body.error;
  };
  const requestUri = async (): Promise<string> => String((await scene.client().push(silent)).body.request_uri);
  const using = (uri: string, id = scene.client().id): string =>
    `${scene.client().issuer}/auth?${new URLSearchParams({ client_id: id, request_uri: uri })}`;
  async function later<T>(ms: number, work: () => Promise<T>): Promise<T> {
    const real = Date.now;
    Date.now = () => real() + ms;
    try {
      return await work();
    } finally {
      Date.now = real;
    }
  }

  suite.modules(
    [
      "par-test-array-as-audience-fails",
      "par-test-par-endpoint-url-as-audience-fails",
      "par-test-token-endpoint-url-as-audience-fails",
      "par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted",
      "par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails",
    ],
    async () => {
      const [client] = [scene.client()];
      for (const aud of [[client.issuer], `${client.issuer}/request`, `${client.issuer}/token`])
        assert.equal(await pushed({ client_assertion: await client.assertion({ aud }) }), "invalid_client");
      assert.equal(await pushed({ client_assertion: await client.assertion({ nbf: now() + 8 }) }), "accepted");
      const ahead = { iat: now() + 90, nbf: now() + 90, exp: now() + 150 };
      assert.equal(await pushed({ client_assertion: await client.assertion(ahead) }), "invalid_client");
    },
  );
  suite.modules(
    [
      "par-attempt-invalid-http-method",
      "par-authorization-request-containing-request_uri",
      "par-authorization-request-containing-request_uri-form-param",
    ],
    async () => {
      const metadata = scene.metadata();
      assert.equal((await fetch(String(metadata.pushed_authorization_request_endpoint), { method: "GET" })).status, 404);
      assert.match(
        String(await pushed({ request_uri: "urn:ietf:params:oauth:request_uri:x" })),
        /^(invalid_request|request_uri_not_supported)$/,
      );
      assert.match(String(await pushedObject({ request_uri: "urn:ietf:params:oauth:request_uri:x" })), /^invalid_request/);
    },
  );
  suite.modules(
    [
      "par-attempt-reuse-request_uri",
      "par-attempt-to-use-expired-request_uri",
      "par-attempt-to-use-request_uri-for-different-client",
      "par-ensure-reused-request-uri-prior-to-auth-completion-succeeds",
    ],
    async () => {
      const [client, other] = [scene.client(), scene.other()];
      const uri = await requestUri();
      assert.ok(new URL((await at(using(uri))).headers.get("location")!).searchParams.get("code"));
      assert.match(errorAt(await at(using(uri))), /^(invalid_request_uri|page)$/);
      const old = await requestUri();
      assert.match(errorAt(await later(61_000, () => at(using(old)))), /^(invalid_request_uri|page)$/);
      assert.match(
        errorAt(await at(using(await requestUri(), other.id))),
        /^(invalid_request_uri|invalid_request|invalid_request_object|page)$/,
      );
      const visited = String((await client.push({ prompt: "login", login_hint: undefined })).body.request_uri);
      assert.match((await new Browser().request(using(visited))).headers.get("location") ?? "", /interaction/);
      assert.match((await new Browser().request(using(visited))).headers.get("location") ?? "", /interaction/);
    },
  );
  suite.modules(
    [
      "ensure-unsigned-authorization-request-without-using-par-fails",
      "ensure-response-type-code-idtoken-fails",
      "ensure-response-type-token-fails",
      "ensure-redirect-uri-in-authorization-request",
      "ensure-registered-redirect-uri",
      "plain-fapi-tolerate-unregistered-redirect-uri",
    ],
    async () => {
      const [client] = [scene.client()];
      assert.match(
        errorAt(await at(`${client.issuer}/auth?${new URLSearchParams(client.params(silent))}`)),
        /^(invalid_request|page)$/,
      );
      for (const response_type of ["code id_token", "token"])
        assert.match(
          String(await pushed({ response_type })),
          /^(invalid_request|unsupported_response_type|unauthorized_client)$/,
        );
      for (const redirect_uri of [undefined, "https://evil.example/callback"])
        assert.equal(await pushed({ redirect_uri }), "invalid_request");
    },
  );
  suite.modules(
    [
      "ensure-expired-request-object-fails",
      "ensure-matching-key-in-authorization-request",
      "ensure-request-object-signature-algorithm-is-not-none",
      "ensure-request-object-with-bad-aud-fails",
      "ensure-request-object-with-exp-over-60-fails",
      "ensure-request-object-with-invalid-signature-fails",
      "ensure-request-object-with-multiple-aud-succeeds",
      "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted",
      "ensure-request-object-with-nbf-over-60-fails",
      "ensure-request-object-without-exp-fails",
      "ensure-request-object-without-nbf-fails",
      "ensure-request-object-without-redirect-uri-fails",
      "ensure-signed-request-object-with-RS256-fails",
    ],
    async () => {
      const [client, other] = [scene.client(), scene.other()];
      const bad = /^invalid_request/;
      const rsa = { ...(await generateKeyPair("RS256", { extractable: true })), jwk: client.key.jwk, alg: "RS256" };
      const refusals: [string, Promise<unknown>][] = [
        ["expired", pushedObject({ nbf: now() - 700, iat: now() - 700, exp: now() - 300 })],
        ["signed by another client", pushedObject({}, other.key)],
        ["another audience", pushedObject({ aud: "https://evil.example/" })],
        ["exp 70 minutes ahead", pushedObject({ exp: now() + 4_200 })],
        ["nbf 70 minutes ago", pushedObject({ nbf: now() - 4_200 })],
        ["no exp", pushedObject({ exp: undefined })],
        ["no nbf", pushedObject({ nbf: undefined })],
        ["RS256", pushedObject({}, rsa)],
        ["no redirect_uri", pushedObject({}, client.key, { redirect_uri: undefined })],
      ];
      for (const [what, answer] of refusals) assert.match(String(await answer), bad, what);
      const unsigned = new UnsecuredJWT({
        iss: client.id,
        aud: client.issuer,
        exp: now() + 60,
        nbf: now(),
        ...client.params(silent),
      }).encode();
      const signed = await client.request(client.params(silent));
      for (const request of [unsigned, `${signed.slice(0, -8)}AAAAAAAA`])
        assert.match(String((await client.post("/request", { client_id: client.id, request })).body.error), bad);
      assert.equal(await pushedObject({ aud: [client.issuer, "https://other.example/"] }), "accepted");
      assert.equal(await pushedObject({ nbf: now() + 8 }), "accepted");
    },
  );
}
