import { books } from "@troad/content-entries";
import { type Data, memory, runEntry } from "@troad/entry";
import { canonicalJson, type Queryable, sql } from "@troad/kernel";
import { entriesAfter, seriesOf } from "./store/entries.ts";

export type Replayed = {
  entries: number;
  records: number;
  /** Records that a replay leaves otherwise than they stand, entries that it would not make, and series that stand otherwise. */
  faults: string[];
};

const atOnce = 500;

/**
 * Makes all entries of a book again in memory, from the records of its beginning on, with the lots that were drawn, and compares every record with the
 * newest version that stands in the register, byte for byte. Memory grows with the register.
 */
export async function replayBook(q: Queryable, bookId: string): Promise<Replayed> {
  const book = books[bookId];
  if (!book) throw new RangeError(`there is no book ${bookId}`);
  const again = memory();
  for (const register of book.registers)
    for await (const { subject, data } of versions(q, register, "first")) again.put({ register, key: subject, data });
  const faults: string[] = [];
  let [entries, last] = [0, 0];
  for (;;) {
    const page = await entriesAfter(q, { book: bookId, after: last, limit: atOnce });
    if (page.length === 0) break;
    for (const { seq, kind, application, lots } of page) {
      again.setLots(lots);
      const known = Object.hasOwn(book.kinds, kind) ? book.kinds[kind] : undefined;
      const ran = known && (await runEntry(known, application, again));
      if (ran?.allowed) again.apply(ran);
      else faults.push(`entry ${seq}: would not be made again`);
      last = seq;
      entries += 1;
    }
  }
  let records = 0;
  for (const register of book.registers) {
    const standing = new Set<string>();
    const fault = (key: string) => faults.push(`${register} ${key}: not what its entries make of it`);
    for await (const { subject, data } of versions(q, register, "newest")) {
      standing.add(subject);
      records += 1;
      const made = again.data(register, subject);
      if (!made || canonicalJson(made) !== canonicalJson(data)) fault(subject);
    }
    for (const [key] of again.all(register)) if (!standing.has(key)) fault(key);
  }
  for (const { name, last: number } of await seriesOf(q, bookId))
    if (again.last(name) !== number) faults.push(`series ${name}: stands otherwise than its entries left it`);
  return { entries, records, faults };
}

type Row = { subject: string; data: Data };

/** The versions of the beginning, which no entry made, or the newest ones. */
export async function* versions(q: Queryable, register: string, which: "first" | "newest"): AsyncGenerator<Row> {
  let after = "";
  for (;;) {
    const rows = await q.rows<Row>(
      which === "first"
        ? sql`
            select distinct on (subject) subject, data from record where register = ${register} and subject > ${after} and entry is null
            order by subject, recorded_at desc limit ${atOnce}`
        : sql`
            select distinct on (subject) subject, data from record where register = ${register} and subject > ${after}
            order by subject, recorded_at desc limit ${atOnce}`,
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.subject;
  }
}
