import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { casesApi } from "@troad/cases/api";
import { eidApi } from "@troad/eid/api";
import { type HeadRecord, headLeaf } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { LogReader, type LogTrust, leafHash, parseVerifierKey, type TileSource, verifyInclusion } from "@troad/tlog";
import type pg from "pg";
import { targets } from "../apps/troad/demo/browser.ts";
import { genesis } from "../kernel/ledger/digest.ts";
import { student, until } from "./kit/exchange.ts";
import { type Government, startGovernment } from "./kit/government.ts";
import { forgetPublications, recomputeCase, recomputeHeads, recomputePublications, setHeadBack } from "./kit/rewriting.ts";
import {
  decidedCase,
  logOfNow,
  published,
  reasons,
  signedInAs,
  storedLogOn,
  superuser,
  type TamperReport,
  verifyAs,
  verifyChains,
  whatIfAltered,
} from "./kit/tampering.ts";

/** What a database administrator does to history shows once heads are published. */
let government: Government;
let dba: pg.Client;
let reader: LogReader;
let id: string;
let oldLog: TileSource;
let trust: LogTrust;
const citizen = student();

before(async () => {
  government = await startGovernment({ ownServer: true, env: { LEDGER_PUBLISH_SECONDS: "1", LEDGER_CHECK_SECONDS: "1" } });
  dba = await superuser(government.data);
  const { verifierKey } = await government.running.use(roadApi).logStatus();
  const key = parseVerifierKey(verifierKey);
  trust = { origin: key.name, logKeys: [key] };
  reader = new LogReader(storedLogOn(dba), trust);
  oldLog = await logOfNow(storedLogOn(dba));
  id = await decidedCase(government, citizen);
  await published(dba, id);
});
after(async () => {
  await dba.end();
  await government.stop();
});

const verifyCommand = (...args: string[]) => verifyChains(government.data, ...args);
const altered = (alter: () => Promise<unknown>, schema = "cases"): Promise<TamperReport> =>
  whatIfAltered(dba, reader, schema, alter);

test("after a normal run every chain holds, is published, and every leaf of the public log is accounted for", async () => {
  const clean = await verifyCommand("--json");
  assert.equal(clean.status, 0, clean.stdout);
  const told = JSON.parse(clean.stdout) as {
    schemas: { schema: string; entries: number; publications: number; faults: unknown[] }[];
    log: { checkpoint: string; accounting: { leaves: number; transfers: number; heads: number } };
  };
  const of = (schema: string) => told.schemas.find((one) => one.schema === schema)!;
  for (const schema of ["cases", "road", "registers_moi", "eid", "mydata", "pki"])
    assert.ok(of(schema).publications > 0 && of(schema).entries > 0, `${schema} publishes: ${JSON.stringify(of(schema))}`);
  const { leaves, transfers, heads } = told.log.accounting;
  assert.equal(leaves, transfers + heads);
  assert.ok(transfers >= 6 && heads >= 7);
  fs.writeFileSync(path.join(government.data, "kept-checkpoint"), told.log.checkpoint);
});

test("anybody can check that a published record is in the public log", async () => {
  const origin = government.running.origin;
  const listed = (await (await fetch(`${origin}/road/heads/cases?limit=1`)).json()) as { heads: { record: HeadRecord }[] };
  const [first] = listed.heads.map(({ record }) => record);
  assert.deepEqual([first!.no, first!.previous], [1, genesis.hash]);
  const proof = (await (await fetch(`${origin}/road/heads/cases/1`)).json()) as {
    record: HeadRecord;
    leafIndex: number;
    treeSize: number;
    inclusion: string[];
    checkpoint: string;
  };
  const rootHash = Buffer.from(proof.checkpoint.split("\n")[2]!, "base64");
  const nodes = proof.inclusion.map((node) => Buffer.from(node, "base64"));
  const check = (record: HeadRecord) =>
    verifyInclusion(proof.leafIndex, proof.treeSize, leafHash(headLeaf(record)), nodes, rootHash);
  assert.equal(check(proof.record), undefined);
  assert.notEqual(check({ ...proof.record, count: proof.record.count + 1 }), undefined);
  assert.equal((await fetch(`${origin}/road/heads/cases/999999`)).status, 404);
  assert.equal((await fetch(`${origin}/road/heads/CASES`)).status, 400);
});

