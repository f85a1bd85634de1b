import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { sql, taipeiDate } from "@troad/kernel";
import type { MemberKey } from "@troad/pki/seal";
import { people } from "@troad/population";
import { registersApi } from "@troad/registers/api";
import { createRoot, generateSigner, issueCertificate } from "@troad/trust";
import { type Asking, consumer, household, type Minting, mint, openWorld, type World } from "./world.ts";

describe("the consent check of a register", () => {
  let world: World;
  let moda: MemberKey;
  let uri: string;
  const [person, other] = [...people({ seed: "t-road", size: 40, today: taipeiDate(new Date()) })];
  const nationalId = person!.nationalId;
  let messages = 0;

  before(async () => {
    world = await openWorld({ people: 300 });
    moda = await world.seal("GOV/MODA");
    await world.lists.publish("1", moda, [7]);
    uri = world.lists.uri("1");
  });
  after(() => world.close());

  const consent = (minting: Partial<Minting> = {}, key = moda) => mint(key, world.clock.now(), { nationalId, uri, ...minting });
  const ask = (token: string | undefined, asking: Asking = {}) =>
    world.ask({ nationalId, id: `m-${++messages}`, consent: token, ...asking });
  const refused = async (token: string | undefined, code: string, asking: Asking = {}) => {
    const answer = await ask(token, asking);
    assert.equal(answer.body.code, code, JSON.stringify(answer.body));
    assert.match(answer.type, /problem\+json/);
    const titles = answer.body.titles as Record<string, string>;
    assert.ok(titles.en && titles["zh-Hant"] && titles.en !== `error.${code}` && titles.en !== titles["zh-Hant"]);
    return answer;
  };

  test("a consent opens the agreed fields and nothing else, and the answer is written down without the national id", async () => {
    const id = crypto.randomUUID();
    const answer = await ask(await consent({ id }), { fields: ["name"], id: "first" });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.record, { name: person!.name });
    assert.ok(Math.abs(Date.parse(answer.body.asOf as string) - Date.now()) < 10_000);
    const entries = await world.running.schemas
      .ofAgency("registers", "moi")
      .rows<{ actor: string; target: string; detail: object }>(
        sql`select actor, target, detail from kernel_audit where action = 'register.read'`,
      );
    assert.deepEqual(entries, [
      {
        actor: "TWDEMO/EDU/NDU/AID",
        target: "household",
        detail: { fields: ["name"], consent: id, messageId: "first", agreement: "ndu-household-1" },
      },
    ]);
    assert.ok(!JSON.stringify(entries).includes(nationalId));
  });

  test("a request without a consent, or with something else in its place, is refused", async () => {
    const missing = await refused(undefined, "consent.missing");
    assert.equal(missing.status, 403);
    await refused("not.a.token", "consent.malformed");
    await refused(await consent({ typ: "jwt" }), "consent.malformed");
    await refused(await consent({ claims: { requests: "all" } }), "consent.malformed");
    await refused(await consent({ claims: { exp: "never" } }), "consent.malformed");
  });

  test("a consent with one altered letter, of another member, of another root or of another service is refused", async () => {
    const [head, payload, signature] = (await consent()).split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { requests: { fields: string[] }[] };
    claims.requests[0]!.fields.push("members");
    const widened = Buffer.from(JSON.stringify(claims)).toString("base64url");
    await refused(`${head}.${widened}.${signature}`, "consent.signature");
    await refused(`${head}.${payload}.${signature.slice(0, -4)}AAAA`, "consent.signature");
    await refused(await consent({}, await world.seal("EDU/NDU")), "consent.signature");
    await refused(await consent({}, await forgedSeal()), "consent.signature");
    await refused(await consent({ claims: { iss: "TWDEMO/GOV/MODA/PORTAL" } }), "consent.signature");
  });

  test("a consent counts from its beginning until its end", async () => {
    const now = Math.floor(world.clock.now().getTime() / 1000);
    await refused(await consent({ claims: { exp: now } }), "consent.expired");
    await refused(await consent({ claims: { nbf: now + 60 } }), "consent.not-yet-valid");
    // over and not yet begun at once: the order of the checks decides
    await refused(await consent({ claims: { exp: now - 1, nbf: now + 60, aud: "x" } }), "consent.expired");
  });

  test("a consent of another consumer, of another person or for other data is refused", async () => {
    await refused(await consent(), "consent.other-consumer", { client: "TWDEMO/GOV/MOI/REGISTERS" });
    await refused(await consent(), "consent.other-subject", { nationalId: other!.nationalId });
    await refused(await consent(), "consent.other-data", { fields: ["name", "members"] });
    await refused(await consent({ provider: "TWDEMO/GOV/MOHW/REGISTERS/low-income" }), "consent.other-data");
    await refused(await consent({ claims: { requests: [] } }), "consent.other-data");
  });

  test("a withdrawn consent is refused, and a withdrawal counts within five seconds", async () => {
    await refused(await consent({ idx: 7 }), "consent.withdrawn");
    assert.equal((await ask(await consent({ idx: 8 }))).status, 200);
    const asked = world.lists.asked();
    await world.lists.publish("1", moda, [7, 8]);
    assert.equal((await ask(await consent({ idx: 8 }))).status, 200);
    assert.equal(world.lists.asked(), asked);
    world.clock.shift(5_000);
    await refused(await consent({ idx: 8 }), "consent.withdrawn");
  });

  test("where the status cannot be had, nothing is given away", async () => {
    const answer = await refused(await consent({ uri: world.lists.uri("nowhere") }), "consent.status-unavailable");
    assert.equal(answer.status, 503);
    await refused(await consent({ uri: "http://127.0.0.1:1/status" }), "consent.status-unavailable");
    await refused(await consent({ uri: "file:///etc/passwd" }), "consent.status-unavailable");
    await refused(await consent({ idx: 32 }), "consent.status-unavailable");
    await world.lists.publish("other", await world.seal("EDU/NDU"), []);
    await refused(await consent({ uri: world.lists.uri("other") }), "consent.status-unavailable");
    await world.lists.publish("copied", moda, [], { sub: uri });
    await refused(await consent({ uri: world.lists.uri("copied") }), "consent.status-unavailable");
    await world.lists.publish("over", moda, [], { exp: Math.floor(world.clock.now().getTime() / 1000) - 1 });
    await refused(await consent({ uri: world.lists.uri("over") }), "consent.status-unavailable");
    // the failure is not remembered
    await world.lists.publish("nowhere", moda, []);
    assert.equal((await ask(await consent({ uri: world.lists.uri("nowhere") }))).status, 200);
  });

  test("a consent of which its issuer tells that it ended opens nothing from then on, whatever the status list says; nobody else can tell", async () => {
    const { url, token } = (await world.running.use(registersApi).serviceEndpoint("moi", "household"))!;
    const right = { id: "r", fields: [], consentRequired: false, endpoints: [{ method: "POST", path: "/consents-ended" }] };
    const told = async (consents: unknown, more: Record<string, string> = {}, as: object = right) => {
      const headers = {
        ...{ authorization: `Bearer ${token}`, "content-type": "application/json", "x-road-client": "TWDEMO/GOV/MODA/MYDATA" },
        ...{ "x-road-id": `ended-${++messages}`, "x-troad-right": JSON.stringify(as), ...more },
      };
      const answer = await fetch(`${url}/consents-ended`, { method: "POST", headers, body: JSON.stringify({ consents }) });
      return (await answer.json()) as { ended?: number; code?: string };
    };
    const [one, unasked, kept] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const token1 = await consent({ id: one });
    assert.equal((await ask(token1, { id: "before-end" })).status, 200);
    // attack: another member, the platform's other subsystem, a right for something else, a consent that waives it
    for (const [more, as] of [
      [{ "x-road-client": consumer }, right],
      [{ "x-road-client": "TWDEMO/GOV/MODA/PORTAL" }, right],
      [{}, { ...right, endpoints: [{ method: "POST", path: "/find" }] }],
      [{}, { ...right, endpoints: [] }],
      [{}, { ...right, consentRequired: true }],
    ] as const)
      assert.equal((await told([one, kept], more, as)).code, "consent.not-issuer");
    for (const wrong of ["all", [], [""], [one, 5]]) assert.equal((await told(wrong)).code, "request.invalid");
    assert.equal((await ask(await consent({ id: kept }))).status, 200, "what was refused has ended nothing");
    const lists = world.lists.asked();
    assert.deepEqual(await told([one, unasked, one]), { ended: 2 });
    assert.deepEqual(await told([one]), { ended: 0 }, "told again");
    await refused(token1, "consent.withdrawn", { id: "before-end" });
    await refused(await consent({ id: unasked }), "consent.withdrawn");
    assert.equal(world.lists.asked(), lists, "the list that says valid was not read again");
  });

  test("a consent is good for one answer of a service; the same message again gets the same answer", async () => {
    const token = await consent();
    const first = await ask(token, { id: "once", fields: ["name", "householdNo"] });
    assert.equal(first.status, 200);
    const db = world.running.schemas.ofAgency("registers", "moi");
    const data = JSON.stringify({ name: "改名" });
    await db.run(
      sql`insert into record (register, subject, data, valid_from, recorded_at)
        values ('person', ${nationalId}, ${data}, '2026-01-01', ${world.clock.now().toISOString()})`,
    );
    const again = await ask(token, { id: "once", fields: ["householdNo", "name"] });
    assert.deepEqual([again.status, again.body], [200, first.body]);
    const used = await refused(token, "consent.used", { id: "twice" });
    assert.equal(used.status, 409);
    await refused(token, "consent.used", { id: "once", fields: ["name"] });
    const later = await ask(await consent());
    assert.deepEqual(later.body.record, { name: "改名" });
  });

  test("of many requests at once with one consent exactly one is answered, and a refusal leaves no entry", async () => {
    const token = await consent();
    const count = async () =>
      (await world.running.schemas
        .ofAgency("registers", "moi")
        .one<{ n: number }>(sql`select count(*) as n from kernel_audit where action = 'register.read'`))!.n;
    const entries = await count();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => ask(token, { id: `rival-${at}` })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status, body }) => status === 200 || body.code === "consent.used"));
    assert.equal(await count(), entries + 1);
  });

  test("one consent may cover several services, each once", async () => {
    const requests = [household, "TWDEMO/GOV/MOHW/REGISTERS/low-income"].map((provider) => ({
      provider,
      fields: ["householdNo"],
      agreement: "a",
    }));
    const token = await consent({ claims: { requests } });
    const one = await ask(token, { fields: ["householdNo"] });
    const two = await ask(token, { fields: ["householdNo"], agency: "mohw", service: "low-income" });
    assert.deepEqual(two.body.record, { householdNo: person!.householdNo });
    assert.equal(one.status, 200);
    await refused(token, "consent.used", { fields: ["householdNo"], agency: "mohw", service: "low-income" });
  });

  test("all vehicles of a person are opened by their consent alone, and by a right that names just that", async () => {
    const owner = [...people({ seed: "t-road", size: 300, today: taipeiDate(new Date()) })].find(({ vehicle }) => vehicle)!;
    const provider = "TWDEMO/GOV/MOTC/REGISTERS/vehicle";
    const fields = ["plate", "make"];
    const right = { id: "r", fields, consentRequired: true, endpoints: [{ method: "POST", path: "/of" }] };
    const { url, token } = (await world.running.use(registersApi).serviceEndpoint("motc", "vehicle"))!;
    const of = async (asked: { by?: string; consent?: string; right?: object; fields?: string[] }) => {
      const headers = {
        ...{ authorization: `Bearer ${token}`, "content-type": "application/json", "x-road-client": consumer },
        ...{ "x-road-id": `of-${++messages}`, "x-troad-right": JSON.stringify(asked.right ?? right) },
        ...(asked.consent === undefined ? {} : { "x-troad-consent": asked.consent }),
      };
      const body = JSON.stringify({ nationalId: asked.by ?? owner.nationalId, fields: asked.fields ?? fields });
      const answer = await fetch(`${url}/of`, { method: "POST", headers, body });
      return (await answer.json()) as { found?: boolean; records?: object[]; code?: string };
    };
    const given = () => consent({ nationalId: owner.nationalId, provider, fields });
    const once = await given();
    const { plate, make } = owner.vehicle!;
    const answer = await of({ consent: once });
    assert.deepEqual([answer.found, answer.records], [true, [{ plate, make }]]);
    assert.equal((await of({ consent: once })).code, "consent.used");
    assert.equal((await of({})).code, "consent.missing");
    assert.equal((await of({ consent: await given(), by: other!.nationalId })).code, "consent.other-subject");
    assert.equal((await of({ consent: await given(), fields: ["plate", "owner"] })).code, "field.not-agreed");
    for (const less of [{ consentRequired: false }, { endpoints: [] }, { endpoints: [{ method: "POST", path: "/find" }] }])
      assert.equal((await of({ consent: await given(), right: { ...right, ...less } })).code, "read.by-law-only");
    assert.equal((await of({ consent: await consent({ nationalId: owner.nationalId, fields }) })).code, "consent.other-data");
  });
});

/** A seal that says GOV/MODA under a root of the forger's own. */
async function forgedSeal(): Promise<MemberKey> {
  const [rootSigner, signer] = [await generateSigner("P-256"), await generateSigner("P-256")];
  const dates = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const root = await createRoot({ subject: { C: "TW", O: "Forger", CN: "Root" }, signer: rootSigner, ...dates });
  const issuer = { signer: await generateSigner("P-256"), certificate: root };
  const issuing = await issueCertificate({
    profile: "issuing",
    subject: { C: "TW", O: "Forger", CN: "Issuing" },
    publicKey: issuer.signer.publicKey,
    issuer: { signer: rootSigner, certificate: root },
    ...dates,
  });
  const subject = { C: "TW", O: "MyData", CN: "MyData", serialNumber: "TWDEMO/GOV/MODA" };
  const certificate = await issueCertificate({
    profile: "seal",
    subject,
    publicKey: signer.publicKey,
    issuer: { signer: issuer.signer, certificate: issuing },
    ...dates,
  });
  return { signer, certificate, chain: [certificate, issuing] };
}
