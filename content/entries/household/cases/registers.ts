import { type Change, type Memory, memory } from "@troad/entry";
import { type Given, officer } from "./table.ts";

/** Persons in the registers before a case; those in a household know it from its record. */
export function registersOf({ people = [], homes = [], births = {}, cards = {}, lasts = {}, lots = {} }: Given): Memory {
  const registers = memory(homes.map(({ no, unit }): Change => ({ register: "household-unit", key: no, data: { ...unit } })));
  const inHomes = new Map(
    homes.flatMap(({ no, unit }) => unit.members.map(({ nationalId, relation }) => [nationalId, { householdNo: no, relation }])),
  );
  for (const one of [officer, ...people])
    registers.put({ register: "person", key: one.nationalId, data: { ...one, ...inHomes.get(one.nationalId) } });
  for (const [key, data] of Object.entries(births)) registers.put({ register: "birth", key, data: { ...data } });
  for (const [key, data] of Object.entries(cards)) registers.put({ register: "id-card", key, data: { ...data } });
  for (const [series, last] of Object.entries(lasts)) registers.setLast(series, last);
  registers.setLots(lots);
  return registers;
}
