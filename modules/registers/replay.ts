import { books } from "@troad/content-entries";
import { type Data, type Memory, memory, runEntry } from "@troad/entry";
import { canonicalJson, type Queryable, sql } from "@troad/kernel";
import { entriesAfter } from "./store/entries.ts";

export type Replayed = {
  entries: number;
  records: number;
  /** Records that a replay leaves otherwise than they stand, and entries that it would not make: `register key` or `entry 12`. */
  faults: string[];
  memory: Memory;
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
      else faults.push(`entry ${seq}`);
      last = seq;
      entries += 1;
    }
  }
  let records = 0;
  for (const register of book.registers) {
    const standing = new Set<string>();
    for await (const { subject, data } of versions(q, register, "newest")) {
      standing.add(subject);
      records += 1;
      if (canonicalJson(again.data(register, subject)) !== canonicalJson(data)) faults.push(`${register} ${subject}`);
    }
    for (const [key] of again.all(register)) if (!standing.has(key)) faults.push(`${register} ${key}`);
  }
  return { entries, records, faults, memory: again };
}

type Row = { subject: string; data: Data };

/** The versions of the beginning, which no entry made, or the newest ones. */
async function* versions(q: Queryable, register: string, which: "first" | "newest"): AsyncGenerator<Row> {
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
