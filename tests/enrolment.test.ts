import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { sql } from "@troad/kernel";
import { issueMachineCode, redeemMachineCode } from "@troad/road/api";
import { packKeyFiles, unpackKeyFiles } from "../apps/troad/enrol/key-files.ts";
import type { Cluster } from "../kernel/db/cluster.ts";
import type { Database } from "../kernel/db/database.ts";
import { root, scratch } from "./kit/government.ts";
import { emptyRoad, openRoadDatabase } from "./kit/road-database.ts";

/** A machine is added to an installation with a code that serves once. */
let cluster: Cluster;
let db: Database;
before(async () => {
  cluster = await emptyRoad();
  db = openRoadDatabase(cluster);
});
after(async () => {
  await db.close();
  await cluster.stop();
});

const refused = { code: "machine.code-refused" };
const content = Buffer.from("keys of the installation");
const issue = (minutes = 15): Promise<string> => issueMachineCode(db, content, minutes);
const stillSealed = async (): Promise<number> => (await db.rows(sql`select 1 from machine_code where sealed is not null`)).length;

test("a code opens what was sealed, once, for the first who comes", async () => {
  const code = await issue();
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => redeemMachineCode(db, code)));
  const opened = tries.filter((one) => one.status === "fulfilled");
  assert.deepEqual([opened.length, opened[0]!.value], [1, content]);
  assert.equal(await stillSealed(), 0, "what was sealed is erased");
  await assert.rejects(redeemMachineCode(db, code), refused);
});

test("a code that is over, another's, guessed, or half of one opens nothing, and five wrong ones spend it", async () => {
  const [first, second] = [await issue(), await issue()];
  const [id1, secret1] = first.split(".") as [string, string];
  const [, secret2] = second.split(".") as [string, string];
  for (const code of ["", "x", id1, `${id1}.`, `${id1}.${secret2}`, `${id1}.${"A".repeat(43)}`, `' or true --.${secret1}`])
    await assert.rejects(redeemMachineCode(db, code), refused, code);
  assert.deepEqual(await redeemMachineCode(db, second), content, "the other one is as it was");
  for (let wrong = 0; wrong < 3; wrong++) await assert.rejects(redeemMachineCode(db, `${id1}.${secret2}`), refused);
  await assert.rejects(redeemMachineCode(db, first), refused, "spent");
  const late = await issue();
  await db.run(sql`update machine_code set expires_at = clock_timestamp() - interval '1 second' where used_at is null`);
  await assert.rejects(redeemMachineCode(db, late), refused);
  assert.equal(await stillSealed(), 0);
});

test("who alters what the database holds, or has only the database, gets nothing", async () => {
  const code = await issue();
  const row = (await db.one<{ sealed: Buffer; proof: Buffer; id: string }>(
    sql`select id, sealed, proof from machine_code where sealed is not null`,
  ))!;
  assert.ok(!row.sealed.includes(content));
  await assert.rejects(redeemMachineCode(db, `${row.id}.${row.proof.toString("base64url")}`), refused);
  const altered = Buffer.from(row.sealed);
  altered[20]! ^= 1;
  await db.run(sql`update machine_code set sealed = ${altered} where id = ${row.id}`);
  await assert.rejects(redeemMachineCode(db, code), refused);
});

test("a machine gets keys and certificates and no data, over none of its own, and nothing outside its folder", () => {
  const [from, to] = [scratch("enrol-from"), scratch("enrol-to")];
  const put = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(from, name)), { recursive: true });
    fs.writeFileSync(path.join(from, name), text);
  };
  const keys = [
    "mydata/subjects.secret",
    "road/gateways/moi/seal.key",
    "road/gateways/moi/seal.crt",
    "peers/ca.key",
    "eid/signing.jwks.json",
  ];
  for (const name of keys) put(name, `content of ${name}`);
  for (const name of [
    "postgres/base.key",
    "endpoints.json",
    "peers/all/peer.key",
    "opendata/files/3a/x.json",
    "demo/people.json",
  ])
    put(name, "not a key");
  const packed = packKeyFiles(from);
  assert.equal(unpackKeyFiles(to, packed), keys.length);
  const there = fs
    .readdirSync(to, { recursive: true, encoding: "utf8" })
    .filter((name) => fs.statSync(path.join(to, name)).isFile());
  assert.deepEqual(there.toSorted(), keys.toSorted());
  for (const name of keys) assert.equal(fs.statSync(path.join(to, name)).mode & 0o777, 0o600);
  assert.equal(unpackKeyFiles(to, packed), keys.length, "the same again changes nothing");
  fs.writeFileSync(path.join(to, keys[0]!), "another installation's");
  fs.rmSync(path.join(to, keys[1]!));
  assert.throws(() => unpackKeyFiles(to, packed), /is another key/);
  assert.ok(!fs.existsSync(path.join(to, keys[1]!)), "nothing at all was written");
  for (const name of ["../x.key", "/etc/x.key", "a/../../x.key", ".ssh/x.key"]) {
    const evil = gzipSync(JSON.stringify([{ name, content: "" }]));
    assert.throws(() => unpackKeyFiles(to, evil), /not a set of key files/, name);
  }
});

test("the command refuses what is no code, and says how it is used", () => {
  const main = path.join(root, "apps/troad/main.ts");
  for (const args of [[], ["issue", "--minutes=0"], ["a", "b"]]) {
    const done = spawnSync(process.execPath, [main, "enrol", ...args], {
      encoding: "utf8",
      env: { ...process.env, TROAD_ENROL_CODE: "" },
    });
    assert.deepEqual([done.status, /usage: troad enrol/.test(done.stderr)], [2, true], done.stderr);
  }
});
