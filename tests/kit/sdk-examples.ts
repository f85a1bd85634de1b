import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import type { Browser, Page } from "../../apps/troad/demo/browser.ts";
import { signedHeaders } from "../../modules/webhooks/signature.ts";
import { newKeys } from "../../packages/sdk/index.ts";
import { freePort } from "./government.ts";
import { filled, type OnlineScene } from "./online-scene.ts";
import { node22, packedSdk, typesPass } from "./sdk-packed.ts";
import { providing, telecomProvides } from "./telecom-provides.ts";

type Sets = Parameters<typeof filled>[0];
type Starting = {
  name: string;
  sets: Sets;
  needed: readonly string[];
  node?: string | undefined;
  /** Of what is applied for, and of its configuration. */
  more?: Record<string, string>;
  own?: Record<string, string>;
};
type Running = { child: ChildProcess; origin: string; clientId: string; said: string };
const secret = `whsec_${Buffer.from("of the bank").toString("base64")}`;

/** A bank, a hospital, an app, a school and a telecom operator in processes of their own, made of the packed SDK alone, registered on the pages of officers. */
export async function examplesRun(scene: OnlineScene): Promise<void> {
  const sdk = packedSdk();
  typesPass(sdk);
  const wanted = {
    bank: [{ set: "household-now", fields: ["name", "address"] }],
    hospital: [{ set: "low-income-status", fields: ["status"] }],
    app: [{ set: "vaccinations", fields: ["vaccinations"] }],
    school: [
      { set: "school-enrolment", fields: ["schoolName", "status", "department"] },
      { set: "degrees", fields: ["degrees"] },
    ],
    telecom: [{ set: "household-now", fields: ["name", "address"] }],
  };
  const running: Running[] = [];
  try {
    const book = await started(scene, sdk, {
      ...{ name: "household-book", sets: [{ set: "cloud-invoices", fields: ["invoices"] }], needed: ["cloud-invoices.invoices"] },
      more: { term: "standing", answers: "2", days: "1", months: "12" },
    });
    running.push(book);
    await inTheBook(scene, book);
    const till = await started(scene, sdk, { name: "till", sets: [], needed: [], own: { ban: "12345675" } });
    running.push(till);
    await atTheTill(scene, till);
    const bank = await started(scene, sdk, { name: "bank", sets: wanted.bank, needed: ["household-now.name"] });
    running.push(bank);
    const hospital = await started(scene, sdk, { name: "hospital", sets: wanted.hospital, needed: ["low-income-status.status"] });
    running.push(hospital);
    await atTheBank(scene, bank);
    await atTheHospital(scene, hospital);
    const older = { node: node22(sdk) };
    const app = await started(scene, sdk, {
      name: "health-bank",
      sets: wanted.app,
      needed: ["vaccinations.vaccinations"],
      ...older,
    });
    running.push(app);
    await inTheApp(scene, app);
    const needed = ["school-enrolment.schoolName", "school-enrolment.status"];
    const school = await started(scene, sdk, { name: "school", sets: wanted.school, needed });
    running.push(school);
    await atTheSchool(scene, school, needed);
    const telecom = await started(scene, sdk, { name: "telecom", sets: wanted.telecom, needed: ["household-now.name"] });
    running.push(telecom);
    await atTheTelecom(scene, telecom);
    await telecomProvides(scene, telecom);
  } finally {
    for (const { child } of running) child.kill();
  }
}

async function started(
  { government, at, applicant, officer, subjectOf, receiver, companyPort }: OnlineScene,
  sdk: ReturnType<typeof packedSdk>,
  { name, sets, needed, node, more = {}, own: given = {} }: Starting,
): Promise<Running> {
  const people = await government.running.use(eidApi).demoPeople();
  const { agency } = people.find(({ subject }) => subject === subjectOf("provider-officer"))!.role;
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { signingKey, encryptionKey, registered } = await newKeys();
  const applying = await applicant();
  const applied = await applying.post(at("/developers/clients/apply"), {
    ...{ organisation: agency ?? "", nameEn: name, nameZh: name, profile: "basic", auth: "private_key_jwt" },
    ...{ redirectUri: `${origin}/back`, signedOutUri: "", logoutUri: "" },
    ...{ key: JSON.stringify({ keys: registered }), claims: "name", purposeEn: "To address you", purposeZh: "稱呼您", law: "" },
  });
  const clientId = /\/developers\/clients\/([0-9a-f-]{36})/.exec(applied.url)?.[1] ?? assert.fail(textOf(applied));
  const reviewing = await officer();
  await reviewing.post(at(`/work/clients/${clientId}`), { decision: "approved", version: "1", reason: "fits" });
  if (sets.length > 0) {
    await applying.post(at("/my-data/applications/apply"), {
      ...{ client: clientId, set: sets.map(({ set }) => set), ...filled(sets, needed) },
      ...{ term: "once", answers: "", days: "", months: "", retentionDays: "30", webhook: "", ...more },
    });
    const decided = await reviewing.post(at(`/work/my-data-recipients/${clientId}/1`), { decision: "approved", reason: "fits" });
    assert.equal(decided.status, 200, textOf(decided));
  }
  const pem = await (await fetch(at("/pki/roots.pem"))).text();
  const root = createHash("sha256").update(new X509Certificate(pem).raw).digest("hex");
  const config = path.join(sdk.folder, `${name}.json`);
  const own = { portal: government.portal, clientId, signingKey, encryptionKey, root, member: "TWDEMO/GOV/MODA", port };
  const provider = name === "telecom" ? { provider: providing(receiver, companyPort) } : {};
  fs.writeFileSync(config, JSON.stringify({ ...own, webhookSecret: secret, ...provider, ...given }), { mode: 0o600 });
  const child = spawn(node ?? process.execPath, [sdk.example(name), config], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {},
  });
  const said = await new Promise<string>((done, failed) => {
    child.stdout!.once("data", (text) => done(String(text)));
    child.once("exit", (code) => failed(new Error(`${name} ended with ${code}`)));
  });
  return { child, origin, clientId, said };
}

