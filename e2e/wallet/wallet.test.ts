import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import type { Browser as Chromium } from "playwright-core";
import { signedInAs } from "../../tests/kit/demo-people.ts";
import { type Government, startGovernment } from "../../tests/kit/government.ts";
import { type Copy, claimsIn, present, Wallet } from "../../tests/kit/wallet.ts";
import { browserMissing, launch, look, openPage, type Setting } from "../browser.ts";
import { answerAt, leads, numberAt, plain, says, valuesIn, walkPages } from "./acts.ts";

/** From the person's page into a wallet that is not ours, and from there to a counter; and what attackers try on the way. */
let government: Government;
let chromium: Chromium | undefined;
before(async () => {
  chromium = browserMissing ? undefined : await launch();
  government = await startGovernment({ env: { WALLET_LIST_SECONDS: "1" } });
});
after(async () => {
  await chromium?.close();
  await government.stop();
});

const signedIn = (label: string) => signedInAs(government, label);
type Person = Awaited<ReturnType<typeof signedIn>>;
async function offered({ browser }: Person): Promise<{ link: string; code: string }> {
  const page = (await browser.post(`${government.portal}/me/wallet`, { act: "offer", source: "", app: "digital-wallet" })).text;
  const link = /href="(openid-credential-offer:[^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  const code = /<strong translate="no">(\d{6})</.exec(page)?.[1];
  assert.ok(link && code, plain(page).slice(0, 1_500));
  return { link, code };
}
const received = async (person: Person, copies: number, wallet = new Wallet()): Promise<{ wallet: Wallet; copies: Copy[] }> => {
  const { link, code } = await offered(person);
  return { wallet, copies: await wallet.receive(link, code, copies) };
};

const check = () => `${government.portal}/work/age-check`;
async function began({ browser }: Person): Promise<{ at: string; link: string }> {
  const page = await browser.post(check(), {});
  const link = /<code translate="no">(openid4vp:[^<]+)</.exec(page.text)?.[1]?.replaceAll("&amp;", "&");
  assert.ok(link, plain(page.text).slice(0, 1_500));
  return { at: page.url, link };
}
/** The whole way at a counter: what the clerk reads in the end. */
async function checked(clerk: Person, wallet: Wallet, copy: Copy): Promise<string> {
  const { at, link } = await began(clerk);
  const { status, body } = await wallet.show(await wallet.asked(link), copy);
  assert.equal(status, 200, JSON.stringify(body));
  return plain((await clerk.browser.post(at, { number: await numberAt(body.redirect_uri!) })).text);
}

test("a person puts the card into a wallet, shows at a counter that they are over 18, and nothing else", async () => {
  const [father, clerk] = [await signedIn("father"), await signedIn("counter-clerk")];
  const { wallet, copies } = await received(father, 4);
  assert.equal(copies.length, 4);
  const claims = await claimsIn(copies[0]!);
  assert.equal(claims.age_over_18, true);
  assert.match(String(claims.birth_date), /^\d{4}-\d{2}-\d{2}$/);
  const { at, link } = await began(clerk);
  assert.match((await clerk.browser.get(at)).text, /Waiting for the wallet/);
  const { presentation, body } = await wallet.show(await wallet.asked(link), copies[0]!);
  const opened = presentation.split(/[.~]/).map((part) => Buffer.from(part, "base64url").toString("utf8"));
  for (const kept of [claims.birth_date, claims.name, claims.national_id])
    assert.ok(!opened.some((part) => part.includes(String(kept))), `${kept} is shown`);
  const number = await numberAt(body.redirect_uri!);
  assert.match(plain((await clerk.browser.get(at)).text), /Which number does the phone/);
  assert.match(plain((await clerk.browser.post(at, { number })).text), /At least 18: yes .*The list of revoked cards is of/);
  const list = plain((await father.browser.get(`${government.portal}/me/wallet`)).text);
  assert.match(list, /Identity card \(4 copies\) Digital wallet/);
  // what the database knows of the check: neither who nor which copy
  const rows = await government.running.schemas.of("wallet").rows(sql`select * from check_request`);
  const dump = JSON.stringify(rows);
  for (const secret of [
    father.subject,
    String(claims.national_id),
    String(claims.name),
    presentation.split(".")[2]!.slice(0, 40),
    number,
  ])
    assert.ok(!dump.includes(secret));
});

