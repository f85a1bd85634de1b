import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { roadApi } from "@troad/road/api";
import { readArchive, readAsice, readXades, writeAsice } from "@troad/trust";
import { agree, ask, evidenceOf, gatewayEndpoints, student, until, useOf } from "./kit/exchange.ts";
import { type Government, root, scratch, startGovernment } from "./kit/government.ts";

let government: Government;
let shiftMs = 0;
const pki = scratch("archive-pki");
before(async () => {
  const clock = { now: () => new Date(Date.now() + shiftMs) };
  government = await startGovernment({
    clock,
    env: { ROAD_ARCHIVE_SECONDS: "1", ROAD_ARCHIVE_EXCHANGES: "5", ROAD_STAMP_EACH_UP_TO: "1" },
  });
  fs.writeFileSync(path.join(pki, "root.crt"), (await government.running.use(roadApi).roots()).join(""));
});
after(() => government.stop());

const folder = () => path.join(government.data, "road", "archives", "moi");
const archives = () =>
  fs.existsSync(folder())
    ? fs
        .readdirSync(folder())
        .filter((name) => name.endsWith(".zip"))
        .sort()
    : [];
const read = (name: string, from = folder()) => {
  const opened = readArchive(fs.readFileSync(path.join(from, name)));
  assert.ok(opened.ok, name);
  return opened.value;
};
const verify = (target: string, ...args: string[]) =>
  spawnSync(process.execPath, [path.join(root, "apps/troad/main.ts"), "verify", target, `--pki=${pki}`, ...args], {
    encoding: "utf8",
    cwd: root,
  });
const exchanges = 13;

test("stamped exchanges go into archives of five, chained, which troad verify finds whole", async () => {
  const { running } = government;
  const citizen = student();
  const gateway = gatewayEndpoints(government, "TWDEMO/EDU/NDU").consumer;
  const tokens = await Promise.all(
    Array.from({ length: exchanges }, (_, at) => agree(running, { citizen, key: `archive-${at}` })),
  );
  const answers = await Promise.all(
    tokens.map(({ token }, at) => ask({ gateway, id: `archive-${at}`, consent: token, citizen })),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  await Promise.all(answers.map((_, at) => useOf(running, citizen, `archive-${at}`, ["consumer", "provider"])));
  // what is a minute old is committed in every process: only then it is archived
  shiftMs = 120_000;
  const names = await until(() => {
    const found = archives();
    const count = found.reduce((sum, name) => sum + read(name).files.length, 0);
    // the last one is linked into place a moment before its working name goes
    return count === exchanges && fs.readdirSync(folder()).length === found.length && found;
  }, "all exchanges in archives, and nothing half-written left");
  // one is also closed when its oldest exchange has waited a second
  const sizes = names.map((name) => read(name).files.length);
  assert.ok(sizes.includes(5) && sizes.every((size) => size <= 5), String(sizes));
  const done = verify(folder(), "--json");
  assert.equal(done.status, 0, done.stdout + done.stderr);
  const said = verify(folder()).stdout;
  assert.match(said, /VALID 有效/);
  const batched = names
    .flatMap((name) => read(name).files)
    .filter(({ data }) => {
      const contents = readAsice(data);
      return contents.ok && contents.value.beside.size === 3;
    });
  assert.ok(batched.length > 0, "some exchanges shared a time stamp");
  const one = path.join(pki, "batched.asice");
  fs.writeFileSync(one, batched[0]!.data);
  const report = JSON.parse(verify(one, "--json").stdout) as { valid: boolean; steps: { step: string; ok: boolean }[] };
  assert.ok(report.valid && report.steps.some(({ step, ok }) => step === "batch-timestamp" && ok), JSON.stringify(report));
});

test("an archive that was altered, replaced or left out is found", () => {
  const copy = path.join(pki, "copy");
  const renew = () => {
    fs.rmSync(copy, { recursive: true, force: true });
    fs.cpSync(folder(), copy, { recursive: true });
  };
  const [first, second] = archives() as [string, string];
  renew();
  fs.rmSync(path.join(copy, second));
  assert.equal(verify(copy).status, 1, "left out");
  renew();
  fs.copyFileSync(path.join(copy, first), path.join(copy, second));
  assert.equal(verify(copy).status, 1, "replaced");
  renew();
  const bytes = fs.readFileSync(path.join(copy, first));
  bytes[bytes.length >> 1]! ^= 1;
  fs.writeFileSync(path.join(copy, first), bytes);
  assert.equal(verify(copy).status, 1, "altered");
  renew();
  assert.equal(verify(copy).status, 0, "the copy as it was");
  assert.equal(verify(path.join(copy, first)).status, 0, "one archive alone");
  assert.equal(verify(pki).status, 2, "nothing to check");
});

test("a shared time stamp that leads to another exchange, or to nothing, is refused", () => {
  const batched = archives()
    .flatMap((name) => read(name).files)
    .flatMap(({ data }) => {
      const contents = readAsice(data);
      return contents.ok && contents.value.beside.size === 3 ? [contents.value] : [];
    });
  const [mine, other] = batched;
  assert.ok(mine && other);
  const verdict = (beside: ReadonlyMap<string, Buffer>): string[] => {
    const files = mine.files.map(({ name, mime, data }) => ({ name, mime: mime!, data }));
    const further = [...beside].map(([name, data]) => ({ name, data }));
    const file = path.join(pki, "forged.asice");
    fs.writeFileSync(file, writeAsice(files, mine.signatures[0]!.xml.toString("utf8"), further));
    const told = JSON.parse(verify(file, "--json").stdout) as { steps: { step: string; ok: boolean; code?: string }[] };
    return told.steps.filter(({ ok }) => !ok).map(({ step, code }) => `${step} ${code}`);
  };
  assert.deepEqual(verdict(mine.beside), []);
  const unproved = ["timestamp timestamp.missing", "order step.not-reached"];
  assert.deepEqual(verdict(other.beside), [...unproved, "batch-timestamp hashchain.reference"]);
  const cut = new Map([...mine.beside].filter(([name]) => !name.endsWith("timestamp.tst")));
  assert.deepEqual(verdict(cut), [...unproved, "batch-timestamp container.malformed"]);
  assert.deepEqual(verdict(new Map()), unproved);
});

test("who asks for the evidence of an exchange in an archive gets it with a time stamp of its own", async () => {
  const stampsOf = (container: Buffer): number => {
    const contents = readAsice(container);
    assert.ok(contents.ok);
    const signature = readXades(contents.value.signatures[0]!.xml);
    assert.ok(signature.ok);
    return signature.value.timestamps.length;
  };
  const shared = archives()
    .flatMap((name) => read(name).files)
    .find(({ data }) => stampsOf(data) === 0);
  assert.ok(shared, "an exchange that shares its time stamp");
  const id = /archive-\d+/.exec(shared.name)![0];
  const evidence = await evidenceOf(government.running, id, "provider");
  assert.ok(evidence.state === "sealed");
  const file = path.join(pki, "own.asice");
  fs.writeFileSync(file, Buffer.from(evidence.container, "base64"));
  assert.equal(stampsOf(fs.readFileSync(file)), 1);
  assert.equal(verify(file).status, 0);
});
