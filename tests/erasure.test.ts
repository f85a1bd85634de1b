import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { shiftedClock, sql } from "@troad/kernel";
import { mydataApi } from "@troad/mydata/api";
import { roadApi } from "@troad/road/api";
import { eraseInArchive, readArchive, readAsice, writeAsice } from "@troad/trust";
import pg from "pg";
import { agree, ask, assertHasText, assertRefused, evidenceOf, gatewayEndpoints, student, until, useOf } from "./kit/exchange.ts";
import { type Government, scratch, startGovernment } from "./kit/government.ts";
import { openMember, postToPeer, shownBy } from "./kit/member.ts";
import { socketOf } from "./kit/servers.ts";
import { type Ran, troad } from "./kit/troad.ts";

const day = 86_400_000;
// in the past, so that what is stamped after the clock moved is not in the future for a verifier
const clock = shiftedClock(-40 * day);
const citizen = student();
const files = scratch("erasure");
let government: Government;
let gateway: string;
before(async () => {
  const content = scratch("erasure-content");
  fs.mkdirSync(path.join(content, "agencies", "ndu"), { recursive: true });
  const rules = [{ service: "GOV/MOI/REGISTERS/household", days: 30 }];
  fs.writeFileSync(path.join(content, "agencies", "ndu", "retention.json"), JSON.stringify(rules));
  const env = { ROAD_ERASURE_SECONDS: "1", ROAD_ARCHIVE_SECONDS: "1", ROAD_ARCHIVE_EXCHANGES: "2" };
  government = await startGovernment({ clock, content: [content], env, ownServer: true });
  gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  fs.writeFileSync(path.join(files, "root.crt"), (await government.running.use(roadApi).roots()).join(""));
});
after(() => government.stop());

const records = (...words: string[]): Promise<Ran> => troad("records", ...words, `--data=${government.data}`);

async function exchange(id: string): Promise<{ consentId: string; token: string }> {
  const { token, consentId } = await agree(government.running, { citizen, key: id });
  assert.equal((await ask({ gateway, citizen, id, consent: token })).status, 200);
  await useOf(government.running, citizen, id, ["consumer", "provider"]);
  await evidence(id, "consumer");
  await evidence(id, "provider");
  return { consentId, token };
}

const evidence = (id: string, side: "consumer" | "provider"): Promise<Buffer> =>
  until(async () => {
    // right after the clock moved the configuration is being fetched
    const found = await evidenceOf(government.running, id, side).catch(() => undefined);
    return found?.state === "sealed" && Buffer.from(found.container, "base64");
  }, `the evidence of ${id}`);

function contentsOf(container: Buffer) {
  const read = readAsice(container);
  assert.ok(read.ok);
  return read.value;
}
const bodiesIn = (container: Buffer): string[] =>
  contentsOf(container)
    .files.map(({ name }) => name)
    .filter((name) => name.includes("-body."));
const erased = (id: string, side: "consumer" | "provider" = "consumer"): Promise<Buffer> =>
  until(async () => {
    const container = await evidence(id, side);
    return bodiesIn(container).length === 0 && container;
  }, `the erasure of ${id}`);

let spent = "";
let verified = 0;
async function verify(container: Buffer): Promise<Ran> {
  const file = path.join(files, `container-${++verified}.asice`);
  fs.writeFileSync(file, container);
  return troad("verify", file, `--pki=${files}`);
}

