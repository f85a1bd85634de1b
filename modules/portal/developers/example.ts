/** A sign-in in ten lines, with the library `openid-client`. Shown on the developer page and run by a test, so that it stays true. */
export const example = `import * as oidc from "openid-client";
const config = await oidc.discovery(new URL(issuer), clientId, clientSecret);
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const code_challenge = await oidc.calculatePKCECodeChallenge(verifier);
const request = { redirect_uri, scope, state, code_challenge, code_challenge_method: "S256" };
const answer = await visit(oidc.buildAuthorizationUrl(config, request)); // the browser goes there and comes back
const checks = { expectedState: state, pkceCodeVerifier: verifier, idTokenExpected: true };
const tokens = await oidc.authorizationCodeGrant(config, answer, checks);
const person = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);`;
