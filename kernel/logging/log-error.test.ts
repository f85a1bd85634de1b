import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "./log.ts";

test("an error of the database is logged without the values of rows that it quotes", () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => lines.push(line) } });
  const row = { detail: "Key (national_id)=(A123456789) already exists.", where: "COPY person, line 1: A123456789" };
  const refused = Object.assign(new Error('invalid input syntax for type uuid: "A123456789"'), {
    severity: "ERROR",
    code: "22P02",
    table: "person",
    ...row,
  });
  log.error({ err: refused }, "failed");
  log.error({ err: new Error("the case was not stored", { cause: refused }) }, "failed");
  assert.doesNotMatch(lines.join(""), /A123456789/);
  const { err } = JSON.parse(lines[0]!) as { err: Record<string, string> };
  assert.deepEqual([err.code, err.table, err.message], ["22P02", "person", 'invalid input syntax for type uuid: "…"']);
  assert.match(err.stack!, /log-error\.test/);
  const { err: outer } = JSON.parse(lines[1]!) as { err: { message: string; cause: { code: string } } };
  assert.deepEqual([outer.message, outer.cause.code], ["the case was not stored", "22P02"]);
});