test("a body is erased when its time is over, unless a hold is on it; the proof survives", async () => {
  ({ token: spent } = await exchange("over"));
  const { consentId } = await exchange("held");
  const held = await records("hold", "--agency=ndu", `--consent=${consentId}`, "--reason=a lawsuit", "--json");
  assert.equal(held.exit, 0, held.err);
  const { id: hold } = JSON.parse(held.out) as { id: number };

  clock.shift(31 * day);
  const container = await erased("over");
  const told = await verify(container);
  assert.equal(told.exit, 0, told.out);
  assert.match(told.out, /body erased or left out, everything else holds/);
  assert.match(told.out, /^erased {2}response-body\.json$/m);
  assert.deepEqual(bodiesIn(await evidence("held", "consumer")).length, 2, "the hold holds");
  assert.deepEqual(bodiesIn(await evidence("over", "provider")).length, 2, "the ministry's log is the ministry's");
  const use = await government.running.use(mydataApi).checkUse(citizen.subject, "over");
  assert.deepEqual([use.container?.valid, use.log?.valid], [true, true], JSON.stringify(use));

  assert.equal((await records("end", String(hold), "--agency=ndu", "--reason=it ended")).exit, 0);
  await erased("held");
  const list = await records("list", "--agency=ndu", "--json");
  const [order] = JSON.parse(list.out) as { kind: string; reason: string; ended_by: string }[];
  assert.deepEqual([order?.kind, order?.reason, order?.ended_by], ["hold", "a lawsuit", "records-officer of ndu"]);
  assert.equal((await records("end", String(hold), "--agency=ndu", "--reason=again", "--json")).exit, 1);
});

test("an officer orders an erasure; a hold comes first, and the order is done when it ends", async () => {
  await exchange("ordered");
  const held = await records("hold", "--agency=moi", "--exchange=ordered", "--reason=asked by a court", "--json");
  const { id: hold } = JSON.parse(held.out) as { id: number };
  assert.equal((await records("erase", "--agency=moi", "--exchange=ordered", "--reason=asked by the person")).exit, 0);
  await exchange("later");
  assert.equal(bodiesIn(await evidence("ordered", "provider")).length, 2);
  assert.equal((await records("end", String(hold), "--agency=moi", "--reason=the court has what it needs")).exit, 0);
  await erased("ordered", "provider");
  assert.equal(bodiesIn(await evidence("later", "provider")).length, 2, "nothing else was erased");
  for (const words of [
    ["erase", "--agency=moi"],
    ["hold", "--agency=moi", "--exchange=a", "--consent=b"],
    ["hold", "--exchange=a"],
  ])
    assert.equal((await records(...words, "--reason=r")).exit, 2, words.join(" "));
  assert.equal((await records("erase", "--agency=moi", "--exchange=x", "--json")).exit, 1, "a reason is needed");
});

test("an exchange whose contents were erased is not made again under its id", async () => {
  const again = { gateway, citizen, id: "over", consent: spent };
  const told = await ask(again);
  assert.deepEqual([told.status, told.error], [500, "Server.ClientProxy.AnswerNotKept"], JSON.stringify(told.body));
  assertHasText(government.running, "Server.ClientProxy.AnswerNotKept");
  await assertRefused({ ...again, fields: ["name"] }, "Client.ClientProxy.MessageIdReused", 409);
});

test("what was altered is invalid, erased or not: a wrong body, a wrong list, a list of what is there", async () => {
  const bare = contentsOf(await erased("over"));
  const full = contentsOf(await evidence("over", "provider"));
  const xml = bare.signatures[0]!.xml.toString();
  const beside = [...bare.beside].map(([name, data]) => ({ name, data }));
  const data = (files: typeof bare.files) => files.map(({ name, mime, data }) => ({ name, mime: mime ?? "", data }));
  const list = bare.beside.get("META-INF/erased.txt")!.toString();
  assert.equal((await verify(writeAsice(data(bare.files), xml, beside))).exit, 0, "put together again as it was");

  const body = full.files.find(({ name }) => name === "response-body.json")!;
  const forged = { name: body.name, mime: body.mime!, data: Buffer.from(body.data.toString().replace("true", "null")) };
  const withForged = [...data(bare.files), forged];
  const attacks: [string, Buffer][] = [
    ["an altered body in place of the erased one", writeAsice(withForged, xml)],
    ["an altered body beside the list", writeAsice(withForged, xml, beside)],
    ["no list", writeAsice(data(bare.files), xml)],
    [
      "another digest",
      writeAsice(data(bare.files), xml, [
        { name: "META-INF/erased.txt", data: Buffer.from(list.replace(/^./, (one) => (one === "A" ? "B" : "A"))) },
      ]),
    ],
    [
      "a name that was never signed",
      writeAsice(data(bare.files), xml, [
        { name: "META-INF/erased.txt", data: Buffer.from(list.replace("response-body", "other-body")) },
      ]),
    ],
    [
      "an altered head beside an erased body",
      writeAsice(
        data(bare.files).map((one) =>
          one.name === "response.http" ? { ...one, data: Buffer.concat([one.data, Buffer.from(" ")]) } : one,
        ),
        xml,
        beside,
      ),
    ],
  ];
  for (const [name, container] of attacks) {
    const told = await verify(container);
    assert.equal(told.exit, 1, `${name}: ${told.out}`);
    assert.match(told.out, /NOT VALID/, name);
  }
});

