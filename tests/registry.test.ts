import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { json, sql, systemClock, systemIds } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { parseCertificates } from "@troad/trust";
import { readAnchor, verifyGlobalConf } from "@troad/xroad";
import { readNetworks } from "../modules/road/domain/networks.ts";
import { proofBytes } from "../modules/road/domain/requests.ts";
import { openDirectory } from "../modules/road/gateway/configuration/directory.ts";
import { outsideAgent } from "../modules/road/gateway/outside.ts";
import { signRequest } from "../modules/road/gateway/registration.ts";
import { clientsOfContent, membersOfContent, registersOfContent } from "./kit/agencies.ts";
import { consumer, gatewayEndpoints, household } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";
import { type Member, openMember, postToPeer, shownBy } from "./kit/member.ts";
import { grantAccess } from "./kit/right.ts";

let government: Government;
let ministry: Member;
let school: Member;
before(async () => {
  government = await startGovernment({ fresh: true });
  [ministry, school] = [await openMember(government, "moi"), await openMember(government, "ndu")];
});
after(() => government.stop());

const road = () => government.running.use(roadApi);
const context = { clock: systemClock, ids: systemIds(systemClock) };
const whose = { instance: "TWDEMO", member: "GOV/MOI" };
const endpoints = () => gatewayEndpoints(government, "TWDEMO/GOV/MOI");
const refusedWith = (code: string) => (error: { code?: string }) => error.code === code;

const registration = (over: object = {}) =>
  signRequest(context, ministry, whose, {
    type: "gateway-registration",
    server: "SS1",
    agency: "moi",
    address: endpoints().server,
    consumerUrl: endpoints().consumer,
    tlsCertificate: ministry.tls.certificate.pem,
    sealCertificate: ministry.seal.certificate.pem,
    encryptionCertificate: null,
    ...over,
  });

async function download(): Promise<{ directory: Buffer; files: Map<string, Buffer>; anchor: string }> {
  const get = async (path: string) => Buffer.from(await (await fetch(`${government.portal}${path}`)).arrayBuffer());
  const directory = await get("/internalconf?version=6");
  const files = new Map<string, Buffer>();
  for (const [, location = ""] of directory.toString("latin1").matchAll(/Content-location: (\S+)/g))
    files.set(location, await get(location));
  return { directory, files, anchor: await road().anchor("internal") };
}

test("the configuration is X-Road's in versions 5 and 6, and holds against the anchor", async () => {
  const { directory, files, anchor } = await download();
  const read = readAnchor(Buffer.from(anchor));
  assert.ok(read.ok);
  const certificates = read.value.sources.flatMap((source) => source.certificates);
  const check = { instance: "TWDEMO", certificates, now: new Date(), version: 6 };
  const verified = verifyGlobalConf(directory, (location) => files.get(location), check);
  assert.ok(verified.ok, JSON.stringify(verified));
  const shared = verified.value.shared.get("TWDEMO")!;
  assert.equal(shared.servers.length, membersOfContent);
  assert.ok(
    shared.servers.every(({ clients }) => clients.length > 0),
    "each gateway serves its subsystems",
  );
  assert.deepEqual([shared.approvedCas.length, shared.approvedTsas.length], [1, 1]);
  assert.equal((await fetch(`${government.portal}/externalconf?version=5`)).status, 200);

  // attack: one byte of a part, one of the signed directory
  for (const location of files.keys()) {
    const altered = Buffer.from(files.get(location)!);
    altered[altered.length >> 1]! ^= 1;
    const refused = verifyGlobalConf(directory, (one) => (one === location ? altered : files.get(one)), check);
    assert.equal(refused.ok || refused.code, "part.digest", location);
  }
  const text = directory.toString("latin1").replace("Version: 6", "Version: 7");
  const refused = verifyGlobalConf(Buffer.from(text, "latin1"), (one) => files.get(one), check);
  assert.equal(refused.ok || refused.code, "directory.bad-signature");
  // attack: an anchor of someone else
  const stranger = verifyGlobalConf(directory, (one) => files.get(one), {
    ...check,
    certificates: parseCertificates(school.root),
  });
  assert.equal(stranger.ok || stranger.code, "directory.unknown-certificate");
});