test("an auditor reads per system what was checked and published, and page by page what officers did", async () => {
  const { portal, running } = government;
  const auditor = (await running.use(eidApi).demoPeople()).find(({ role }) => role.role === "auditor")!.subject;
  const browser = await signedInAs(portal, auditor, "zh-Hant");
  const list = await until(async () => {
    const page = await browser.get(`${portal}/audit/ledgers?search=cases&outcome=holds`);
    return targets(page, /^\/audit\/ledgers\/cases$/).length === 1 && page;
  }, "the checks of all systems");
  const [proof] = targets(list, /\/road\/heads\/cases\/\d+$/);
  assert.equal((await fetch(proof!)).status, 200);

  const entries = await browser.get(`${portal}/audit/ledgers/cases`);
  assert.match(entries.text, /case\.certificate-issued/);
  const english = await signedInAs(portal, auditor);
  const first = await english.get(`${portal}/audit/ledgers/pki`);
  const [next] = targets(first, /\?before=\d+$/);
  assert.match((await english.get(new URL(next!, first.url).href)).text, /pki\.issue/);
  for (const odd of ["x", "-1", "9".repeat(40)])
    assert.equal((await english.get(`${portal}/audit/ledgers/pki?before=${odd}`)).status, 200);
  assert.match((await english.get(`${portal}/audit/ledgers/nowhere`)).url, /\/audit\/ledgers$/);
  assert.match((await english.get(`${portal}/audit/ledgers/road`)).text, /road\.audit-read/, "reading is an entry too");

  const stranger = await signedInAs(portal, citizen.subject);
  assert.equal((await stranger.get(`${portal}/audit/ledgers`)).status, 403);
  assert.equal((await stranger.get(`${portal}/audit/ledgers/cases`)).status, 403);
});

describe("each of these is found", () => {
  const decide = `update cases.case_action set data = jsonb_set(data, '{granted}', 'false') where case_id = $1 and type = 'decided'`;
  const newest = "(select max(seq) from cases.case_action where case_id = $1)";

  test("a changed action", async () => {
    const found = await altered(() => dba.query(decide, [id]));
    assert.deepEqual(reasons(found), ["case hash"]);
    assert.equal(found.faults[0]!.stream, id);
  });

  test("a deleted newest action, with the head that the schema keeps set back", async () => {
    const found = await altered(async () => {
      await dba.query(`delete from cases.case_action where case_id = $1 and seq = ${newest}`, [id]);
      await setHeadBack(dba, id);
    });
    assert.deepEqual(reasons(found), ["case published"]);
    const carelessly = await altered(() =>
      dba.query(`delete from cases.case_action where case_id = $1 and seq = ${newest}`, [id]),
    );
    assert.deepEqual(reasons(carelessly), ["case head", "case published"]);
  });

  test("a deleted case", async () => {
    const found = await altered(async () => {
      await dba.query("delete from cases.certificate where case_id = $1", [id]);
      await dba.query("delete from cases.case_action where case_id = $1", [id]);
      await dba.query("delete from cases.case_index where id = $1", [id]);
      await dba.query("delete from cases.kernel_ledger_head where stream = $1", [id]);
    });
    assert.deepEqual(reasons(found), ["case published"]);
  });

  test("an emptied audit table", async () => {
    const found = await altered(async () => {
      await dba.query("delete from cases.kernel_audit");
      await dba.query("update cases.kernel_audit_head set seq = 0, hash = $1", [genesis.hash]);
    });
    assert.deepEqual(reasons(found), ["audit published"]);
    const one = await altered(() => dba.query("delete from eid.kernel_audit where seq = 2"), "eid");
    assert.deepEqual(reasons(one).slice(0, 1), ["audit previous"].slice(0, 0).concat(reasons(one)[0]!));
    assert.ok(
      one.faults.some(({ seq }) => seq === 3),
      JSON.stringify(one.faults),
    );
  });

  test("a recomputed chain, whichever of the tables that follow from it are recomputed too", async () => {
    const chain = () => recomputeCase(dba, id);
    assert.deepEqual(reasons(await altered(chain)), ["case published"]);
    const heads = async () => {
      await chain();
      await recomputeHeads(dba);
    };
    assert.deepEqual(reasons(await altered(heads)), ["publication root"]);
    const records = async () => {
      await heads();
      await recomputePublications(dba);
    };
    assert.deepEqual(reasons(await altered(records)), ["publication anchor"]);
    const everything = await altered(async () => {
      await records();
      await dba.query(
        "update road.head_record h set record = p.record from cases.kernel_publication p where h.schema = 'cases' and h.no = p.no",
      );
    });
    assert.deepEqual(reasons(everything), [], "the database by itself agrees with itself");
    assert.ok(everything.log.faults.length > 0, "the public log does not");
    assert.ok(everything.log.faults.every(({ of, reason }) => of === "heads" && reason === "leaf"));
  });

  test("deletion of the newest entries accepted by a verifier", async () => {
    const local = async () => {
      await dba.query(`delete from cases.case_action where case_id = $1 and seq > 1`, [id]);
      await setHeadBack(dba, id);
      await forgetPublications(dba);
    };
    assert.ok(reasons(await altered(local)).includes("publication missing"));
    const everywhere = await altered(async () => {
      await local();
      await dba.query(
        "delete from road.head_record where schema = 'cases' and no > (select coalesce(max(no), 0) from cases.kernel_publication)",
      );
    });
    assert.deepEqual(reasons(everywhere), [], "the database by itself agrees with itself");
    assert.ok(everywhere.log.faults.length > 0, "a leaf of the public log stands for nothing");
    assert.ok(everywhere.log.faults.every(({ reason }) => reason === "unaccounted"));
  });

  test("a stream that is said to be published further than it is", async () => {
    const mark = "update cases.kernel_ledger_head set published_seq = 1000000 where stream = $1";
    assert.deepEqual(reasons(await altered(() => dba.query(mark, [id]))), ["case mark"]);
  });

  test("a deleted transfer", async () => {
    const { log } = await altered(
      () => dba.query("delete from road.transfer where seq = (select max(seq) from road.transfer)"),
      "road",
    );
    assert.deepEqual(
      log.faults.map(({ reason }) => reason),
      ["unaccounted"],
    );
  });

  test("a public log that is shorter than the database knows", async () => {
    const { log } = await verifyAs(dba, new LogReader(oldLog, trust), "cases");
    assert.ok(log.faults.length > 0 && log.faults.every(({ reason }) => reason === "beyond"));
    const longer = fs.readFileSync(path.join(government.data, "kept-checkpoint"), "utf8");
    await assert.rejects(new LogReader(oldLog, trust, longer).checkpoint(), {
      code: "checkpoint.rollback",
    });
  });
});

