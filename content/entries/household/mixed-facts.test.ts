import assert from "node:assert/strict";
import { test } from "node:test";
import { type Application, type Filer, type Memory, memory, runEntry } from "@troad/entry";
import { Compile } from "typebox/compile";
import { villageOf } from "./applying/offices.ts";
import { tables } from "./cases/index.ts";
import { type Case, type Given, officer } from "./cases/table.ts";
import { checkRegisters } from "./check/registers.ts";
import { kinds } from "./kinds/index.ts";

/** A part of a schema of facts, as far as it is read here. */
type Part = {
  type?: string;
  pattern?: string;
  enum?: readonly string[];
  anyOf?: readonly Part[];
  properties?: Readonly<Record<string, Part>>;
  maxItems?: number;
};

/** The same numbers for the same seed. */
function dice(seed: number): { below(n: number): number; pick<T>(from: readonly T[]): T } {
  let state = seed;
  const below = (n: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return (state >> 8) % n;
  };
  return { below, pick: (from) => from[below(from.length)]! };
}
type Dice = ReturnType<typeof dice>;

const days = [
  "2026-02-30",
  "2026-02-02",
  "2024-02-29",
  "2026-03-02",
  "2026-03-03",
  "1999-12-31",
  "9999-12-31",
  "2008-05-22",
  "2023-06-09",
];

/** Another value where the schema leaves one; ids are those of the case and one that no one has. */
function other(part: Part | undefined, value: unknown, ids: readonly string[], { below, pick }: Dice): unknown {
  if (part?.enum) return pick(part.enum);
  if (part?.anyOf) return below(2) === 0 ? null : other(part.anyOf[0], value, ids, { below, pick });
  if (part?.type === "boolean") return below(2) === 0;
  if (part?.pattern?.startsWith("^[A-Z][1289]")) return pick(ids);
  if (part?.pattern?.startsWith("^[0-9]{4}-")) return pick(days);
  if (part?.properties && typeof value === "object" && value !== null) {
    const field = pick(Object.keys(part.properties));
    return { ...value, [field]: other(part.properties[field], Reflect.get(value, field), ids, { below, pick }) };
  }
  if (part?.type === "array" && Array.isArray(value)) return below(2) === 0 ? value.slice(1) : [...value, ...value.slice(0, 1)];
  return value;
}

function registersOf({ people = [], homes = [], births = {}, cards = {} }: Given): Memory {
  const registers = memory();
  for (const { no, unit } of homes) registers.put({ register: "household-unit", key: no, data: { ...unit } });
  for (const one of [officer, ...people]) {
    const home = homes.find(({ unit }) => unit.members.some(({ nationalId }) => nationalId === one.nationalId));
    const relation = home?.unit.members.find(({ nationalId }) => nationalId === one.nationalId)?.relation ?? one.relation;
    registers.put({
      register: "person",
      key: one.nationalId,
      data: { ...one, householdNo: home?.no ?? one.householdNo, relation },
    });
  }
  for (const [key, data] of Object.entries(births)) registers.put({ register: "birth", key, data: { ...data } });
  for (const [key, data] of Object.entries(cards)) registers.put({ register: "id-card", key, data: { ...data } });
  return registers;
}

async function faultsOf(registers: Memory, today: string): Promise<string[]> {
  const names = ["person", "household-unit", "birth", "id-card"];
  const records = names.flatMap((register) => [...registers.all(register)].map(([key, data]) => ({ register, key, data })));
  const { faults } = await checkRegisters(records, { today, isVillage: (code) => villageOf(code) !== undefined });
  return faults.map((fault) => JSON.stringify(fault));
}

const validators = new Map(Object.entries(kinds).map(([name, { facts }]) => [name, Compile(facts)]));

/** A case with up to four of its facts, and now and then an applicant, replaced; an officer has reasons for everything in half of them. */
function mixed({ application, given }: Case, roll: Dice): Application {
  const kind = kinds[application.kind]!;
  const ids = [...(given.people ?? []).map(({ nationalId }) => nationalId), "A123456789"];
  const { properties = {} }: Part = kind.facts as Part;
  let facts = { ...(application.facts as Record<string, unknown>) };
  for (let times = roll.below(4); times >= 0; times--) {
    const field = roll.pick(Object.keys(properties));
    const next = { ...facts, [field]: other(properties[field], facts[field], ids, roll) };
    if (validators.get(application.kind)?.Check(next)) facts = next;
  }
  const filers = application.filers.map((filer): Filer => {
    if (roll.below(5) > 0) return filer;
    return { ...filer, nationalId: roll.pick(ids), present: roll.pick(["counter", "online", "mandate"] as const) };
  });
  return { ...application, facts, filers, reasons: roll.below(2) === 0 ? "經承辦人查明" : "" };
}

for (const [kind, cases] of Object.entries(tables)) {
  test(`${kind}: whatever is stated is decided, and what is entered leaves the registers sound`, async () => {
    const roll = dice(20_260_302);
    let entered = 0;
    for (let round = 0; round < 8; round++) {
      for (const one of cases) {
        const application = mixed(one, roll);
        const registers = registersOf(one.given);
        const before = await faultsOf(registers, application.filedOn);
        const ran = await runEntry(kinds[kind]!, application, registers);
        if (!ran.allowed) {
          assert.deepEqual([ran.outcome.changes, ran.used], [[], {}]);
          continue;
        }
        entered++;
        registers.apply(ran);
        const after = await faultsOf(registers, application.filedOn);
        assert.deepEqual(
          after.filter((fault) => !before.includes(fault)),
          [],
          `${one.name}: ${JSON.stringify(application)}`,
        );
      }
    }
    assert.ok(entered > 0, "none was entered");
  });
}
