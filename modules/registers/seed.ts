import { ConfigurationError } from "@troad/kernel";
import { type Household, households, type PopulationRequest } from "@troad/population";
import type { Register } from "./domain/register.ts";
import { type SampleRecord, sampler } from "./domain/sample.ts";
import type { SeedProgress, SeedRequest } from "./domain/seeding.ts";
import { booksOf, seedBook } from "./seed-book.ts";
import { copyLine, copyRecords, insertSeeding, lockUnseeded } from "./store/seeding.ts";

/** Number of people between two progress messages. */
const stride = 20_000;
const linesAtOnce = 500;

/**
 * Fills empty registers from the synthetic population (of size 0: only books, from what a data folder of before has), each in one transaction: a
 * register whose filling was killed is empty again, and the next start fills it. Gives the ids of those it filled.
 */
export async function seedRegisters(
  request: SeedRequest,
  onProgress: (progress: SeedProgress) => void = () => undefined,
): Promise<string[]> {
  const filled: string[] = [];
  const { population } = request;
  for (const register of request.registers)
    if (
      population.size > 0 &&
      (register.sample || register.assessed !== undefined) &&
      (await seedRegister(register, request, onProgress))
    )
      filled.push(register.id);
  for (const [book, registers] of booksOf(request.registers))
    filled.push(...(await seedBook(book, registers, request, onProgress)));
  return filled;
}

async function seedRegister(
  register: Register,
  { agencyDb, population, at }: SeedRequest,
  onProgress: (progress: SeedProgress) => void,
): Promise<boolean> {
  const count = { people: 0, records: 0 };
  const tell = (done: boolean) => onProgress({ register: register.id, agency: register.agency.id, ...count, done });
  const recordsOf = await recordsFor(register, population);
  const filled = await agencyDb(register.agency.id).tx(async (tx) => {
    if (!(await lockUnseeded(tx, register.id))) return false;
    await copyRecords(tx, linesOf(register, { population, recordsOf, at, count, tell: () => tell(false) }));
    await insertSeeding(tx, { register: register.id, seed: population.seed, people: count.people, records: count.records, at });
    await tx.audit({
      actor: "seed",
      action: "register.seed",
      target: register.id,
      detail: { people: count.people, records: count.records, synthetic: true },
    });
    return true;
  }, "long");
  if (filled) tell(true);
  return filled;
}

type RecordsOf = (household: Household) => SampleRecord[];
/** What fills a register: a mapping of the population, or the rules by which an office assesses. */
async function recordsFor({ id, sample, assessed, agency }: Register, population: PopulationRequest): Promise<RecordsOf> {
  if (sample) return sampler(sample, population);
  // with it comes the law, which a process without such a register does without
  const { assessors } = await import("@troad/content-assessments");
  const assess = assessors[assessed ?? ""];
  if (!assess) throw new ConfigurationError(`register ${id}: nothing assesses ${assessed}`);
  return (household) =>
    assess(household, agency.id, population).map(({ key, fields }) => ({ subject: key, fields: { ...fields } }));
}

type Filling = {
  population: PopulationRequest;
  recordsOf: RecordsOf;
  at: string;
  count: { people: number; records: number };
  tell: () => void;
};
function* linesOf(register: Register, { population, recordsOf, at, count, tell }: Filling): Generator<string> {
  let lines: string[] = [];
  let next = stride;
  for (const household of households(population)) {
    for (const { subject, fields } of recordsOf(household))
      lines.push(copyLine([register.id, subject, JSON.stringify(fields), population.today, at]));
    count.people += household.members.length;
    if (lines.length >= linesAtOnce) {
      count.records += lines.length;
      yield lines.join("");
      lines = [];
    }
    if (count.people >= next) {
      next += stride;
      tell();
    }
  }
  count.records += lines.length;
  if (lines.length > 0) yield lines.join("");
}