test("two presentations to two verifiers share no value that another person's does not have as well", async () => {
  const [father, mother] = [await signedIn("father"), await signedIn("mother")];
  const [own, others] = [(await received(father, 3)).copies, (await received(mother, 1)).copies];
  const show = (copy: Copy, n: number) =>
    present(
      copy,
      { age_over_18: true },
      { aud: `verifier-${n}`, nonce: `nonce-of-verifier-${n}`, iat: Math.floor(Date.now() / 1_000) + 10 * n },
    );
  const [first, second, other] = [
    valuesIn(await show(own[0]!, 1)),
    valuesIn(await show(own[1]!, 2)),
    valuesIn(await show(others[0]!, 3)),
  ];
  const shared = [...first].filter((value) => second.has(value));
  assert.deepEqual(
    shared.filter((value) => !other.has(value)),
    [],
    "nothing ties the two together",
  );
  assert.ok(first.size > 15 && shared.includes("age_over_18") && shared.includes("true"));
  // the same copy twice would be found out: the comparison sees what it should see
  const again = valuesIn(await show(own[0]!, 2));
  assert.ok([...first].filter((value) => again.has(value) && !other.has(value)).length >= 5);
  // places in the list do not follow each other
  const places = own.map(
    ({ credential }) =>
      JSON.parse(Buffer.from(credential.split(".")[1]!, "base64url").toString()).status.status_list.idx as number,
  );
  assert.ok(
    places.every((place, n) => n === 0 || Math.abs(place - places[n - 1]!) > 1),
    String(places),
  );
});

test("a wallet gets nothing with a wrong code, a second time, for another person or without a key of its own for each copy", async () => {
  const [father, mother] = [await signedIn("father"), await signedIn("mother")];
  const wallet = new Wallet();
  const { link, code } = await offered(father);
  const wrong = code === "000000" ? "000001" : "000000";
  await assert.rejects(wallet.receive(link, wrong, 1), /invalid tx_code|invalid_grant/);
  await assert.rejects(wallet.receive(link, code, 1), /invalid_grant/, "after a wrong code the offer is over");
  const good = await offered(father);
  assert.equal((await wallet.receive(good.link, good.code, 1)).length, 1);
  await assert.rejects(wallet.receive(good.link, good.code, 1), /invalid_grant/, "an offer is taken up once");
  await assert.rejects(received(father, 11), /batch/, "more copies than a batch has");
  // the address of an offer, opened by someone else who is signed in: they are told that it is not theirs
  const theirs = await offered(father);
  const scope = "eid";
  let shown = "";
  const browse = (person: Person, act?: "yes" | "no") => async (url: string) => {
    const page = await person.browser.get(url);
    shown = plain(page.text);
    if (act === undefined || page.status !== 200) throw new Error(`shown: ${page.status}`);
    return leads(person.browser, page.url, act);
  };
  await assert.rejects(new Wallet().receiveByCode(theirs.link, scope, browse(mother), 1), /shown: 422/);
  assert.match(shown, /offered to another person/);
  await assert.rejects(new Wallet().receiveByCode(theirs.link, scope, browse(father, "no"), 1), /access_denied/);
  const byCode = await new Wallet().receiveByCode(theirs.link, scope, browse(father, "yes"), 2);
  assert.equal(byCode.length, 2);
  assert.match(shown, /Put into Digital wallet\?/);
});

