import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { embeddedCluster } from "../../../kernel/db/cluster.ts";

/** A database of before the books: they are opened with what had moved. */
const folder = fs.mkdtempSync(path.join(process.env.TROAD_TEST_SCRATCH ?? os.tmpdir(), "books-"));
fs.chmodSync(folder, 0o711); // the database's own user walks through
const migrations = path.join(import.meta.dirname, "..", "store", "migrations");
const shared = process.env.TROAD_TEST_SERVER;
let own: Awaited<ReturnType<typeof embeddedCluster>> | undefined;
let client: pg.Client;
const schema = `books_${process.pid}`;

before(async () => {
  own = shared ? undefined : await embeddedCluster(path.join(folder, "postgres"));
  client = new pg.Client({ host: shared ?? own!.socketDir, user: "postgres", database: "postgres" });
  await client.connect();
  await client.query(`create schema ${schema}`);
  await client.query(`set search_path to ${schema}`);
});
after(async () => {
  await client.query(`drop schema ${schema} cascade`);
  await client.end();
  await own?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const apply = (name: string) => client.query(`begin; ${fs.readFileSync(path.join(migrations, name), "utf8")}; commit`);
const id = (n: number): string => `01a22510-096c-7f75-b4c3-${String(n).padStart(12, "0")}`;

test("payments, refunds and transfers of before are in the books, each once, and sum to zero", async () => {
  await apply("0001_payments.sql");
  for (const [n, direction, amount, account] of [
    [1, "in", 300, null],
    [2, "in", 500, null],
    [3, "out", 700, "700-0000000001"],
    [4, "out", 900, "999-0000000001"],
    [5, "out", 40, "700-0000000002"],
    [6, "in", 60, null],
  ] as const)
    await client.query(
      `insert into payment (id, key, direction, agency, amount, purpose, account, asked_at) values ($1, $2, $3, 'moj', $4, '{}', $5, now())`,
      [id(n), `case ${n}`, direction, amount, account],
    );
  for (const [n, state] of [
    [1, "paid"],
    [2, "paid"],
    [3, "arrived"],
    [4, "returned"],
  ] as const)
    await client.query("insert into payment_end (payment, state, at) values ($1, $2, now())", [id(n), state]);
  for (const [n, key, payment, amount, reason] of [
    [11, `refund ${id(2)}`, 2, 500, "withdrawn"],
    [12, "sandbox m-1", 1, 300, "twice"],
  ] as const)
    await client.query("insert into refund (id, key, payment, amount, reason, at) values ($1, $2, $3, $4, $5, now())", [
      ...[id(n), key, id(payment), amount, reason],
    ]);
  await client.query("insert into refund_sent (refund, at) values ($1, now())", [id(11)]);
  await apply("0002_ledger.sql");
  const { rows } = await client.query<{ account: string; amount: number }>(
    "select account, sum(amount)::int as amount from posting group by account order by account",
  );
  assert.deepEqual(Object.fromEntries(rows.map(({ account, amount }) => [account, amount])), {
    // 300 collected, 500 collected and decided to give back, 700 and 40 and 900 sent out, 900 of it came back
    "agency/moj": -300 - 500 + 500 + 700 + 40 + 900 - 900,
    provider: 300 + 500 + 300 - 500 - 700,
    "to-return": -300,
    transit: -40,
  });
  const kinds = await client.query<{ kind: string }>("select kind from refund order by id");
  assert.deepEqual(
    kinds.rows.map(({ kind }) => kind),
    ["decided", "unmatched"],
  );
});
