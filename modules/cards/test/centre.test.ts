import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import eid from "@troad/eid/module";
import { type ModuleContext, type ModuleManifest, sql } from "@troad/kernel";
import notify from "@troad/notify/module";
import { pkiApi } from "@troad/pki/api";
import pki from "@troad/pki/module";
import { changeTokenPin, openTokenSigner, unblockTokenPin } from "@troad/trust";
import { exportJWK, generateKeyPair } from "jose";
import { startModules } from "../../../kernel/test/modules.ts";
import { type Cards, openCards } from "../cards.ts";
import { letterSeal } from "../centre/letters.ts";
import { openIssue } from "../issue/figures.ts";
import manifest from "../module.ts";
import { storePeople } from "../store/issue.ts";
import { type Equipment, equipment, readyOrder, skip, stock } from "./centre.ts";
import { everythingOf, placesOf } from "./everything.ts";
import { headOf, portrait } from "./photos.ts";

/** A batch of real cards in SoftHSM2, from the order to the active card and its end. */
let tools: Equipment;
let started: Awaited<ReturnType<typeof startModules>>;
let cards: Cards;
let ctx: ModuleContext;
before(async () => {
  if (skip) return;
  tools = await equipment();
  const captured: ModuleManifest = {
    ...manifest,
    create: async (context) => {
      ctx = context;
      cards = await openCards(context, { tokenModule: tools.modulePath, printerKey: tools.printerKey, leaseSeconds: 1 });
      return manifest.create(context);
    },
  };
  started = await startModules([pki, notify, eid, captured], {
    env: { ...tools.env, CARDS_LEASE_SECONDS: "1", LOG_LEVEL: "debug", LOG_FILE: "centre.log" },
    content: ["agencies", "roles", "messages", "cards"],
  });
});
after(() => started?.stop());

const state = async (order: string) =>
  (await ctx.db.one<{ state: string }>(sql`select state from card_order where id = ${order}`))?.state;
/** The public page counts active cards by county over the people that the household register counted, which were 1,000 here. */
async function inPublic(): Promise<void> {
  await storePeople(ctx.db, [{ of: "63000", n: 1_000 }], new Date().toISOString());
  const { counties } = await (
    await openIssue(ctx, { consumerUrl: async () => "http://127.0.0.1:1" }, cards.content.agency)
  ).figures();
  const { n } = (await ctx.db.one<{ n: number }>(sql`select count(*)::int as n from card where state = 'active'`))!;
  assert.ok(n >= 2);
  assert.deepEqual(counties, [{ county: "63000", people: 1_000, planned: 1_000, active: n }]);
}
/** The job of the process makes the batch. */
async function made(batch: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if ((await cards.batches.find(batch))?.state !== "open") return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail("the batch is not done");
}
const printFolder = (): string => path.join(ctx.folder, "print");

test("a photo that breaks a rule is not accepted, whatever the marks say; one of another person is refused with a reason", {
  skip,
}, async () => {
  const { id } = await cards.orders.place({
    ...{ key: "photo", nationalId: "A123456789", kind: "first", office: "63000050", holder: { name: "林大同" } },
  });
  await assert.rejects(cards.orders.addPhoto(id, Buffer.from("GIF89a"), { by: "officer" }), { code: "cards.photo-unreadable" });
  assert.deepEqual(await cards.orders.addPhoto(id, portrait({ takenOn: "2020-01-01" }), { by: "officer" }), ["too-old"]);
  await assert.rejects(cards.orders.accept(id, headOf(531), "officer"), { code: "cards.photo-faulty" });
  assert.deepEqual(await cards.orders.addPhoto(id, portrait(), { by: "officer", declaredOn: "2026-11-01" }), []);
  await assert.rejects(cards.orders.accept(id, { crown: 100, chin: 300 }, "officer"), { code: "cards.head-wrong" });
  await assert.rejects(cards.orders.refuse(id, " ", "officer"), { code: "cards.reason-missing" });
  await cards.orders.refuse(id, "another person", "officer");
  await assert.rejects(cards.orders.accept(id, headOf(531), "officer"), { code: "cards.photo-missing" });
  assert.equal(await state(id), "photo");
  await cards.holding.died("A123456789");
  assert.equal(await state(id), "cancelled", "nothing is made for the dead");
  assert.equal((await cards.orders.find(id))?.holder, null);
});

