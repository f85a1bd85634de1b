import { type FormerHousehold, openings } from "@troad/content-entries";
import type { Tx } from "@troad/kernel";
import { households } from "@troad/population";
import type { Register } from "./domain/register.ts";
import type { SeedProgress, SeedRequest } from "./domain/seeding.ts";
import { termsOf } from "./domain/terms.ts";
import { formerHouseholds, hasFormer } from "./store/former.ts";
import { copyLine, copyRecords, copyTerms, insertSeeding, lockUnseeded } from "./store/seeding.ts";

const linesAtOnce = 500;
const stride = 20_000;

/**
 * Fills the registers of a book in one transaction: from the copies that each member of a household had in a data folder of before, otherwise from the
 * synthetic population. Every record, its terms included, is what the book makes of a household.
 */
export async function seedBook(
  book: string,
  registers: readonly Register[],
  { agencyDb, population, at }: SeedRequest,
  onProgress: (progress: SeedProgress) => void,
): Promise<string[]> {
  const opening = openings[book];
  const [first] = registers;
  if (!opening || !first) return [];
  const db = agencyDb(first.agency.id);
  const count = { people: 0, records: 0 };
  const tell = (done: boolean) => onProgress({ register: book, agency: first.agency.id, ...count, done });
  const filled = await db.tx(async (tx) => {
    const former = await hasFormer(tx);
    if (!former && population.size === 0) return [];
    // what a sample fills is filled by it, and the book changes it later
    const own = registers.filter(({ sample }) => !sample);
    const open: Register[] = [];
    for (const register of own) if (await lockUnseeded(tx, register.id)) open.push(register);
    if (open.length === 0) return [];
    const counts = new Map(open.map(({ id }) => [id, 0]));
    const fill = async (source: Iterable<FormerHousehold>, day: string, recordedAt: string): Promise<void> => {
      const terms: string[] = [];
      await copyRecords(tx, linesOf(source));
      await copyTerms(tx, terms);

      function* linesOf(all: Iterable<FormerHousehold>): Generator<string> {
        let lines: string[] = [];
        let next = stride;
        for (const household of all) {
          count.people += household.members.length;
          for (const { register: id, key, data } of opening!(household, day)) {
            const register = open.find((one) => one.id === id);
            if (!register) continue;
            counts.set(id, (counts.get(id) ?? 0) + 1);
            count.records += 1;
            lines.push(copyLine([id, key, JSON.stringify(data), day, recordedAt]));
            for (const { field, term } of termsOf(register, key, data)) terms.push(copyLine([id, field, term, key]));
          }
          if (lines.length >= linesAtOnce) {
            yield lines.join("");
            lines = [];
          }
          if (count.people >= next) {
            next += stride;
            tell(false);
          }
        }
        if (lines.length > 0) yield lines.join("");
      }
    };
    if (former) for await (const { day, at: recorded, page } of formerHouseholds(tx)) await fill(page, day, recorded);
    else await fill(households(population), population.today, at);
    await record(tx, open, { seed: population.seed, people: count.people, counts, at });
    return open.map(({ id }) => id);
  }, "long");
  if (filled.length > 0) tell(true);
  return filled;
}

type Filled = { seed: string; people: number; counts: ReadonlyMap<string, number>; at: string };

async function record(tx: Tx, registers: readonly Register[], { seed, people, counts, at }: Filled): Promise<void> {
  for (const { id } of registers) {
    const records = counts.get(id) ?? 0;
    await insertSeeding(tx, { register: id, seed, people, records, at });
    await tx.audit({ actor: "seed", action: "register.seed", target: id, detail: { people, records, synthetic: true } });
  }
}

/** Registers of a process by book. */
export function booksOf(registers: readonly Register[]): Map<string, Register[]> {
  const found = new Map<string, Register[]>();
  for (const register of registers)
    if (register.book !== undefined) found.set(register.book, [...(found.get(register.book) ?? []), register]);
  return found;
}