test("the database itself refuses another change of a message, its removal, and an erasure under a hold", async () => {
  await exchange("guarded");
  assert.equal((await records("hold", "--agency=ndu", "--exchange=guarded", "--reason=r")).exit, 0);
  const client = new pg.Client({
    host: socketOf(government.data),
    user: "troad_road_ndu",
    database: "troad",
    options: "-c search_path=road_ndu",
  });
  await client.connect();
  try {
    const refused = (sql: string, why: RegExp): Promise<void> => assert.rejects(client.query(sql), why, sql);
    await refused("update message_request set message = '\\x00' where exchange_id = 'guarded'", /only where its body is erased/);
    await refused("update message_outcome set message = '\\x00' where exchange_id = 'guarded'", /only where its body is erased/);
    await refused("update message_request set request_hash = '' where exchange_id = 'over'", /permission denied/);
    await refused("delete from message_request where exchange_id = 'over'", /permission denied/);
    await refused("delete from message_erasure", /permission denied/);
    await refused("update message_order set reason = ''", /permission denied/);
    await refused(
      "insert into message_erasure (exchange_id, side, namespace, at) values ('guarded', 'consumer', 'TWDEMO/EDU/NDU/AID', now())",
      /under a hold is not erased/,
    );
  } finally {
    await client.end();
  }
});

test("an auditor reads rules, holds, erasures and archives of a member, and nobody but the platform may ask a gateway for them", async () => {
  const found = await government.running.use(roadApi).recordsOf("EDU/NDU");
  assert.deepEqual(found?.retention, [{ service: "GOV/MOI/REGISTERS/household", days: 30 }]);
  assert.ok(found!.erased.overdue >= 2 && found!.orders.some(({ reason }) => reason === "a lawsuit"));
  assert.equal((await government.running.use(roadApi).recordsOf("GOV/MOI"))?.erased.ordered, 1);
  const school = await openMember(government, "ndu");
  const answer = await postToPeer(
    gatewayEndpoints(government, "TWDEMO/GOV/MOI").server,
    Buffer.from("{}"),
    shownBy(school),
    school.root,
    "/records",
  );
  assert.equal(answer.error, "Server.ServerProxy.UnknownPeer");
});

const folder = (agency: string): string => path.join(government.data, "road", "archives", agency);
const archivesOf = (agency: string) =>
  fs
    .readdirSync(folder(agency))
    .filter((name) => name.endsWith(".zip"))
    .map((archive) => {
      const opened = readArchive(fs.readFileSync(path.join(folder(agency), archive)));
      assert.ok(opened.ok);
      return { archive, ...opened.value };
    });
const containersIn = (agency: string) =>
  archivesOf(agency).flatMap(({ archive, files: containers }) => containers.map((file) => ({ ...file, archive })));
const archived = (agency: string, id: string) => containersIn(agency).find(({ name }) => name.includes(`-${id}-`));