test("an answer counts for the browser that asked, once, with the number of the telephone that gave it", async () => {
  const [father, clerk, other] = [await signedIn("father"), await signedIn("counter-clerk"), await signedIn("counter-clerk")];
  const { wallet, copies } = await received(father, 8);
  const { at, link } = await began(clerk);
  assert.equal((await father.browser.get(check())).status, 403, "not for everybody");
  assert.equal((await other.browser.get(at)).status, 404, "another browser session, even of the same officer");
  const asked = await wallet.asked(link);
  await assert.rejects(new Wallet().asked(link), /410|invalid_request_uri/, "a second wallet does not get the request");
  const { status, body } = await wallet.show(asked, copies[0]!);
  assert.equal(status, 200);
  assert.equal((await wallet.show(asked, copies[1]!)).status, 410, "the first answer counts");
  assert.equal((await other.browser.post(at, { number: await numberAt(body.redirect_uri!) })).status, 404);
  // the number is of the telephone that answered: who answers from far away does not have theirs read at the counter
  const number = await numberAt(body.redirect_uri!);
  const wrong = number === "0000" ? "0001" : "0000";
  const refused = await clerk.browser.post(at, { number: wrong });
  assert.equal(refused.status, 422);
  assert.match(plain(refused.text), /not the number that the phone shows/);
  await clerk.browser.post(at, { number: wrong });
  assert.match(plain((await clerk.browser.post(at, { number })).text), /did not match/, "after two wrong ones it is over");
  assert.doesNotMatch(plain((await clerk.browser.get(at)).text), /At least 18: yes/);
  // what does not answer this question
  for (const [change, says] of [
    [{ nonce: "nonce-of-another-request" }, /answers another question/],
    [{ nonce: undefined }, /answers no question/],
    [{ aud: "x509_hash:another" }, /meant for another place/],
    [{ iat: Math.floor(Date.now() / 1_000) - 90 }, /not signed just now/],
  ] as const) {
    const next = await began(clerk);
    const shown = await wallet.show(await wallet.asked(next.link), copies[2]!, change);
    const page = await clerk.browser.post(next.at, { number: await numberAt(shown.body.redirect_uri!) });
    assert.match(plain(page.text), says);
    assert.doesNotMatch(plain(page.text), /At least 18: yes/);
  }
  for (const bad of ["", "x", "vp_token=%7B%7D", "vp_token=1&state=2"]) {
    const address = `${(await wallet.asked((await began(clerk)).link)).payload.response_uri}`;
    const answer = await fetch(address, {
      method: "POST",
      body: bad,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    assert.ok([400, 410].includes(answer.status), String(answer.status));
  }
});

/** A counter with a network keeps a list for a second here. */
const listsAge = () => new Promise((resolve) => setTimeout(resolve, 1_100));

test("copies are suspended with the card, count again with it, and end with it or by their person", async () => {
  const [mother, clerk] = [await signedIn("mother"), await signedIn("counter-clerk")];
  const { running } = government;
  const eid = running.use(eidApi);
  const { wallet, copies } = await received(mother, 6);
  const [card] = await eid.cardsOf(mother.subject);
  const follows = async (state: string) => {
    for (let tries = 0; tries < 150; tries++) {
      const row = await running.schemas
        .of("wallet")
        .one<{ state: string }>(sql`select state from source_state where source = ${card!.serial}`);
      if (row?.state === state) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`the copies do not follow: ${state}`);
  };
  const list = async () => {
    const { status_list: place } = JSON.parse(Buffer.from(copies[0]!.credential.split(".")[1]!, "base64url").toString()).status;
    const answer = await fetch(place.uri);
    assert.equal(answer.headers.get("content-type"), "application/statuslist+jwt");
    const claims = JSON.parse(Buffer.from((await answer.text()).split(".")[1]!, "base64url").toString());
    assert.equal(claims.status_list.bits, 2);
    assert.ok(claims.exp - claims.iat <= 86_400 && claims.ttl === 1 && claims.sub === place.uri);
  };
  await list();
  assert.match(await checked(clerk, wallet, copies[0]!), /At least 18: yes/);
  await eid.suspendCard(card!.serial);
  await follows("suspended");
  await listsAge();
  assert.match(await checked(clerk, wallet, copies[1]!), /The card is suspended/);
  await eid.resumeCard(card!.serial);
  await follows("valid");
  await listsAge();
  assert.match(await checked(clerk, wallet, copies[2]!), /At least 18: yes/);
  // a telephone is lost: its person ends what it fetched
  const again = await signedIn("mother");
  const more = await received(again, 2);
  const page = (await again.browser.get(`${government.portal}/me/wallet`)).text;
  const issue = /name="issue" value="([0-9a-f-]{36})"/.exec(page)![1]!;
  const others = await signedIn("father");
  await others.browser.post(`${government.portal}/me/wallet`, { act: "end", issue });
  assert.match(await checked(clerk, more.wallet, more.copies[0]!), /At least 18: yes/, "only by their person");
  await again.browser.post(`${government.portal}/me/wallet`, { act: "end", issue });
  await listsAge();
  assert.match(await checked(clerk, more.wallet, more.copies[1]!), /The card was revoked/);
  await eid.revokeCard(card!.serial);
  await follows("revoked");
  await listsAge();
  assert.match(await checked(clerk, wallet, copies[3]!), /The card was revoked/);
});

test("a counter without a network checks by what it kept, once for each code, and says when its list no longer counts", {
  skip: browserMissing,
}, async () => {
  const { copies } = await received(await signedIn("grandmother"), 7);
  const setting: Setting = { lang: "en", width: 1280, javaScript: true };
  const { context, page, complaints } = await openPage(chromium!, setting);
  const see = look(page, setting);
  try {
    await page.goto(`${government.portal}/age-check/offline`);
    await page.locator("[data-kept]").waitFor();
    assert.match((await page.locator('[data-part="age"]').textContent())!, /list of revoked cards is 0 minutes old/);
    const shown = await answerAt(page, copies[0]!, new Date());
    assert.equal(await says(page, shown), "At least 18: yes");
    await see("wallet-offline-yes");
    assert.match(await says(page, shown), /shown here before/, "a code of the holder counts once on this device");
    const old = await answerAt(page, copies[1]!, new Date(Date.now() - 61_000));
    assert.match(await says(page, old), /not signed just now/);
    const other = await answerAt(page, copies[1]!, new Date());
    await page.locator('[data-part="ask"]').click();
    assert.match(await says(page, other), /answers another question/);
    assert.match(await says(page, await answerAt(page, copies[2]!, new Date(), "age_over_20")), /not shown/);

    await context.setOffline(true);
    await page.reload();
    await page.locator('[data-part="code"]:not(:empty)').waitFor();
    assert.match(await says(page, shown), /shown here before/, "over a restart too");
    assert.equal(await says(page, await answerAt(page, copies[3]!, new Date())), "At least 18: yes");
    const later = new Date(Date.now() + 25 * 3_600_000);
    await page.clock.setFixedTime(later);
    assert.match(await says(page, await answerAt(page, copies[4]!, later)), /whether the card was revoked is not checked/);
    assert.match((await page.locator('[data-part="age"]').textContent())!, /^Not checked: the list of revoked cards ended/);
    await see("wallet-offline-over");
    assert.deepEqual(
      complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(one)),
      [],
    );
  } finally {
    await context.close();
  }
  await walkPages(chromium!, government, copies[5]!);
});