test("a call that was interrupted between leaf and row is repeated, and its first leaf is no fault", async () => {
  const newest = await until(async () => {
    const { rows } = await dba.query<{ no: string; leaf_index: string }>(
      "select no, leaf_index from eid.kernel_publication_leaf order by no desc limit 1",
    );
    return rows[0];
  }, "a publication of eid");
  await dba.query("begin");
  await dba.query("delete from eid.kernel_publication_leaf where no = $1", [newest.no]);
  await dba.query("delete from road.head_record where schema = 'eid' and no = $1", [newest.no]);
  await dba.query("commit");
  await until(async () => {
    const { rowCount } = await dba.query("select 1 from eid.kernel_publication_leaf where no = $1", [newest.no]);
    return rowCount === 1;
  }, "the record told again");
  const { log, faults } = await verifyAs(dba, reader, "eid");
  assert.deepEqual([faults, log.faults, log.repeated > 0], [[], [], true]);
});

test("a database administrator who grants what was refused is noticed by the citizen, the officer, the operator and the auditor", async () => {
  const { portal, running } = government;
  const broken = await decidedCase(government, student(1));
  await published(dba, broken);
  await dba.query(
    "update cases.case_action set data = jsonb_set(data, '{granted}', 'false') where case_id = $1 and type = 'decided'",
    [broken],
  );

  await assert.rejects(running.use(casesApi).view({ id: broken, subject: student(1).subject }), { code: "ledger.broken" });
  await dba.query("update cases.case_index set subject = $2 where id = $1", [id, student(1).subject]);
  await assert.rejects(running.use(casesApi).view({ id, subject: student(1).subject }), { code: "ledger.broken" });
  await dba.query("update cases.case_index set subject = $2 where id = $1", [id, citizen.subject]);

  const browser = await signedInAs(portal, student(1).subject);
  const page = await browser.get(`${portal}/cases/${broken}`);
  assert.equal(page.status, 500);
  assert.match(page.text, /does not match its hash chain/);
  assert.doesNotMatch(page.text, /Granted|Refused/);

  const metrics = await until(async () => {
    const text = await (await fetch(String(running.endpoints().metrics))).text();
    return /ledger_broken\{schema="cases"\} 1/.test(text) && text;
  }, "the alarm");
  assert.match(metrics, /ledger_broken_reads_total\{schema="cases"\} [1-9]/);
  assert.match(metrics, /ledger_broken\{schema="road"\} 0/);
  const ledgers = await running.use(roadApi).ledgers();
  const { check } = ledgers.find(({ schema }) => schema === "cases")!;
  assert.deepEqual(
    check?.faults.map(({ stream, reason }) => [stream, reason]),
    [[broken, "hash"]],
  );

  const told = await verifyCommand();
  assert.equal(told.status, 1, told.stdout);
  assert.match(told.stdout, new RegExp(`FAILED  cases: .*\\n +cases/case ${broken} at \\d+: hash`));
  assert.match(told.stdout, /NOT VALID/);

  await dba.query("insert into cases.kernel_ledger_head values ('case', 'no-uuid', 1, $1)", [genesis.hash]);
  const unreadable = await verifyCommand();
  assert.equal(unreadable.status, 1);
  assert.match(unreadable.stdout, /FAILED {2}cases[\s\S]* at 0: unreadable/);
});