test("archives hold no body that will have to be erased, and are whole without it", async () => {
  const bodies = (agency: string): number[] =>
    archivesOf(agency).flatMap(({ files: containers }) => containers.map(({ data }) => bodiesIn(data).length));
  clock.shift(120_000);
  await until(() => fs.existsSync(folder("ndu")) && bodies("ndu").length >= 4, "the school's archives");
  assert.ok(bodies("ndu").every((count) => count === 0));
  const told = await troad("verify", folder("ndu"), `--pki=${files}`);
  assert.equal(told.exit, 0, told.out);
});

test("an order reaches what is in an archive: the body goes, its proof and the chain hold; nothing but that can be made of it", async () => {
  // all that was answered is archived: from here on an archive changes by erasure alone
  const answered = await government.running.schemas
    .ofAgency("road", "moi")
    .one<{ n: number }>(sql`select count(*)::int as n from message_outcome where outcome = 'answered'`);
  await until(() => fs.existsSync(folder("moi")) && containersIn("moi").length === answered!.n, "the ministry's archives");
  const before = archived("moi", "later")!;
  assert.equal(bodiesIn(before.data).length, 2);
  const pristine = archivesOf("moi").find(({ archive }) => archive === before.archive)!;
  const others = containersIn("moi").filter(({ name }) => name !== before.name);
  assert.ok(others.length > 0);
  const copy = path.join(files, "moi");
  fs.cpSync(folder("moi"), copy, { recursive: true });

  assert.equal((await records("erase", "--agency=moi", "--exchange=later", "--reason=asked by the person")).exit, 0);
  const now = await until(() => {
    const found = archived("moi", "later");
    return found?.isErased && found;
  }, "the archive without the body");
  assert.deepEqual([now.name, now.archive, bodiesIn(now.data).length], [before.name, before.archive, 0]);
  const untouched = containersIn("moi").filter(({ name }) => name !== before.name);
  assert.deepEqual(untouched, others);
  const told = await troad("verify", folder("moi"), `--pki=${files}`);
  assert.equal(told.exit, 0, told.out);
  // which other exchanges share the archive depends on how fast they came
  const erased = containersIn("moi").filter(({ archive, isErased }) => archive === now.archive && isErased).length;
  assert.match(told.out, new RegExp(`^erased {2}${now.archive}: bodies of ${erased}$`, "m"));
  assert.match(told.out, /body erased or left out, everything else holds/);

  const bytes = fs.readFileSync(path.join(folder("moi"), now.archive));
  fs.rmSync(path.join(folder("moi"), "erasures-followed"));
  fs.writeFileSync(path.join(folder("moi"), `${now.archive}.00.partial`), "what a kill left");
  await until(() => fs.existsSync(path.join(folder("moi"), "erasures-followed")), "another round from the beginning");
  assert.deepEqual(fs.readFileSync(path.join(folder("moi"), now.archive)), bytes);
  assert.ok(!fs.existsSync(path.join(folder("moi"), `${now.archive}.00.partial`)));

  const [ministry, school] = await Promise.all([openMember(government, "moi"), openMember(government, "ndu")]);
  const put = async (container: Buffer | undefined, by = ministry): Promise<Ran> => {
    const replaced = new Map([[before.name, container]]);
    const archive = await eraseInArchive(pristine, replaced, { ...by.seal, at: clock.now() });
    fs.writeFileSync(path.join(copy, before.archive), archive!);
    return troad("verify", copy, `--pki=${files}`);
  };
  const refused = async (code: string, ...what: Parameters<typeof put>): Promise<void> => {
    const { exit, out } = await put(...what);
    assert.equal(exit, 1, out);
    assert.ok(out.includes(code), out);
  };
  await refused("archive.not-erased", before.data);
  await refused("archive.not-erased", archived("ndu", "over")!.data);
  await refused("container.malformed", Buffer.from("no container"));
  await refused("jws.signer", now.data, school);
  assert.equal((await put(now.data)).exit, 0);
});
