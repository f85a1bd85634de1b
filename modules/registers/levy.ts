import type { Assessment } from "@troad/content-assessments";
import type { Database, Tx } from "@troad/kernel";
import type { Register } from "./domain/register.ts";
import { writeVersions } from "./provider/enter.ts";
import { waitForWriters } from "./store/entries.ts";
import { levySources } from "./store/levies.ts";
import { newestRecords } from "./store/records.ts";

type LevyRequest = { db: Database; registers: readonly Register[]; today: string; at: () => string; atOnce?: number };
/** Levies that were gone through whole, by register: in this process they are not looked at again. */
export type GoneThrough = Set<string>;

const usualBatch = 200;

/**
 * When the days of payment of a yearly tax have begun, an office assesses what it has in its own books: each thing once a year, under a number that
 * follows from both. Broken off anywhere and repeated it makes one assessment; what a correction or another office made of it meanwhile stays.
 */
export async function levyYearly(
  { db, registers, today, at, atOnce = usualBatch }: LevyRequest,
  gone: GoneThrough,
): Promise<number> {
  let made = 0;
  for (const register of registers) {
    if (register.assessed === undefined) continue;
    // with it comes the law, which a process without such a register does without
    const { leviesBegun } = await import("@troad/content-assessments");
    for (const levy of leviesBegun(register.agency.id, today)) {
      const name = `${register.provider} ${levy.tax} ${levy.year}`;
      if (gone.has(name)) continue;
      const sources = await levySources(db, { register: register.id, ...levy });
      let isWhole = true;
      for (let from = 0; from < sources.length; from += atOnce) {
        const batch = sources.slice(from, from + atOnce);
        const done = await db.tx((tx) => assessBatch(tx, { register, registers, levy, keys: batch, at: at() }), "long");
        made += done.made;
        isWhole &&= done.isWhole;
      }
      if (isWhole) gone.add(name);
    }
  }
  return made;
}

type Batch = {
  register: Register;
  registers: readonly Register[];
  levy: { tax: string; year: number };
  keys: readonly string[];
  at: string;
};
/** `isWhole`: the figures of the year were known for all of them. */
async function assessBatch(tx: Tx, { register, registers, levy, keys, at }: Batch): Promise<{ made: number; isWhole: boolean }> {
  const { levied } = await import("@troad/content-assessments");
  await waitForWriters(tx);
  const sources = await newestRecords(
    tx,
    keys.map((key) => ({ register: register.id, key })),
  );
  const all = sources.map((source) => source && levied(source.data as unknown as Assessment, register.agency.id, levy));
  const wanted = all.flatMap((one) => one ?? []);
  const standing = await newestRecords(
    tx,
    wanted.map(({ key }) => ({ register: register.id, key })),
  );
  const fresh = wanted.filter((_, index) => standing[index] === undefined);
  const empty = Object.fromEntries(register.fields.map(({ name }) => [name, null]));
  await writeVersions(
    tx,
    registers,
    fresh.map(({ key, fields }) => ({
      ...{ register: register.id, subject: key, data: { ...empty, ...fields }, version: 1, at, kind: "create" },
      ...{ caseId: null, consumer: null, exchangeId: null, entry: null, officer: null, reason: null, legalBasis: fields.lawZh },
    })),
  );
  const detail = { ...levy, records: fresh.length };
  if (fresh.length > 0) await tx.audit({ actor: "levy", action: "register.levy", target: register.id, detail });
  return { made: fresh.length, isWhole: all.every((one) => one !== undefined) };
}
