import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type CasesApi, casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { notifyApi } from "@troad/notify/api";
import { type Certificate, parseCertificates } from "@troad/trust";
import { Browser } from "../apps/troad/demo/browser.ts";
import { certificateIn, checkCertificate } from "../apps/troad/verify/certificate.ts";
import market from "./fixtures/market/module.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";
import { refusedWith } from "./kit/refused.ts";
import { troad } from "./kit/troad.ts";
import { certificateInWallet, proofsRefused } from "./kit/wallet-certificate.ts";

/** A certificate from its issue to its renewal: on paper, offline, suspended, resumed, revoked. */
const village = scratch("renewing");
fs.cpSync(path.join(root, "tests", "fixtures", "village"), village, { recursive: true });
const file = path.join(village, "services", "good-conduct", "service.json");
const service = JSON.parse(fs.readFileSync(file, "utf8"));
// three months that may be renewed from the first day on
service.certificates.certificate.renewDays = 120;
fs.writeFileSync(file, JSON.stringify(service));
const missing = ["zbarimg", "pdftoppm"].some((tool) => spawnSync(tool, ["--version"]).error)
  ? "needs zbarimg (zbar-tools) and pdftoppm (poppler-utils)"
  : false;

let government: Government;
let cases: CasesApi;
let holder: { subject: string; nationalId: string; name: string };
before(async () => {
  government = await startGovernment({ content: [village], modules: [market], env: { WALLET_LIST_SECONDS: "1" } });
  cases = government.running.use(casesApi);
  const eid = government.running.use(eidApi);
  const { subject } = (await eid.demoPeople()).find(({ label }) => label === "low")!;
  const { nationalId, name } = (await eid.person(subject))!;
  holder = { subject, nationalId, name };
});
after(() => government.stop());

type Person = Parameters<CasesApi["acts"]>[0]["person"];
const officer: Person = { subject: "ofa", name: "Ofa", posts: [{ role: "case-officer", agency: "moj", area: null }] };
const asOfficer = (id: string, person = officer) => ({ id, agency: "moj", person });

async function settled<T>(load: () => Promise<T>, done: (found: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await load();
    if (done(found)) return found;
    await sleep(50);
  }
  throw new Error("it did not settle");
}
const granted = (id: string) =>
  settled(
    () => cases.view({ id, subject: holder.subject }),
    ({ ended }) => ended === "granted",
  );
async function issued(): Promise<string> {
  const { nationalId, name } = holder;
  const { id } = await cases.open({ service: "good-conduct", subject: holder.subject, nationalId, name });
  const answer = (page: string, values: Record<string, unknown>) => cases.answer({ id, subject: holder.subject, page, values });
  await answer("country", { country: "日本" });
  await answer("born", { "born-year": "1999", "born-month": "2", "born-day": "3" });
  await cases.submit({ id, subject: holder.subject });
  await granted(id);
  return id;
}
async function upload(name: string, bytes: Uint8Array) {
  const form = new FormData();
  form.set("code", "");
  form.set("file", new Blob([Uint8Array.from(bytes)]), name);
  return new Browser("en").upload(`${government.portal}/verify`, form);
}
const folder = scratch("paper");
const kept = (name: string, content: string | Uint8Array): string => {
  fs.writeFileSync(path.join(folder, name), content);
  return path.join(folder, name);
};
/** What a check without the platform needs of it, fetched beforehand, in a folder as `troad verify` takes it. */
async function trust(list: string) {
  const { portal } = government;
  const pki = path.join(folder, "pki");
  fs.mkdirSync(pki, { recursive: true });
  for (const name of ["root.crt", "issuing.crt"])
    fs.writeFileSync(path.join(pki, name), await (await fetch(`${portal}/pki/${name}`)).text());
  const token = (await new Browser().get(list)).text;
  const read = (name: string) => parseCertificates(fs.readFileSync(path.join(pki, name), "utf8"));
  const trusted = { roots: read("root.crt"), intermediates: read("issuing.crt"), tsas: [] };
  /** The codes of what fails in a text, checked with these alone. */
  const faults = async (text: string, { lists = [token], signers = [] as Certificate[] } = {}) => {
    const given = certificateIn(Buffer.from(text));
    const report = given && (await checkCertificate(given, trusted, { lists, signers, now: new Date() }));
    return report ? report.steps.flatMap(({ ok, code }) => (ok ? [] : [code])) : ["unreadable"];
  };
  return { faults, options: [`--pki=${pki}`, `--status=${kept("list.jwt", token)}`, "--json"] };
}

