import assert from "node:assert/strict";
import { test } from "node:test";
import { hostsOf, isOurHost } from "./hosts.ts";
import { refuseCrossSite } from "./security.ts";

const passes = (headers: Record<string, string>, publicOrigin = "https://gov.example", method = "POST"): boolean => {
  try {
    refuseCrossSite({ method, headers }, publicOrigin);
    return true;
  } catch (error) {
    assert.equal((error as { code?: string }).code, "request.cross-site");
    return false;
  }
};

test("a change that another site causes is refused, also by a value of Sec-Fetch-Site that nobody knows", () => {
  for (const site of ["cross-site", "same-site", "future-site", "", "same-origin, cross-site", "NONE"])
    assert.equal(passes({ "sec-fetch-site": site, host: "gov.example" }), false, site);
  for (const site of ["same-origin", "none"]) assert.ok(passes({ "sec-fetch-site": site, host: "gov.example" }), site);
  assert.ok(passes({ "sec-fetch-site": "cross-site", host: "gov.example" }, undefined, "GET"));
});

test("a form of a page that another process of this installation serves is taken, by its Origin alone", () => {
  const from = (headers: Record<string, string>): boolean => {
    try {
      refuseCrossSite({ method: "POST", headers }, "http://localhost:1", ["http://localhost:2"]);
      return true;
    } catch {
      return false;
    }
  };
  assert.ok(from({ "sec-fetch-site": "same-site", origin: "http://localhost:2" }));
  assert.equal(from({ "sec-fetch-site": "same-site", origin: "http://localhost:3" }), false);
  assert.equal(from({ "sec-fetch-site": "same-site", referer: "http://localhost:2/" }), false);
});

test("an Origin counts with its scheme and its port", () => {
  const host = "gov.example";
  assert.ok(passes({ origin: "https://gov.example", host }));
  for (const origin of [
    "http://gov.example",
    "https://gov.example:8443",
    "https://gov.example.evil",
    "https://evil.example",
    "null",
    "garbage",
  ])
    assert.equal(passes({ origin, host }), false, origin);
  assert.ok(passes({ origin: "http://localhost:8080", host: "localhost:8080" }, "http://localhost:8080"));
  assert.ok(
    passes({ origin: "http://127.0.0.1:8080", host: "127.0.0.1:8080" }, "https://gov.example"),
    "straight to this machine",
  );
  assert.equal(passes({ origin: "http://evil.example", host: "evil.example" }), false);
});

test("without Origin the Referer counts, where a cookie comes along", () => {
  const host = "gov.example";
  assert.equal(passes({ referer: "https://evil.example/page", cookie: "session=x", host }), false);
  assert.equal(passes({ referer: "not an address", cookie: "session=x", host }), false);
  assert.ok(passes({ referer: "https://gov.example/page?x=1", cookie: "session=x", host }));
  assert.ok(passes({ cookie: "session=x", host }), "programs with a cookie send neither");
  assert.ok(passes({ host }));
});

test("this machine is addressed by number, as localhost or by a configured name, whatever the port", () => {
  const hosts = hostsOf("https://gov.example", "inner.example", "https://[2001:db8::1]:8443");
  for (const name of [
    "gov.example",
    "GOV.example:8080",
    "inner.example:1",
    "localhost",
    "localhost:80",
    "gateway:5580",
    "127.0.0.1:8080",
    "[::1]:80",
    "10.0.0.7",
  ])
    assert.ok(isOurHost(name, hosts), name);
  for (const name of [
    "evil.example",
    "gov.example.evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "",
    "x@gov.example",
  ])
    assert.equal(isOurHost(name, hosts), false, name);
  assert.ok(isOurHost(undefined, hosts), "HTTP/1.0 without a browser");
});