const textOf = ({ text, url }: Page): string => `${url} ${text.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 600)}`;
/** The person agrees on the page to which the example sent them, and goes back to it. */
async function back(browser: Browser, page: Page, body: Record<string, string | string[]>): Promise<Page> {
  assert.match(page.url, /\/my-data\/requests\//, textOf(page));
  const done = await browser.post(page.url, body);
  const href = /href="(http:\/\/localhost:\d+\/back[^"]+)"/.exec(done.text)?.[1] ?? assert.fail(textOf(done));
  return browser.get(href.replaceAll("&amp;", "&"));
}

async function atTheBank({ citizen, signedIn }: OnlineScene, { origin, clientId }: Running): Promise<void> {
  const browser = await signedIn(citizen.subject);
  /** Signs in with the eID, on whose page the person lets the bank know who they are. */
  const begun = async (): Promise<Page> => {
    const page = await browser.get(`${origin}/?as=${encodeURIComponent(`demo:${citizen.subject}`)}`);
    const agree = /action="([^"]+\/agree)"/.exec(page.text)?.[1];
    return agree === undefined ? page : browser.post(new URL(agree, page.url).href, {});
  };
  const refused = await back(browser, await begun(), { act: "refuse" });
  assert.match(refused.text, /You refused/);
  const opened = await back(browser, await begun(), { act: "agree", field: ["household-now.name", "household-now.address"] });
  assert.ok(opened.text.includes(`Account opened for ${citizen.name}`), textOf(opened));
  assert.equal((await browser.get(opened.url)).status, 400, "the same address again");
  assert.match((await browser.get(`${origin}/customers`)).text, /Customers: 1/);
  // a notice that is not the platform's erases nothing
  const body = JSON.stringify({ type: "mydata.consent-ended", timestamp: new Date().toISOString(), data: { request: clientId } });
  const send = (headers: object): Promise<Response> =>
    fetch(`${origin}/ended`, { method: "POST", body, headers: { ...headers } });
  const forged = signedHeaders("whsec_AAAA", { id: "m1", at: new Date(), body });
  assert.equal(await (await send(forged)).text().then((text) => /sdk\.notice-refused/.test(text)), true);
  const unknown = await send(signedHeaders(secret, { id: "m2", at: new Date(), body }));
  assert.match(await unknown.text(), /mydata\.consent-unknown/, "the platform knows no such consent of this client");
}

async function atTheHospital({ citizen, signedIn }: OnlineScene, { origin }: Running): Promise<void> {
  const browser = await signedIn(citizen.subject);
  const told = await back(browser, await browser.get(`${origin}/`), { act: "agree", field: "low-income-status.status" });
  assert.match(told.text, /No copayment at our hospital \(National Health Insurance Act, article 49\)/);
  assert.ok(!told.text.includes(citizen.name), "it asked for no name");
}

/** A student changes schools: with everything, with what is needed alone, without, and by nothing that was not agreed to. */
async function atTheSchool({ citizen, signedIn }: OnlineScene, { origin }: Running, needed: readonly string[]): Promise<void> {
  const browser = await signedIn(citizen.subject);
  const asked = async (body: Record<string, string | string[]>) => back(browser, await browser.get(`${origin}/`), body);
  const optional = ["school-enrolment.department", "degrees.degrees"];
  const all = await asked({ act: "agree", field: [...needed, ...optional] });
  assert.match(all.text, /^Transfer from \S+.*, \S+\nDegrees on record: \d+$/, textOf(all));
  const partly = await asked({ act: "agree", field: [...needed] });
  assert.match(partly.text, /^Transfer from [^,\n]+\nBring the certificates of your degrees\nBring a transcript/, textOf(partly));
  assert.match((await asked({ act: "refuse" })).text, /You refused/);
  const page = await browser.get(`${origin}/`);
  const without = await browser.post(page.url, { act: "agree", field: optional });
  assert.equal(without.status, 422, "what is needed was not ticked");
}