test("the printed certificate has a code that zbarimg reads at 150 dots an inch, and anyone verifies it, with a network and without", {
  skip: missing,
}, async () => {
  const id = await issued();
  const own = (await cases.ownCertificate({ id, subject: holder.subject }))!;
  assert.ok(own.compact && own.compact.length < 900, `${own.compact?.length} characters`);
  const pdf = Buffer.from((await cases.certificateFile({ id, subject: holder.subject }))!.pdf, "base64");
  const page = path.join(folder, "page");
  spawnSync("pdftoppm", ["-r", "150", "-png", "-singlefile", kept("certificate.pdf", pdf), page]);
  const read = spawnSync("zbarimg", ["--quiet", "--raw", `${page}.png`], { encoding: "utf8" })
    .stdout.trimEnd()
    .split("\n");
  assert.deepEqual(read.toSorted(), [own.compact, `${government.portal}/verify/${own.code}`].toSorted());

  // on the page: what the code says, the picture, the file, the whole form, and the number
  const browser = new Browser("en");
  const genuine = /This certificate is genuine and valid/;
  for (const code of [own.compact, own.token, own.code])
    assert.match((await browser.post(`${government.portal}/verify`, { code })).text, genuine);
  for (const [name, bytes] of [
    ["page.png", fs.readFileSync(`${page}.png`)],
    ["certificate.pdf", pdf],
    ["certificate.jwt", Buffer.from(own.token)],
  ] as const)
    assert.match((await upload(name, bytes)).text, genuine, name);

  // without the platform, with the list that the certificate names
  const { status } = JSON.parse(Buffer.from(own.token.split(".")[1]!, "base64url").toString()) as {
    status: { status_list: { uri: string } };
  };
  const { uri } = status.status_list;
  const { faults, options } = await trust(uri);
  const ran = await troad("verify", kept("code.txt", `${own.compact}\n`), ...options);
  assert.deepEqual([ran.exit, (JSON.parse(ran.out) as { states: { country: string } }).states.country], [0, "日本"]);
  assert.equal((await troad("verify", path.join(folder, "certificate.pdf"), ...options)).exit, 0);
  const both = [own.compact, own.token];
  for (const text of both) assert.deepEqual(await faults(`${text}\n`), []);
  const signers = parseCertificates((await browser.get(`${government.portal}/certificates/signers.pem`)).text);
  assert.deepEqual(await faults(own.compact, { lists: [], signers }), ["status.unknown"]);
  const altered = `${own.compact.slice(0, 60)}${own.compact[60] === "A" ? "B" : "A"}${own.compact.slice(61)}`;
  assert.notDeepEqual(await faults(altered), []);

  // suspended: both forms say so as soon as the list is fetched anew, and the holder is told
  const change = (act: "suspend" | "resume" | "revoke", reason: string, person = officer) =>
    cases.changeCertificate({ ...asOfficer(id, person), code: own.code, act, reason });
  await change("suspend", "遺失");
  await change("suspend", "遺失");
  const suspended = await trust(uri);
  for (const text of both) assert.deepEqual(await suspended.faults(text), ["certificate.suspended"]);
  assert.equal((await troad("verify", path.join(folder, "code.txt"), ...suspended.options)).exit, 1);
  for (const given of [own.compact, own.token])
    assert.match(
      (await browser.post(`${government.portal}/verify`, { code: given })).text,
      /cannot be relied on[\s\S]*Suspended/,
    );
  assert.match((await upload("page.png", fs.readFileSync(`${page}.png`))).text, /cannot be relied on/);
  await settled(
    () => government.running.use(notifyApi).inbox({ to: holder.subject, limit: 20 }),
    (messages) => messages.filter(({ template }) => template === "certificate-suspended").length === 1,
  );
  await refusedWith("case.not-renewable", cases.renew({ id, subject: holder.subject }));
  await change("resume", "尋獲");
  assert.deepEqual(await (await trust(uri)).faults(own.compact), []);
  await change("revoke", "偽造文件");
  await refusedWith("case.certificate-standing", change("resume", "不可恢復"));
  const revoked = await trust(uri);
  for (const text of both) assert.deepEqual(await revoked.faults(text), ["certificate.revoked"]);
  const history = (await cases.view({ id, subject: holder.subject })).actions.map(({ type }) => type);
  assert.deepEqual(history.slice(-3), ["certificate-suspended", "certificate-resumed", "certificate-revoked"]);
});

