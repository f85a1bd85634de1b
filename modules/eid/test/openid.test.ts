import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Browser, type Installation, install, RelyingParty } from "./installation.ts";

let it: Installation;
let rp: RelyingParty;
before(async () => {
  it = await install();
  rp = await RelyingParty.of(it);
});
after(() => it?.stop());

test("a person signs in with card and PIN by the page's own form, with code, PKCE and claims by scope", async () => {
  const browser = new Browser();
  const [student] = it.people();
  const { url, expected } = await rp.begin();
  const shown = await browser.follow(await browser.request(url), rp.callback);
  const page = await shown.response.text();
  assert.equal(shown.response.status, 200);
  assert.match(page, /<title>Sign in – T-Road eID<\/title>/);
  const action = /<form method="post" action="([^"]+\/card)"/.exec(page)![1]!;
  const answered = await browser.post(new URL(action, shown.url).href, { subject: student!.subject, pin: student!.pin });
  const arrived = await browser.follow(answered, rp.callback);
  const { claims, info } = await rp.finish(arrived.url, expected);
  assert.equal(claims.sub, student!.subject);
  assert.deepEqual([claims.acr, claims.amr], ["urn:troad:eid:acr:card", ["swk", "pin"]]);
  assert.equal(info.name, student!.name);
  assert.match(String(info.national_id), /^[A-Z][0-9]{9}$/);
  assert.deepEqual(info.roles, [{ role: "citizen", agency: null }]);
});

test("one click signs in without a page", async () => {
  const student = it.people()[1]!;
  const { claims } = await rp.signInAs(new Browser(), student.subject);
  assert.equal(claims.sub, student.subject);
});
