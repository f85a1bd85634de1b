import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import https from "node:https";
import path from "node:path";
import { eidApi } from "@troad/eid/api";
import { sql } from "@troad/kernel";
import type { Page } from "../../apps/troad/demo/browser.ts";
import { registrationOf } from "../../modules/eid/test/clients.ts";
import { connect, newKeys, packFiles } from "../../packages/sdk/index.ts";
import { student, until } from "./exchange.ts";
import { scratch } from "./government.ts";
import type { OnlineScene } from "./online-scene.ts";
import type { Receiver } from "./webhook-receiver.ts";

type Pair = { key: string; certificate: string };
/** A key and a certificate that sign what a company gives. */
export function signingPair(name: string): Pair {
  const folder = scratch("signing");
  const [key, crt] = [path.join(folder, "own.key"), path.join(folder, "own.crt")];
  const args = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    key,
    "-out",
    crt,
    "-subj",
    `/CN=${name}`,
  ];
  assert.equal(spawnSync("openssl", args).status, 0);
  return { key: fs.readFileSync(key, "utf8"), certificate: fs.readFileSync(crt, "utf8") };
}

/** What the example of a telecom operator needs to give its customers data. */
export const providing = ({ own }: Receiver, port: number) => ({
  ...{ port, tlsKey: own.key.toString(), tlsCertificate: own.cert.toString() },
  ...signingPair("Telecom"),
});

const home = "/my-data/companies-hold";
const textOf = ({ text, url }: Page): string => `${url} ${text.replaceAll(/<[^>]+>|\s+/g, " ").slice(0, 600)}`;

/** The operator gives its customer contracts and numbers, and others nothing; what it must not give is not taken. */
export async function telecomProvides(scene: OnlineScene, { clientId }: { clientId: string }): Promise<void> {
  const { government, at, officer, signedIn, citizen } = scene;
  const office = await officer();
  const waiting = await office.get(at("/work/company-data"));
  assert.match(waiting.text, /Telephone contracts[\s\S]+Numbers that you own/);
  const browser = await signedIn(citizen.subject);
  assert.ok(!(await browser.get(at(home))).text.includes("Telephone contracts"), "nobody sees it before it is approved");
  assert.equal((await browser.get(at("/work/company-data"))).status, 403);
  for (const id of ["telecom-contracts", "telecom-numbers"]) {
    assert.equal((await office.post(at(`/work/company-data/${id}/1`), { decision: "approved", reason: "" })).status, 422);
    assert.match(
      (await office.post(at(`/work/company-data/${id}/1`), { decision: "approved", reason: "fits" })).text,
      /Approved/,
    );
  }
  const asked = async (person: typeof browser, id: string): Promise<Page> => {
    const form = await person.get(at(`${home}/${id}`));
    const key = /name="key" value="([^"]+)"/.exec(form.text)?.[1] ?? assert.fail(textOf(form));
    const sent = await person.post(at(`${home}/${id}`), { key });
    assert.equal((await person.post(at(`${home}/${id}`), { key })).url, sent.url, "the same form again is the same request");
    return until(async () => {
      const page = await person.get(sent.url);
      return page.text.includes("Being asked") ? undefined : page;
    }, "the company's answer");
  };
  const given = await asked(browser, "telecom-contracts");
  assert.match(given.text, /Arrived/, textOf(given));
  const file = await browser.get(`${given.url}/telecom-contracts.csv`);
  assert.match(file.text, /"number","address"\r\n"09\d{8}"/);
  const number = /09\d{8}/.exec(file.text)![0];
  assert.match(
    (await browser.get(`${(await asked(browser, "telecom-numbers")).url}/telecom-numbers.json`)).text,
    new RegExp(number),
  );
  const stranger = await signedIn(student(2).subject);
  assert.match((await asked(stranger, "telecom-contracts")).text, /Nothing there/);
  assert.equal((await stranger.get(`${given.url}/telecom-contracts.csv`)).status, 404, "another person's request");
  const stored = JSON.stringify(await government.running.schemas.of("providers").rows(sql`select * from source_request`));
  assert.ok(!stored.includes(number) && !stored.includes(citizen.nationalId));
  await scripted(scene, clientId);
}