test("nobody else suspends a certificate: another agency, an officer without the post, the holder, a number of another case", async () => {
  const id = await issued();
  const { code } = (await cases.ownCertificate({ id, subject: holder.subject }))!;
  const change = (person: Person, given = code) =>
    cases.changeCertificate({ ...asOfficer(id, person), code: given, act: "revoke", reason: "x" });
  const post = { role: "case-officer", agency: "moj", area: null };
  await refusedWith("case.not-found", change({ ...officer, posts: [] }));
  await refusedWith("case.not-found", change({ ...officer, posts: [{ ...post, agency: "moi" }] }));
  await refusedWith("case.not-found", change({ ...officer, posts: [{ ...post, role: "inspector" }] }));
  await refusedWith("case.certificate-standing", change({ ...officer, subject: holder.subject, posts: [post] }));
  const other = await issued();
  const theirs = (await cases.ownCertificate({ id: other, subject: holder.subject }))!.code;
  await refusedWith("case.not-found", change(officer, theirs));
  assert.equal((await cases.certificate(code))?.valid, true);
  const visitor = new Browser("en");
  const sent = await visitor.post(`${government.portal}/desk/${id}/certificates/${code}`, { act: "revoke", reason: "x" });
  assert.match(sent.url, /\/eid\//, "an officer signs in first");
  for (const page of [
    `/certificates/status/moj-209901`,
    `/certificates/status/${"x".repeat(90)}`,
    "/certificates/status/nobody-202611",
  ])
    assert.equal((await visitor.get(`${government.portal}${page}`)).status, 404);
  for (const [name, bytes] of [
    ["empty.png", Buffer.from("89504e470d0a1a0a0000000d49484452ffffffffffffffff0806000000", "hex")],
    ["broken.jpg", Buffer.from("ffd8ffe000104a46494600", "hex")],
    ["broken.pdf", Buffer.from("%PDF-1.7\n%%EOF")],
    ["text.txt", Buffer.from("TRC1:AAAA")],
  ] as const) {
    const refused = await upload(name, bytes);
    assert.equal(refused.status, 400, name);
    assert.match(refused.text, /There is no certificate and no code in this file/);
  }
});

test("the holder renews with one button, a second press makes no second case, and others cannot", async () => {
  const id = await issued();
  const signedIn = new Browser("en");
  await signedIn.post(`${government.portal}/auth/demo`, { subject: holder.subject, return: "/me" });
  const address = `${government.portal}/cases/${id}/renew`;
  assert.match((await signedIn.get(`${government.portal}/cases/${id}/certificate`)).text, /Renew this certificate/);
  const asked = await signedIn.get(address);
  assert.match(asked.text, /日本[\s\S]*Agree and renew/);
  await refusedWith("case.not-found", cases.renew({ id, subject: "someone-else" }));
  const pressed = await Promise.all([signedIn.post(address, {}), signedIn.post(address, {})]);
  const [next] = pressed.map(({ url }) => url.split("/")[4]!).filter((one) => /^[0-9a-f-]{36}/.test(one) && one !== id);
  await granted(next!);
  const renewed = (await cases.ownCertificate({ id: next!, subject: holder.subject }))!;
  assert.deepEqual([renewed.valid, renewed.statements.country], [true, "日本"]);
});

test("a wallet gets copies of a certificate for keys that it proves, and they are suspended and revoked with it", async () => {
  const caseId = await issued();
  const { code } = (await cases.ownCertificate({ id: caseId, subject: holder.subject }))!;
  const given = { portal: government.portal, subject: holder.subject, code, caseId };
  await proofsRefused(given);
  const standing = await certificateInWallet(given, "日本");
  assert.deepEqual(await standing(), [0, 0]);
  const change = (act: "suspend" | "revoke", reason: string) =>
    cases.changeCertificate({ ...asOfficer(caseId), code, act, reason });
  await change("suspend", "遺失");
  await settled(standing, (bits) => bits.every((bit) => bit === 2));
  await change("revoke", "偽造文件");
  await settled(standing, (bits) => bits.every((bit) => bit === 1));
});
