import type { Suite } from "./suite.ts";

/** Why modules of the basic and logout profiles have no test. */
export function basicReasons(suite: Suite): void {
  suite.notFor(
    "there is no dynamic registration: a client is a record that an officer reviews",
    ...[
      "3rd_party-init-login",
      "3rd_party-init-login-nohttps",
      "redirect-uri-regfrag",
      "registration-jwks-uri",
      "registration-logo-uri",
      "registration-policy-uri",
      "registration-sector-bad",
      "registration-sector-uri",
      "registration-tos-uri",
    ],
  );
  suite.notFor("id tokens and userinfo are signed with ES256 alone", "idtoken-rs256", "idtoken-unsigned", "userinfo-rs256");
  suite.notFor(
    "the eID keeps no address, e-mail address or telephone number",
    "scope-address",
    "scope-email",
    "scope-phone",
    "scope-all",
  );
  suite.notFor("no refresh tokens (ADR 123)", "refresh-token-rp-key-rotation");
  suite.notFor(
    "requests by reference are pushed; addresses of others are never fetched",
    "request-uri-signed-rs256",
    "request-uri-unsigned",
  );
  suite.notFor(
    "sessions at clients end by the back channel; frames and iframes of others do not work in today's browsers",
    ...[
      "frontchannel-logout-discovery-endpoint-verification",
      "frontchannel-rp-initiated-logout",
      "session-management-discovery-endpoint-verification",
      "session-management-rp-initiated-logout",
    ],
  );
  suite.notFor(
    "for flows that return an id token from the authorization endpoint, of which there are none",
    "ensure-request-without-nonce-fails",
  );
  suite.notFor(
    "a request by a form of another site would need cookies that other sites may send (SameSite=None)",
    "ensure-post-request-succeeds",
  );
}