/** A line is opened in the name of who signed in and agreed, and of nobody else. */
async function atTheTelecom({ citizen, signedIn, bank }: OnlineScene, { origin }: Running): Promise<void> {
  const browser = await signedIn(citizen.subject);
  const begun = async (): Promise<Page> => {
    const page = await browser.get(`${origin}/?as=${encodeURIComponent(`demo:${citizen.subject}`)}`);
    const agree = /action="([^"]+\/agree)"/.exec(page.text)?.[1];
    return agree === undefined ? page : browser.post(new URL(agree, page.url).href, {});
  };
  assert.match((await back(browser, await begun(), { act: "refuse" })).text, /You refused/);
  const partly = await back(browser, await begun(), { act: "agree", field: "household-now.name" });
  assert.ok(partly.text.includes(`opened for ${citizen.name}. Bills come by e-mail`), textOf(partly));
  const whole = await back(browser, await begun(), { act: "agree", field: ["household-now.name", "household-now.address"] });
  assert.match(whole.text, /Line 09\d{8} opened for .+ Bills go to /, textOf(whole));
  const third = await begun();
  assert.deepEqual([third.status, /two lines/.test(third.text)], [409, true], textOf(third));
  // attack: a notice that the platform did not send
  const body = JSON.stringify({ type: "mydata.consent-ended", timestamp: new Date().toISOString(), data: { request: bank.id } });
  const headers = signedHeaders("whsec_AAAA", { id: "m3", at: new Date(), body });
  const forged = await fetch(`${origin}/ended`, { method: "POST", body, headers: { ...headers } });
  assert.match(await forged.text(), /sdk\.notice-refused/);
}

async function inTheApp({ citizen, signedIn }: OnlineScene, { said }: Running): Promise<void> {
  const browser = await signedIn(citizen.subject);
  const address = /https?:\/\/\S+/.exec(said)?.[0] ?? assert.fail(said);
  const shown = await back(browser, await browser.get(address), { act: "agree", field: "vaccinations.vaccinations" });
  const [record] = JSON.parse(shown.text) as { vaccinations: { source: string; value?: unknown[]; unavailable?: true } }[];
  assert.equal(record?.vaccinations.source, "1");
  assert.ok(Array.isArray(record.vaccinations.value) || record.vaccinations.unavailable, shown.text);
}

/** Months are added up from all pages; the book reads nothing once its person has withdrawn. */
async function inTheBook({ at, citizen, signedIn }: OnlineScene, { origin, said }: Running): Promise<void> {
  const browser = await signedIn(citizen.subject);
  const address = /https?:\/\/\S+/.exec(said)?.[0] ?? assert.fail(said);
  const thanked = await back(browser, await browser.get(address), { act: "agree", field: "cloud-invoices.invoices" });
  assert.equal(thanked.text, "Thank you");
  const months = await (await fetch(`${origin}/months`)).text();
  assert.match(months, /^(\d{4}-\d{2} \d+\n?){2,6}$/);
  const id = /requests\/([0-9a-f-]{36})/.exec(address)![1]!;
  await browser.post(at(`/my-data/consents/recipients/${id}/withdraw`), {});
  assert.equal(await (await fetch(`${origin}/months`)).text(), "mydata.consent-ended");
}

/** A till of a business that has not named it sells nothing; what it is told counts only when the platform signed it. */
async function atTheTill({ clock }: OnlineScene, { origin }: Running): Promise<void> {
  const sell = await fetch(`${origin}/sell`, { method: "POST", body: JSON.stringify({ receipt: "20261130-1", tea: 2 }) });
  assert.equal(await sell.text(), "shop.not-yours");
  const body = JSON.stringify({
    type: "invoice.messages-processed",
    timestamp: clock.now().toISOString(),
    data: { ban: "12345675" },
  });
  const tell = (key: string): Promise<Response> =>
    fetch(`${origin}/told`, { method: "POST", body, headers: { ...signedHeaders(key, { id: "m1", at: new Date(), body }) } });
  assert.equal(await (await tell("whsec_AAAA")).text(), "sdk.notice-refused");
  assert.equal(await (await tell(secret)).text(), "1");
  assert.equal(await (await tell(secret)).text(), "1", "the same notice again");
}
