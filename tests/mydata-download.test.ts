import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { eidApi } from "@troad/eid/api";
import { shiftedClock } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { parseCertificate, verifySealJws } from "@troad/trust";
import { readZip, writeZip, type ZipItem } from "@troad/zip";
import { Browser, type Page } from "../apps/troad/demo/browser.ts";
import { markupFaults } from "../e2e/crawl/html-rules.ts";
import { student, until } from "./kit/exchange.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";
import { ownInvoices } from "./kit/own-invoices.ts";

const clock = shiftedClock();
const citizen = student();
const sets = ["household-now", "visits", "vehicles", "military-service", "cloud-invoices", "businesses"];
const limits = { archiveBytes: 1 << 26, entries: 300, entryBytes: 1 << 25, totalBytes: 1 << 26 };
const sevenZip = ["7z", "7zz"].find((name) => spawnSync(name, ["i"]).status === 0);

describe("a person downloads their own data", () => {
  let government: Government;
  let browser: Browser;
  let folder: string;
  let page: string;
  let address: string;
  let whole: Buffer;
  let fingerprint: string;

  before(async () => {
    government = await startGovernment({ clock });
    folder = scratch("mydata-download");
    browser = new Browser();
    await browser.post(`${government.portal}/auth/demo`, { subject: citizen.subject, return: "/" });
  });
  after(async () => {
    await government?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });
  const at = (place: string) => `${government.portal}/my-data/download${place}`;
  const bytes = async (place: string, by = browser): Promise<Buffer> => {
    const answer = await by.get(at(place));
    return answer.status === 200 ? answer.bytes : Buffer.alloc(0);
  };
  const isValid = async ({ text, url }: Page): Promise<void> =>
    assert.deepEqual(await markupFaults(text, new URL(url).pathname), []);
  const checked = (archive: Buffer, signer = "TWDEMO/GOV/MODA"): string => {
    const file = path.join(folder, "given.zip");
    fs.writeFileSync(file, archive);
    const args = [path.join(root, "suites", "mydata-package", "check.mjs"), file, fingerprint, signer];
    return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout.trim();
  };

  test("nothing is chosen beforehand, nothing chosen is an error at the field, and the check page asks before anything is fetched", async () => {
    const choose = await browser.get(at(""));
    assert.ok(!/ checked/.test(choose.text));
    const none = await browser.get(at("/check"));
    assert.equal(none.status, 422);
    assert.match(none.text, /href="#set"/);
    assert.equal((await browser.get(at("/check?set=other"))).status, 422);
    const check = await browser.get(at(`/check?${sets.map((set) => `set=${set}`).join("&")}`));
    assert.equal(check.status, 200);
    const uses = await government.running.use(mydataApi).consentsOf(citizen.subject, { limit: 50 });
    assert.deepEqual(uses, []);
    const key = /name="key" value="([^"]+)"/.exec(check.text)?.[1] ?? "";
    const body = { key, set: sets };
    const done = await browser.post(at(""), body);
    assert.equal(done.status, 200, done.text);
    for (const one of [choose, check, done]) await isValid(one);
    page = done.text;
    address = new URL(done.url).pathname.slice("/my-data/download".length);
    const again = await browser.post(at(""), body);
    assert.equal(new URL(again.url).pathname.endsWith(address), true, "the same form again is the same download");
  });

  test("the package proves itself to a program that knows the root's fingerprint alone", async () => {
    const [pem] = await government.running.use(roadApi).roots();
    fingerprint = createHash("sha256").update(new X509Certificate(pem!).raw).digest("hex");
    whole = await bytes(`${address}/my-data.zip`);
    assert.match(checked(whole), /^valid: \d+ files, signed by TWDEMO\/GOV\/MODA/);
    const names = readZip(whole, { limits, isSafeName: () => true }).map(({ name }) => name);
    for (const name of ["my-data.pdf", "visits.json", "visits.csv", "visits.fhir.json", "household-now.csv"])
      assert.ok(names.includes(name), name);
  });

  test("cloud invoices are those of the person's carriers; nobody gets them without consent, or by leaving businesses out", () =>
    ownInvoices(government, { browser, citizen, items: readZip(whole, { limits, isSafeName: () => true }) }));

  test("attack: what was altered, added, left out or signed by another is refused", () => {
    const items = readZip(whole, { limits, isSafeName: () => true }).map(({ name, data }): ZipItem => ({ name, data }));
    // in the middle, or near the end where a token has its signature: between them it has certificates that the reader has too
    const flip = (data: Uint8Array, from = data.length >> 1): Buffer => {
      const copy = Buffer.from(data);
      copy[from]! ^= 1;
      return copy;
    };
    const altered = (name: string, end?: number) => {
      const one = (data: Uint8Array) => (end === undefined ? flip(data) : flip(data, data.length - end));
      return writeZip(items.map((item) => (item.name === name ? { name, data: one(item.data) } : item)));
    };
    const other = items.find(({ name }) => name === "META-INFO/chain.pem")!;
    const [above] = /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/.exec(Buffer.from(other.data).toString())!;
    const foreign = new X509Certificate(above).raw;
    const cases: [string, Buffer, RegExp][] = [
      ["manifest", altered("META-INFO/manifest.xml"), /^signature/],
      ["digest", altered("visits.json"), /^digest: visits\.json/],
      ["signature", altered("META-INFO/manifest.sha256withecdsa"), /^(signature|timestamp)/],
      ["time stamp", altered("META-INFO/manifest.tst", 20), /^timestamp/],
      ["status", altered("META-INFO/certificate.ocsp"), /^status/],
      [
        "certificate",
        writeZip(items.map((item) => (item.name === "META-INFO/certificate.cer" ? { ...item, data: foreign } : item))),
        /^signature/,
      ],
      ["name", writeZip([...items, { name: "../evil.json", data: Buffer.from("{}") }]), /^name/],
      ["extra", writeZip([...items, { name: "extra.json", data: Buffer.from("{}") }]), /^extra/],
      ["extra beside the manifest", writeZip([...items, { name: "META-INFO/more.xml", data: Buffer.from("x") }]), /^extra/],
      ["missing", writeZip(items.filter(({ name }) => name !== "visits.json")), /^missing/],
    ];
    for (const [what, archive, word] of cases) assert.match(checked(archive), word, what);
    const right = fingerprint;
    fingerprint = "0".repeat(64);
    assert.match(checked(whole), /^root/);
    fingerprint = right;
    assert.match(checked(whole, "TWDEMO/GOV/MOI"), /^signer/, "a seal of another member");
  });

  test("the encrypted archive opens with the password of the page, which is random, and with no other", {
    skip: !sevenZip,
  }, async () => {
    const password = /<code>([0-9A-Z-]{24})<\/code>/.exec(page)?.[1] ?? "";
    assert.ok(!password.includes(citizen.nationalId) && password.length === 24);
    const file = path.join(folder, "encrypted.zip");
    fs.writeFileSync(file, await bytes(`${address}/my-data-encrypted.zip`));
    const listed = execFileSync(sevenZip!, ["l", "-slt", file], { encoding: "utf8" });
    assert.match(listed, /Method = AES-256/);
    assert.ok(!/ZipCrypto/.test(listed));
    const out = path.join(folder, "opened");
    assert.equal(spawnSync(sevenZip!, ["x", `-p${password}`, `-o${out}`, file]).status, 0);
    assert.equal(
      JSON.parse(fs.readFileSync(path.join(out, "household-now.json"), "utf8")).records[0].nationalId,
      citizen.nationalId,
    );
    for (const wrong of [citizen.nationalId, "x"]) assert.notEqual(spawnSync(sevenZip!, ["t", `-p${wrong}`, file]).status, 0);
  });

  test("the PDF is signed, each read is in the list of uses, and other people get nothing", async () => {
    const pdf = path.join(folder, "my-data.pdf");
    fs.writeFileSync(pdf, await bytes(`${address}/my-data.pdf`));
    if (spawnSync("pdfsig", ["-v"]).status === 0)
      assert.match(spawnSync("pdfsig", ["-nocert", pdf], { encoding: "utf8" }).stdout, /Signature is Valid/);
    const consents = await government.running.use(mydataApi).consentsOf(citizen.subject, { limit: 50 });
    assert.deepEqual(consents.flatMap(({ requests }) => requests.map(({ source }) => source)).sort(), [...sets].sort());
    const other = new Browser();
    await other.post(`${government.portal}/auth/demo`, { subject: student(1).subject, return: "/" });
    for (const place of ["", "/my-data.zip", "/my-data-encrypted.zip", "/visits.json"])
      assert.equal((await other.get(at(`${address}${place}`))).status, 404, place);
    for (const place of ["/META-INFO", "/..%2f..%2fkeys.json", "/nothing.json"])
      assert.equal((await bytes(`${address}${place}`)).length, 0);
  });

  test("each consent has a receipt for its person, sealed by the platform", async () => {
    const [consent] = await government.running.use(mydataApi).consentsOf(citizen.subject, { limit: 1 });
    const place = `${government.portal}/my-data/consents/${consent!.id}/receipt`;
    const listed = await browser.get(`${government.portal}/my-data/consents`);
    assert.ok(listed.text.includes(`${consent!.id}/receipt.jsonld`));
    const plain = JSON.parse((await browser.get(`${place}.jsonld`)).text) as Record<string, unknown>;
    assert.deepEqual([plain["@type"], plain["@id"]], ["dpv:ConsentRecord", `urn:uuid:${consent!.id}`]);
    const jws = (await browser.get(`${place}.jwt`)).text;
    const roots = (await government.running.use(roadApi).roots()).map((pem) => parseCertificate(pem));
    const intermediates = (await government.running.use(roadApi).authorities()).intermediates.map((pem) => parseCertificate(pem));
    const trust = { typ: "troad-consent-receipt+jwt", roots, intermediates, at: clock.now(), member: "TWDEMO/GOV/MODA" };
    const sealed = await verifySealJws(jws, trust);
    assert.ok(sealed.ok && sealed.value["@id"] === plain["@id"]);
    const [head, , signature] = jws.split(".");
    const forged = Buffer.from(JSON.stringify({ ...plain, "@id": "urn:uuid:other" })).toString("base64url");
    assert.equal((await verifySealJws(`${head}.${forged}.${signature}`, trust)).ok, false);
    const other = new Browser();
    await other.post(`${government.portal}/auth/demo`, { subject: student(1).subject, return: "/" });
    for (const ending of ["jsonld", "jwt"]) assert.equal((await other.get(`${place}.${ending}`)).status, 404);
  });

  test("what is shown at a counter is seen by one clerk of that counter, once, for twenty minutes", async () => {
    const counter = "banqiao-household";
    const place = (rest: string) => `${government.portal}/my-data/counter${rest}`;
    const desk = `${government.portal}/work/my-data`;
    const none = await browser.get(place("/check?set=household-now"));
    assert.equal(none.status, 422);
    assert.match(none.text, /href="#counter"/);
    const check = await browser.get(place(`/check?set=household-now&set=vehicles&counter=${counter}`));
    assert.match(check.text, /Banqiao/);
    const key = /name="key" value="([^"]+)"/.exec(check.text)?.[1] ?? "";
    const made = await browser.post(place(""), { key, set: ["household-now", "vehicles"], counter });
    const code = /<strong>([0-9A-Z]{4}-[0-9A-Z]{4})<\/strong>/.exec(made.text)?.[1] ?? "";
    for (const one of [check, made]) await isValid(one);
    assert.ok(code !== "" && made.text.includes("<svg"), made.text);

    const officers = await government.running.use(eidApi).demoPeople();
    const signIn = async (fits: (role: { role: string; area?: string | null }) => boolean): Promise<Browser> => {
      const clerk = new Browser();
      const { subject } = officers.find(({ role }) => fits(role))!;
      await clerk.post(`${government.portal}/auth/demo`, { subject, return: "/work" });
      return clerk;
    };
    const clerk = await signIn(({ role, area }) => role === "household-officer" && "65000010".startsWith(area ?? ""));
    assert.equal((await (await signIn(({ role }) => role === "auditor")).get(desk)).status, 403);
    assert.equal((await clerk.post(desk, { code: "2222-2222" })).status, 422);
    const seen = await clerk.post(desk, { code: code.toLowerCase().replace("-", " ") });
    assert.ok(seen.status === 200 && seen.text.includes(citizen.name) && seen.text.includes(citizen.nationalId), seen.text);
    await isValid(seen);
    await isValid(await clerk.get(desk));
    assert.equal((await clerk.post(desk, { code })).status, 422, "a code works once");
    const elsewhere = await signIn(({ role }) => role === "vehicle-officer" || role === "social-worker");
    assert.notEqual((await elsewhere.get(seen.url)).status, 200);
    assert.match((await browser.get(made.url)).text, /A clerk of Banqiao/);
    const uses = await until(async () => {
      const listed = await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 50 });
      return listed.filter(({ recipient }) => recipient === `counter:${counter}`).length === 2 ? listed : undefined;
    }, "both uses");
    assert.ok(uses);
    assert.match((await browser.get(`${government.portal}/my-data`)).text, /For: Banqiao/);
    const tried = [];
    for (let at = 0; at < 10; at++) tried.push((await clerk.post(desk, { code: `2222-222${at}` })).status);
    assert.equal(tried.at(-1), 429);
    clock.shift(21 * 60_000);
    assert.equal((await clerk.get(seen.url)).status, 404);
  });

  test("a person asks about a use; an auditor answers once, and officers of other agencies do not see it", async () => {
    const [use] = await government.running.use(mydataApi).usesOf(citizen.subject, { limit: 1 });
    const place = `${government.portal}/my-data/${encodeURIComponent(use!.address)}`;
    assert.match((await browser.get(place)).text, /Ask or complain/);
    const wrong = await browser.post(`${place}/ask`, { kind: "ask", body: "" });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /href="#body"/);
    const key = crypto.randomUUID();
    for (let twice = 0; twice < 2; twice++) await browser.post(`${place}/ask`, { key, kind: "complain", body: "<b>Why?</b>" });
    const mine = await browser.get(`${government.portal}/my-data/questions`);
    assert.equal(mine.text.split("&lt;b&gt;Why?").length, 2, "the same form again is the same question");
    assert.match(mine.text, /To be answered by/);
    for (const one of [mine, await browser.get(`${place}/ask`), await browser.get(`${government.portal}/my-data/consents`)])
      await isValid(one);
    const officers = await government.running.use(eidApi).demoPeople();
    const as = async (role: string): Promise<Browser> => {
      const officer = new Browser();
      const { subject } = officers.find((one) => one.role.role === role)!;
      await officer.post(`${government.portal}/auth/demo`, { subject, return: "/work" });
      return officer;
    };
    const office = `${government.portal}/work/my-data-questions`;
    const auditor = await as("auditor");
    const listed = (await auditor.get(office)).text;
    const id = /my-data-questions\/([0-9a-f-]{36})/.exec(listed)?.[1] ?? "";
    const shown = await auditor.get(`${office}/${id}`);
    await isValid(shown);
    assert.ok(shown.status === 200 && !shown.text.includes(citizen.name) && !shown.text.includes(citizen.nationalId));
    const other = await as("provider-officer");
    assert.equal((await other.get(`${office}/${id}`)).status, 404);
    assert.equal((await other.post(`${office}/${id}`, { body: "No" })).status, 404);
    assert.equal((await browser.get(office)).status, 403);
    assert.equal((await auditor.post(`${office}/${id}`, { body: "" })).status, 422);
    assert.equal((await auditor.post(`${office}/${id}`, { body: "You asked for it yourself." })).status, 200);
    assert.equal((await auditor.post(`${office}/${id}`, { body: "Again" })).status, 409);
    assert.match((await browser.get(`${government.portal}/my-data/questions`)).text, /You asked for it yourself/);
  });

  test("after eight hours nothing is left of it", async () => {
    clock.shift(8 * 3_600_000 + 1000);
    // the session is over as well
    await browser.post(`${government.portal}/auth/demo`, { subject: citizen.subject, return: "/" });
    assert.equal((await bytes(`${address}/my-data.zip`)).length, 0);
  });
});