test("blanks come by the count of two, are spoiled for a reason and destroyed before a second person", { skip }, async () => {
  const id = await cards.blanks.announce("ZZ00000001", 3, "keeper");
  assert.equal(await cards.blanks.countDelivery(id, 3, "keeper"), "one");
  assert.equal(await cards.blanks.countDelivery(id, 3, "keeper"), "one", "the same person counts once");
  assert.equal(await cards.blanks.countDelivery(id, 2, "checker"), "differ");
  assert.equal(await cards.blanks.countDelivery(id, 3, "checker"), "received");
  const again = await cards.blanks.announce("ZZ00000003", 1, "keeper");
  await cards.blanks.countDelivery(again, 1, "keeper");
  await assert.rejects(cards.blanks.countDelivery(again, 1, "checker"), { code: "cards.blanks-known" });
  for (const number of ["ZZ00000001", "ZZ00000002", "ZZ00000003"]) await cards.blanks.spoil(number, "scratched", "keeper");
  await assert.rejects(cards.blanks.spoil("ZZ00000001", "again", "keeper"), { code: "cards.blank-state" });
  const shredding = await cards.blanks.proposeDestruction(["ZZ00000001", "ZZ00000002", "ZZ00000003"], "keeper");
  await assert.rejects(cards.blanks.destroy(shredding, "keeper"), { code: "cards.same-person" });
  await cards.blanks.destroy(shredding, "checker");
  assert.equal((await cards.blanks.stock()).destroyed, 3);
});