test("a gateway keeps the last configuration on disk, and takes none that is older", async () => {
  const read = readAnchor(Buffer.from(await road().anchor("internal")));
  assert.ok(read.ok);
  const { running } = government;
  const outside = outsideAgent(readNetworks("", "none"));
  const options = { anchor: read.value, folder: scratch("kept"), outside, clock: systemClock, log: running.log };
  const first = openDirectory({ ...options, url: `${government.portal}/internalconf` });
  await first.refresh();
  first.stop();
  // the registry is dead: nothing listens on that port
  const second = openDirectory({ ...options, url: "http://127.0.0.1:9/internalconf" });
  assert.equal(second.current().issuedAt, first.current().issuedAt);
  await assert.rejects(second.refresh());
  assert.equal(second.current().members.length, membersOfContent);
  second.deny(["ndu-household-1"]);
  assert.ok(!second.current().agreements.some(({ id }) => id === "ndu-household-1"), "denied at once");
  second.stop();
  await outside.destroy();
});

test("attack: forged, replayed, outdated and foreign management requests are refused", async () => {
  const good = await registration();
  assert.equal((await road().submitRequest(good)).state, "approved");
  await assert.rejects(road().submitRequest(good), refusedWith("registry.request-replayed"));
  const [head, body = "", signature] = (await registration()).sealed.split(".");
  const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, address: "https://10.0.0.1:1" })).toString("base64url");
  await assert.rejects(
    road().submitRequest({ ...good, sealed: `${head}.${forged}.${signature}` }),
    refusedWith("registry.request-signature"),
  );
  const bySchool = await signRequest(context, school, whose, { type: "gateway-deletion", server: "SS1" });
  await assert.rejects(road().submitRequest(bySchool), refusedWith("registry.request-signature"));
  const late = { ids: context.ids, clock: { now: () => new Date(Date.now() - 6 * 60_000) } };
  const old = await signRequest(late, ministry, whose, { type: "gateway-deletion", server: "SS1" });
  await assert.rejects(road().submitRequest(old), refusedWith("registry.request-outdated"));
});

test("attack: nobody registers a TLS certificate without its key, or of another member", async () => {
  const good = await registration();
  const proof = Buffer.from(await school.tls.signer.sign(proofBytes(good.sealed))).toString("base64");
  await assert.rejects(road().submitRequest({ ...good, proof }), refusedWith("registry.possession-unproven"));
  const stolen = await registration({ tlsCertificate: school.tls.certificate.pem });
  await assert.rejects(road().submitRequest(stolen), refusedWith("registry.certificate-refused"));
});

test("a segment outside of the network, or with another certificate, is not activated, and the findings are kept", async () => {
  const outside = await road().submitRequest(await registration({ address: "https://8.8.8.8:443" }));
  assert.deepEqual([outside.state, outside.failed], ["submitted", ["network", "tls", "clock", "ocsp"]]);
  await assert.rejects(
    road().decideRequest({ id: outside.id, approve: true, reason: null, actor: "officer" }),
    refusedWith("registry.check-failed"),
  );
  const other = gatewayEndpoints(government, "TWDEMO/EDU/NDU").server;
  const wrong = await road().submitRequest(await registration({ address: other }));
  assert.deepEqual([wrong.state, wrong.failed[0]], ["submitted", "tls"]);
  await road().decideRequest({ id: wrong.id, approve: false, reason: "another member's gateway", actor: "officer" });
  const view = await road().request(wrong.id);
  assert.deepEqual([view.state, view.checks[0]?.ok, view.checks[1]?.ok], ["declined", true, false]);
  const good = await road().requests({ state: "approved", limit: 100 });
  const [found] = good.filter(({ type }) => type === "gateway-registration");
  assert.deepEqual(
    (await road().request(found!.id)).checks.map(({ name, ok }) => `${name} ${ok}`),
    ["network true", "tls true", "clock true", "ocsp true"],
  );
});

