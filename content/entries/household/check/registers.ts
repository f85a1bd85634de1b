import { nationalIdOf } from "@troad/population";
import type { BirthRecord, CardRecord, PersonRecord, UnitRecord } from "../records.ts";
import type { CheckOptions, Inconsistency, Kept, Report } from "./faults.ts";
import { checkPerson } from "./people.ts";
import { checkBirths, checkCard, checkUnit } from "./units.ts";

export type { CheckOptions, GivenIds, Inconsistency } from "./faults.ts";

type Stored = { register: string; key: string; data: object };

/** More faults than an operator reads; the rest is only counted. */
const mostFaults = 1_000;

/**
 * Reads the present records of all registers of the book once, in any order, and says what cannot be true of them as a whole: marriages that stand in
 * one record only, children without parents, people in two households or in none, households without a head, cards of the dead, numbers left out.
 */
export async function checkRegisters(
  records: Iterable<Stored> | AsyncIterable<Stored>,
  options: CheckOptions,
): Promise<{ faults: readonly Inconsistency[]; counts: Readonly<Record<string, number>>; read: number }> {
  const faults: Inconsistency[] = [];
  const counts: Record<string, number> = {};
  const report: Report = (fault) => {
    counts[fault.code] = (counts[fault.code] ?? 0) + 1;
    if (faults.length < mostFaults) faults.push(fault);
  };
  const { kept, read } = await keep(records, report);
  for (const [key, person] of kept.people) checkPerson(key, person, kept, options, report);
  for (const [key, unit] of kept.units) checkUnit(key, unit, kept, options, report);
  checkTwoHouseholds(kept, report);
  for (const [key, card] of kept.cards) checkCard(key, card, kept, options, report);
  checkBirths(kept, options, report);
  checkSeries(kept, options, report);
  return { faults, counts, read };
}

async function keep(records: Iterable<Stored> | AsyncIterable<Stored>, report: Report): Promise<{ kept: Kept; read: number }> {
  const kept: Kept = { people: new Map(), units: new Map(), births: new Map(), cards: new Map() };
  let read = 0;
  const put = <T>(into: Map<string, T>, register: string, key: string, data: T): void => {
    if (into.has(key)) report({ register, key, code: "record-twice" });
    into.set(key, data);
  };
  for await (const { register, key, data } of records) {
    read++;
    if (register === "person") put(kept.people, register, key, data as PersonRecord);
    else if (register === "household-unit") put(kept.units, register, key, data as UnitRecord);
    else if (register === "birth") put(kept.births, register, key, data as BirthRecord);
    else if (register === "id-card") put(kept.cards, register, key, data as CardRecord);
    else report({ register, key, code: "register-unknown" });
  }
  return { kept, read };
}

/** No one has two registrations at once (Household Registration Act, Article 3). */
function checkTwoHouseholds({ units }: Kept, report: Report): void {
  const first = new Map<string, string>();
  for (const [no, { members }] of units) {
    for (const { nationalId } of members) {
      const other = first.get(nationalId);
      if (other !== undefined && other !== no) report({ register: "person", key: nationalId, code: "two-households", other: no });
      first.set(nationalId, other ?? no);
    }
  }
}

/** Numbers are given in order (Rules on Identity Cards, Article 5): each up to the last belongs to a person, and none lies beyond. */
function checkSeries({ people }: Kept, { given = [] }: CheckOptions, report: Report): void {
  for (const { letter, sex, first, last } of given) {
    for (let serial = first; serial <= last; serial++) {
      const key = nationalIdOf(letter, sex, serial);
      if (!people.has(key)) report({ register: "person", key, code: "id-left-out" });
    }
    const begins = `${letter}${sex === "male" ? 1 : 2}`;
    for (const key of people.keys()) {
      if (key.startsWith(begins) && Number(key.slice(2, 9)) > last) report({ register: "person", key, code: "id-beyond-series" });
    }
  }
}