test("three cards are made, checked, sent, handed over and activated; one is rejected and made anew", { skip }, async () => {
  const people = ["A100000001", "A100000010", "A100000029"];
  const orders: string[] = [];
  for (const one of people) orders.push(await readyOrder(cards, one));
  const batch = await cards.batches.plan("operator");
  await made(batch);
  assert.equal((await cards.batches.find(batch))?.reason, "no-blanks", "without blanks the batch is halted");
  await stock(cards, "AA00000001", 6);
  await cards.batches.resume(batch, "operator");
  await made(batch);
  const first = await cards.batches.cards(batch);
  assert.deepEqual(
    first.map((one) => one.state),
    ["printed", "printed", "printed"],
  );
  assert.equal(new Set(first.map(({ blank }) => blank)).size, 3);

  // keys: made in the token, never outside it; a PIN each
  const letters = await cards.batches.letters(batch);
  const letter = await tools.read(letters[0]!.sealed);
  const [auth, sign] = [`${letter.blank}-auth`, `${letter.blank}-sign`];
  for (const [token, pin] of [
    [auth, letter.pin1],
    [sign, letter.pin2],
  ] as const) {
    const listed = tools.tool(token, "--login", "--pin", pin!, "-O").output;
    assert.match(listed, /Access:\s+sensitive, always sensitive, never extractable, local/);
    assert.match(listed, /Certificate Object/);
  }
  assert.notEqual(tools.tool(auth, "--login", "--pin", letter.pin2!.slice(0, 6), "-O").status, 0, "the PIN of the other key");
  const certificate = first[0]!.auth_serial!;
  assert.equal(
    (await started.running.use(pkiApi).statusOf(certificate)).reason,
    "certificateHold",
    "on hold until it is activated",
  );

  // no PIN, PUK or code in what is stored or printed
  const secrets = await Promise.all(letters.map(({ sealed }) => tools.read(sealed)));
  const everything = await everythingOf(started.running, ["cards", "pki", "eid", "notify"], ctx.dataDir);
  const numbers = secrets.flatMap(({ pin1, pin2, puk, code }) => [pin1!, pin2!, puk!, code!]);
  assert.deepEqual(placesOf(everything, numbers), [], "no PIN, PUK or code is stored, logged or printed");
  // what it looks through is not empty, and it finds what is there
  assert.deepEqual(placesOf(everything, [people[0]!]).toSorted(), [
    ...[`cards/print/${first[0]!.blank}.json`, "table cards.card_order"],
  ]);
  assert.ok(everything.get("centre.log")!.includes("cards"), "the log is looked through");
  assert.ok(placesOf(new Map([["log", `the PUK ${numbers[2]!} of`]]), numbers).length === 1);

  // a stranger's key opens no letter
  const other = await exportJWK((await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true })).privateKey);
  await assert.rejects(tools.read(letters[0]!.sealed, other));

  // one is rejected: the blank is void with the reason, its certificates end, and another one is made
  const rejected = first[1]!;
  await cards.batches.reject(rejected.id, "photo", "checker");
  await made(batch);
  const anew = (await cards.batches.card(rejected.id))!;
  assert.equal(anew.state, "printed");
  assert.notEqual(anew.blank, rejected.blank);
  assert.equal((await started.running.use(pkiApi).statusOf(rejected.auth_serial!)).reason, "cessationOfOperation");
  const spoiled = await cards.blanks.list({ states: ["spoiled"], before: null, limit: 10 });
  assert.deepEqual(
    spoiled.map(({ number, reason }) => [number, reason]),
    [[rejected.blank, "rejected-photo"]],
  );

  for (const { id } of await cards.batches.cards(batch)) await cards.batches.pass(id, "checker");
  assert.deepEqual(readdirSync(printFolder()), [], "print files are gone");
  await assert.rejects(
    cards.parcels.pack("63000050", "operator"),
    { code: "cards.nothing-ready" },
    "letters are not printed yet",
  );
  const printed = new Map((await cards.batches.letters(batch)).map((one) => [one.card, one.sealed]));
  await cards.batches.lettersPrinted(batch, "operator");
  assert.equal((await cards.batches.letters(batch)).length, 0, "letters are gone after printing");

  // a parcel of three arrives with two
  const parcel = await cards.parcels.pack("63000050", "operator");
  assert.equal(await cards.parcels.countOut(parcel, 3, "operator"), "one");
  await assert.rejects(cards.parcels.countIn(parcel, 3, "office"), { code: "cards.parcel-state" }, "it was not sent");
  assert.equal(await cards.parcels.countOut(parcel, 3, "checker"), "sent");
  assert.equal(await cards.parcels.countIn(parcel, 2, "office-1"), "one");
  assert.equal(await cards.parcels.countIn(parcel, 2, "office-2"), "short");
  const [kept, gone, third] = await cards.parcels.cards(parcel);
  await assert.rejects(cards.holding.handOver(kept!.id, "office-1"), { code: "cards.card-state" });
  await assert.rejects(cards.parcels.missing(parcel, [kept!.blank!, gone!.blank!], "office-1"), { code: "cards.count-differs" });
  await cards.parcels.missing(parcel, [gone!.blank!], "office-1");
  assert.equal((await started.running.use(pkiApi).statusOf(gone!.auth_serial!)).reason, "cessationOfOperation");
  assert.equal(await state(gone!.card_order), "ready", "it is made again");

  // online with the code of the letter, which counts its tries
  const holder = (await cards.orders.find(kept!.card_order))!.national_id;
  const { code } = await tools.read(printed.get(kept!.id)!);
  const wrong = code === "00000000" ? "11111111" : "00000000";
  const activate = (given: string, nationalId = holder) =>
    cards.holding.activateOnline({ id: kept!.id, nationalId, code: given, by: "holder" });
  await assert.rejects(activate(code!), { code: "cards.card-state" }, "it was not handed over");
  await cards.holding.handOver(kept!.id, "office-1");
  await assert.rejects(activate(wrong), { code: "cards.code-wrong" });
  await assert.rejects(activate(code!, "A199999999"), { code: "cards.card-unknown" });
  await activate(code!);
  assert.equal((await cards.batches.card(kept!.id))?.state, "active");
  const person = (await started.running.use(eidApi).personOfNumber(holder))!;
  assert.equal((await started.running.use(eidApi).cardsOf(person.subject))[0]?.state, "active");
  assert.equal((await started.running.use(pkiApi).statusOf(kept!.auth_serial!)).status, "good");
  assert.equal((await cards.orders.find(kept!.card_order))?.holder, null, "what is printed is kept no longer than needed");

  // at the office after five wrong codes
  await cards.holding.handOver(third!.id, "office-1");
  const thirdHolder = (await cards.orders.find(third!.card_order))!.national_id;
  for (let tries = 0; tries < 5; tries++)
    await assert.rejects(cards.holding.activateOnline({ id: third!.id, nationalId: thirdHolder, code: "x", by: "holder" }), {
      code: "cards.code-wrong",
    });
  await assert.rejects(cards.holding.activateOnline({ id: third!.id, nationalId: thirdHolder, code: "x", by: "holder" }), {
    code: "cards.code-used-up",
  });
  await cards.holding.activateAtOffice(third!.id, "office-1");
  assert.equal((await cards.batches.card(third!.id))?.state, "active");
  await inPublic();

  // the PIN is changed by its holder and unblocked with the PUK, on the card itself
  const mine = await tools.read(printed.get(kept!.id)!);
  const where = { modulePath: tools.modulePath, label: `${mine.blank}-auth` };
  await changeTokenPin(where, mine.pin1!, "246813");
  await assert.rejects(changeTokenPin(where, mine.pin1!, "999999"), { code: "token.pin" });
  await unblockTokenPin(where, mine.puk!, "864209");
  await assert.rejects(unblockTokenPin(where, "12345670", "111111"), { code: "token.pin" });
  writeFileSync(path.join(tools.folder, "pin"), "864209", { mode: 0o600 });
  const uri = `pkcs11:token=${where.label};object=auth;id=%01?module-path=${where.modulePath}&pin-source=file:${tools.folder}/pin`;
  assert.ok((await (await openTokenSigner(uri)).sign(Buffer.from("x"))).length > 60);

  // a second card makes the first one void
  await readyOrder(cards, holder, { key: "the second" });
  const next = await cards.batches.plan("operator");
  await made(next);
  const second = (await cards.batches.cards(next)).find((one) => one.state === "printed")!;
  assert.ok(second, "made");
});

test("a printer's key that is none, or has its private half, is refused at start", { skip }, async () => {
  const file = path.join(tools.folder, "wrong.jwk");
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  for (const text of ["{}", JSON.stringify(await exportJWK(publicKey)), JSON.stringify(await exportJWK(privateKey)), "no json"]) {
    writeFileSync(file, text);
    await assert.rejects(letterSeal(file), { name: "ConfigurationError" });
  }
  const both = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true });
  writeFileSync(file, JSON.stringify(await exportJWK(both.privateKey)));
  await assert.rejects(letterSeal(file), /private key/);
  assert.ok(existsSync(file));
});
