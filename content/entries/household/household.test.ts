import assert from "node:assert/strict";
import { test } from "node:test";
import { type Application, isAllowed, type Memory, type Outcome, type Ran, runEntry } from "@troad/entry";
import { Compile } from "typebox/compile";
import { villageOf } from "./applying/offices.ts";
import { tables } from "./cases/index.ts";
import { registersOf } from "./cases/registers.ts";
import type { Case, Expect } from "./cases/table.ts";
import { checkRegisters } from "./check/registers.ts";
import { kinds } from "./kinds/index.ts";

function resultOf(outcome: Outcome, judged: Application["judged"]): Expect["result"] {
  if (isAllowed(outcome, judged ? { judged } : {})) return "allowed";
  const levels = outcome.findings.map(({ level }) => level);
  return levels.includes("refused") ? "refused" : levels.includes("missing") ? "missing" : "judge";
}

function compare({ outcome }: Ran, { application, expect }: Case, registers: Memory): void {
  const codes = [...new Set(outcome.findings.map(({ code }) => code))].sort();
  assert.deepEqual(
    { result: resultOf(outcome, application.judged), findings: codes },
    { result: expect.result, findings: [...expect.findings].sort() },
  );
  for (const { article } of outcome.findings) assert.match(article, /^[A-Z]\d{7}:\d+(-\d+)?$/);
  for (const [what, value] of Object.entries(expect.given ?? {})) assert.equal(outcome.given?.[what], value, what);
  if (expect.due !== undefined) assert.equal(outcome.due?.day ?? null, expect.due, "due");
  if (expect.fine !== undefined)
    assert.deepEqual(outcome.fine ? [outcome.fine.from, outcome.fine.to] : null, expect.fine, "fine");
  if (expect.fee !== undefined) assert.equal(outcome.fee, expect.fee, "fee");
  const told = (outcome.tell ?? []).map(({ whom, what }) => `${whom}:${what}`);
  for (const one of expect.tell ?? []) assert.ok(told.includes(one), `${one} is not among ${told.join(", ")}`);
  if (expect.result !== "allowed") assert.deepEqual(outcome.changes, [], "nothing changes unless it is allowed");
  registers.apply({ outcome, used: {} });
  for (const [key, fields] of Object.entries(expect.changes ?? {})) {
    const changed = outcome.changes.some((one) => `${one.register} ${one.key}` === key);
    assert.equal(changed, fields !== null, `${key} ${fields ? "does not change" : "changes"}`);
    const [register = "", id = ""] = key.split(" ");
    const data = registers.data(register, id);
    for (const [field, value] of Object.entries(fields ?? {})) assert.deepEqual(data?.[field], value, `${key}: ${field}`);
  }
}

/** What cannot be true of the registers as a whole; those of a case show no more than it needs, so only what an entry adds counts. */
async function faultsOf(registers: Memory, today: string): Promise<string[]> {
  const names = ["person", "household-unit", "birth", "id-card"];
  const records = names.flatMap((register) => [...registers.all(register)].map(([key, data]) => ({ register, key, data })));
  const { faults } = await checkRegisters(records, { today, isVillage: (code) => villageOf(code) !== undefined });
  return faults.map(({ register, key, code, other }) => `${register} ${key}: ${code} ${other ?? ""}`);
}

for (const [table, cases] of Object.entries(tables)) {
  for (const one of cases) {
    test(`${table}, ${one.article}: ${one.name}`, async () => {
      const { application, given } = one;
      const kind = kinds[application.kind];
      assert.ok(kind, `no kind ${application.kind}`);
      const wrong = [...Compile(kind.facts).Errors(application.facts)].map(
        ({ instancePath, message }) => `${instancePath} ${message}`,
      );
      assert.deepEqual(wrong, [], "the facts of the case are not as the kind states");
      const registers = registersOf(given);
      const before = await faultsOf(registers, application.filedOn);
      const ran = await runEntry(kind, application, registers);
      compare(ran, one, registers);
      const after = await faultsOf(registers, application.filedOn);
      assert.deepEqual(
        after.filter((fault) => !before.includes(fault)),
        [],
        "the registers are sound afterwards",
      );
      assert.deepEqual(await runEntry(kind, application, registersOf(given)), ran, "a second run decides the same");
    });
  }
}