test("attack: only the platform tells a gateway that rights ended", async () => {
  const body = Buffer.from(JSON.stringify({ denied: ["ndu-household-1"] }));
  for (const path of ["/configuration-changed", "/onboarding"]) {
    const answer = await postToPeer(endpoints().server, body, shownBy(school), school.root, path);
    assert.equal(answer.error, "Server.ServerProxy.UnknownPeer", path);
  }
});

test("attack: officers of a third agency neither grant nor see nor end a right; asked again, an act does nothing twice", async () => {
  for (const deciders of [[], [{ subject: "x", agency: "mohw" }], [{ subject: "x", agency: "ndu" }]]) {
    const { key, ...reply } = await grantAccess(government, { deciders });
    assert.deepEqual(reply, { refused: "application.not-yours" });
    await assert.rejects(road().application({ id: key, agency: "ndu" }), refusedWith("application.unknown"));
  }
  for (const values of [{ fields: ["everything"] }, { fields: [] }, { volume: 0 }, { validUntil: "2020-01-01" }, { purpose: 1 }])
    assert.equal("refused" in (await grantAccess(government, { values })), true, JSON.stringify(values));
  const granted = await grantAccess(government);
  assert.deepEqual(granted, { key: granted.key, given: { officers: 1, right: granted.key } });
  const { key: id } = granted;
  assert.deepEqual(await grantAccess(government, { key: id }), granted);
  const other = await grantAccess(government, { key: id, values: { provider: "TWDEMO/GOV/MOI/REGISTERS/person" } });
  assert.equal("refused" in other, true);
  assert.equal((await road().application({ id, agency: "moi" })).actions.length, 2);
  const twice = await grantAccess(government, { check: true });
  assert.deepEqual(twice, { key: twice.key, refused: "application.right-exists" });
  await assert.rejects(road().application({ id, agency: "mohw" }), refusedWith("application.unknown"));
  for (const agency of ["mohw", "ndu"])
    await assert.rejects(road().revokeApplication({ id, agency, actor: "x", reason: "r" }), refusedWith("application.not-yours"));
  await road().revokeApplication({ id, agency: "moi", actor: "m", reason: "no need" });
  await assert.rejects(
    road().revokeApplication({ id, agency: "moi", actor: "m", reason: "again" }),
    refusedWith("application.wrong-state"),
  );
});

test("attack: an anchor that leads into inner networks, or expands, is refused", async () => {
  const own = await road().anchor("external");
  const foreign = own.replaceAll("TWDEMO", "EE");
  const attacks: [string, string][] = [
    [own, "own instance"],
    [foreign, "inner address"],
    [foreign.replace(/>http:[^<]+/, ">http://169.254.169.254/externalconf"), "inner address"],
    ["<!DOCTYPE x><x/>", "xml.dtd-refused"],
  ];
  for (const [xml, reason] of attacks)
    await assert.rejects(road().trustAnchor({ xml, actor: "officer" }), (error: { code?: string; params?: object }) => {
      assert.deepEqual([error.code, error.params], ["registry.anchor-refused", { reason }]);
      return true;
    });
});

test("a key that gateways may not have heard of does not sign yet", async () => {
  await assert.rejects(road().rotateKey({ distribution: "internal", actor: "o" }), refusedWith("registry.key-too-young"));
});

test("a group of known members goes into the configuration, and one of strangers is refused", async () => {
  const group = { code: "schools", description: "Schools", actor: "officer" };
  await assert.rejects(road().setGroup({ ...group, members: ["EDU/NOBODY"] }), refusedWith("registry.member-unknown"));
  await road().setGroup({ ...group, members: ["EDU/NDU"] });
  const { files } = await download();
  const shared = [...files].find(([location]) => location.endsWith("shared-params.xml"))?.[1].toString() ?? "";
  assert.match(shared, /<groupCode>schools<\/groupCode>/);
});

