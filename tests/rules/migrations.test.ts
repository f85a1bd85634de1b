import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { beforeTwoReleases, contractingMigrations } from "./migrations.ts";

const root = path.resolve(import.meta.dirname, "../..");
const faults = (source: string): string[] =>
  contractingMigrations([{ path: "modules/shop/store/migrations/0002_x.sql", source }]).map((one) =>
    one.replace(/^\S+: |; the release.*$/g, ""),
  );

test("a migration that takes away what the release before uses is found", () => {
  assert.deepEqual(faults("create table a (b text not null);\nDROP TABLE if exists basket;"), ["drops a table"]);
  assert.deepEqual(faults("alter table basket add column a text, drop column b;"), ["drops a column"]);
  assert.deepEqual(faults("alter table basket drop if exists b cascade;"), ["drops a column"]);
  assert.deepEqual(faults("alter table basket rename to bag;"), ["renames a table or a column"]);
  assert.deepEqual(faults("alter table only basket\n  rename column a to b;"), ["renames a table or a column"]);
  assert.deepEqual(faults("alter table basket alter price type numeric(12, 2), alter column b set data type bigint;"), [
    "changes the type of a column",
    "changes the type of a column",
  ]);
  assert.deepEqual(faults("alter table basket alter column a set not null;"), [
    "sets not null where the other release may write null",
  ]);
  assert.deepEqual(faults("alter table basket add a text not null check (a in ('default', 'x'));"), [
    "adds a column that needs a value",
  ]);
});

test("what only adds is no fault, nor what stands in comments and quotes, nor what says why it may", () => {
  for (const good of [
    "alter table basket add column a text not null default 'x', add b numeric(3, 1), alter c drop not null, drop constraint d;",
    "alter table basket alter column c drop default, rename constraint a to b, add constraint e check (f is not null);",
    "drop index basket_a; -- drop table basket;\ncomment on table basket is 'mutable: ; drop table basket;';",
    "-- contract: the release before writes bags alone\ndrop table basket;",
  ])
    assert.deepEqual(faults(good), [], good);
  assert.equal(faults("-- contract: \ndrop table basket;").length, 1, "a reason is one");
});

test("the files that may are those of before, and each of them needs it", () => {
  const files = beforeTwoReleases.map((file) => ({ path: file, source: fs.readFileSync(path.join(root, file), "utf8") }));
  for (const file of files) assert.ok(contractingMigrations([file], []).length > 0, file.path);
  assert.equal(beforeTwoReleases.length, 6);
});