/** A company whose answers are not what they should be, by a script; the weaknesses of the protocol's first form. */
async function scripted(scene: OnlineScene, telecom: string): Promise<void> {
  const { government, receiver, scriptedPort, at, officer, signedIn, subjectOf, clock } = scene;
  const keys = await newKeys();
  const both = (text: string) => ({ en: text, "zh-Hant": `${text}資料` });
  const registration = registrationOf({
    organisation: { kind: "business", id: "scripted", name: both("Scripted Ltd") },
    ...{
      name: both("Scripted"),
      auth: "private_key_jwt",
      keys: keys.registered as never,
      redirectUris: ["https://localhost/back"],
      claims: [],
    },
  });
  const eid = government.running.use(eidApi);
  const { client: id, version } = await eid.applyForClient({ client: null, by: subjectOf("provider-officer"), registration });
  await eid.decideClient({ client: id, version, decision: "approved", by: "reviewer", reason: "fits" });
  const company = connect({
    ...{ portal: government.portal, clientId: id, ...keys, root: "00", member: "TWDEMO/GOV/MODA" },
    now: () => clock.now(),
  });
  const [own, other] = [signingPair("Scripted"), signingPair("Other")];
  const terms = {
    name: both("Scripted"),
    about: both("About"),
    fields: [{ name: both("Line") }],
    law: "電信管理法",
    address: `https://${receiver.impostor.host}/x`,
    certificate: own.certificate,
  };
  await assert.rejects(
    company.providers.offer("scripted", { ...terms, address: "https://evil.example/" }),
    /providers\.address-elsewhere/,
  );
  await assert.rejects(
    company.providers.offer("scripted", { ...terms, certificate: "x".repeat(200) }),
    /providers\.certificate-wrong/,
  );
  await assert.rejects(company.providers.offer("telecom-contracts", terms), /providers\.id-taken/);
  const office = await officer();
  const approve = (version: number) =>
    office.post(at(`/work/company-data/scripted/${version}`), { decision: "approved", reason: "fits" });
  const browser = await signedIn(student(1).subject);
  const ask = async (): Promise<string> => {
    const form = await browser.get(at(`${home}/scripted`));
    return (await browser.post(at(`${home}/scripted`), { key: /name="key" value="([^"]+)"/.exec(form.text)![1]! })).url;
  };
  const outcome = (url: string) =>
    until(async () => /(Arrived|Nothing there|Reason: [a-z0-9-]+)/.exec((await browser.get(url)).text)?.[1], "an outcome");
  // a server under a certificate that nobody trusts is told nothing, not even that it was asked for someone
  await company.providers.offer("scripted", terms);
  await approve(1);
  const told = receiver.impostor.told();
  const hanging = await ask();
  await until(() => receiver.impostor.calls() > 0, "the call");
  assert.equal(receiver.impostor.told(), told, "TLS is verified");
  // at its own address it answers by the script
  const { server, port } = await companyServer(receiver, scriptedPort);
  try {
    const script: (() => { status: number; body?: Buffer; headers?: object })[] = [];
    const tokens: string[] = [];
    server.on("request", (request, response) => {
      tokens.push(request.headers.authorization ?? "");
      const { status, body, headers } = script.shift()?.() ?? { status: 500 };
      response.writeHead(status, { ...headers }).end(body);
    });
    const resource = await company.providers.offer("scripted", { ...terms, address: `https://localhost:${port}/x` });
    assert.equal(resource.version, 2);
    await approve(2);
    assert.match(await outcome(hanging), /source-ended/, "what was asked of the version before is not asked of this one");
    const files = [{ name: "lines.csv", data: "line\r\n1\r\n" }];
    const good = { status: 200, body: packFiles(files, own) };
    script.push(
      () => ({ status: 429, headers: { "retry-after": "1" } }),
      () => good,
    );
    assert.equal(await outcome(await ask()), "Arrived", "it was not ready, and then it was");
    const used = tokens.at(-1)!;
    assert.deepEqual(await company.providers.introspect(used, resource), { active: false }, "a token that was answered is over");
    script.push(() => ({ status: 200, body: packFiles(files, other) }));
    assert.equal(await outcome(await ask()), "Reason: certificate", "the certificate that came along proves nothing");
    script.push(() => ({ status: 302, headers: { location: "https://evil.example/" } }));
    assert.equal(await outcome(await ask()), "Reason: status-302", "no redirect is followed");
    let seen: unknown[] = [];
    script.push(
      () => ({ status: 429, headers: { "retry-after": "2" } }),
      () => good,
    );
    const last = await ask();
    await until(() => tokens.length >= 5, "the call");
    const token = tokens.at(-1)!;
    const mine = await company.providers.introspect(token, resource);
    assert.ok(mine.active && mine.scope === "scripted" && mine.sub !== student(1).subject);
    const part = { ...resource, resource_id: "script" };
    seen = await Promise.all([
      company.providers.introspect(token, part).catch((error: Error) => error.message),
      company.providers.introspect("Bearer mydata::x", resource),
    ]);
    assert.deepEqual(seen, ["sdk.introspection-refused", { active: false }], "a part of a scope is none");
    assert.notEqual(telecom, id);
    const info = await fetch(at("/mydata/tw/connect/userinfo"), { headers: { authorization: token } });
    assert.deepEqual(Object.keys((await info.json()) as object), ["sub"], "it was approved for no name and no number");
    assert.equal(await outcome(last), "Arrived");
    await office.post(at("/work/company-data/scripted/2"), { decision: "ended", reason: "over" });
    assert.equal((await browser.get(at(`${home}/scripted`))).status, 404);
  } finally {
    server.close();
  }
}

/** A server of the company at the address that the platform may ask, besides the operator's own. */
async function companyServer({ own }: Receiver, at: number): Promise<{ server: https.Server; port: number }> {
  const server = https.createServer({ key: own.key, cert: own.cert });
  await new Promise<void>((done) => server.listen(at, "localhost", done));
  return { server, port: (server.address() as { port: number }).port };
}