test("metaservices go over the road and say what there is and what is allowed", async () => {
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  const get = (path: string) =>
    fetch(`${gateway}${path}`, { headers: { "x-road-client": consumer, accept: "application/json" } });
  const provider = household.slice(0, household.lastIndexOf("/"));
  for (const name of ["listMethods", "allowedMethods"]) {
    const { service } = (await (await get(`/r1/${provider}/${name}`)).json()) as { service: { service_code: string }[] };
    assert.deepEqual(
      service.map((one) => one.service_code),
      name === "listMethods" ? registersOfContent("moi") : ["household"],
      name,
    );
  }
  const openapi = (await (await get(`/r1/${provider}/getOpenAPI?serviceCode=household`)).json()) as { openapi: string };
  assert.match(openapi.openapi, /^3\./);
  const unknown = await get(`/r1/${provider}/getOpenAPI?serviceCode=../household`);
  assert.equal(unknown.headers.get("x-road-error"), "Server.ServerProxy.UnknownService");
  const { member } = (await (await get("/listClients")).json()) as { member: object[] };
  assert.equal(member.length, clientsOfContent);
  const xml = await (await fetch(`${gateway}/listClients`)).text();
  assert.match(xml, /<xroad:clientList /);
  assert.equal((await get("/verificationconf")).headers.get("content-type"), "application/zip");
});

test("attack: a right that was granted in the index alone is no right, and one that was widened there stays as approved", async () => {
  const db = government.running.schemas.of("road");
  const rights = () => road().agreements();
  const [right] = await rights();
  const { id } = right!;
  const row = await db.one<{ granted: object }>(sql`select granted from access_index where id = ${id}`);
  await db.run(sql`update access_index set granted = jsonb_set(granted, '{fields}', '["everything"]') where id = ${id}`);
  await db.run(sql`
    insert into access_index (id, consumer, provider, state, granted, created_at, updated_at)
    select 'forged', consumer, provider, state, granted, created_at, updated_at from access_index where id = ${id}`);
  const shown = await rights();
  assert.deepEqual(
    shown.find((one) => one.id === id),
    right,
  );
  assert.ok(!shown.some((one) => one.id === "forged" || one.fields.includes("everything")));
  await db.run(sql`delete from access_index where id = 'forged'`);
  await db.run(sql`update access_index set granted = ${json(row!.granted)} where id = ${id}`);
});

test("a subsystem that a member registers waits until a case has entered it, and is then served without another decision", async () => {
  const wish = { type: "client-registration" as const, server: "SS1", subsystem: "LATER" };
  const early = await road().submitRequest(await signRequest(context, ministry, whose, wish));
  assert.equal(early.state, "submitted");
  await assert.rejects(
    road().decideRequest({ id: early.id, approve: true, reason: null, actor: "officer" }),
    refusedWith("registry.subsystem-unknown"),
  );
  const act = (deciders: { subject: string; agency: string }[], agency = "moi") =>
    road().act({
      ...{ does: "road.register", key: "case", check: false, deciders },
      by: { subject: "applicant", business: null, posts: [{ role: "police-officer", agency }] },
      values: { what: "subsystem", member: "GOV/MOI", memberClass: "COM", subsystem: "LATER" },
    });
  const officer = { subject: "operator", agency: "moda" };
  assert.deepEqual(await act([]), { refused: "application.second-person" });
  assert.deepEqual(await act([{ ...officer, agency: "moi" }]), { refused: "application.second-person" });
  assert.deepEqual(await act([officer], "ndu"), { refused: "application.not-own-member" });
  assert.deepEqual(await act([officer]), { given: { officers: 1, member: "GOV/MOI" } });
  assert.equal((await road().request(early.id)).state, "approved");
  const moi = (await road().members()).find(({ member }) => member === "GOV/MOI")!;
  assert.ok(moi.gateways[0]!.clients.includes("GOV/MOI/LATER"), JSON.stringify(moi));
});
