import { createHmac } from "node:crypto";
import { type Database, instant, type ModuleContext, type Tx } from "@troad/kernel";
import type { ReadByLaw } from "@troad/registers/events";
import type { TransferRecord } from "@troad/road/api";
import type { DataUse } from "./api.ts";
import { insertLawRead, type LawReadRow, lawReadOf, lawReadsOf } from "./store/law-reads.ts";
import { useOf, usesOf } from "./store/uses.ts";

const dayMs = 86_400_000;
type Page = { before?: string; limit: number };
type Person = { subject: string; nationalId?: string | null | undefined };

/** Who used a person's data: exchanges under consents of hers, and reads that a law opened. */
export function openUses(ctx: Pick<ModuleContext, "clock">, db: Database, secret: string) {
  const now = (): string => instant(ctx.clock);
  /** The person in the list of reads by law; without the key nobody can tell whose it is, not even by trying all national ids. */
  const pseudonym = (nationalId: string): Buffer => createHmac("sha256", secret).update(nationalId).digest();

  return {
    recordLawRead: (tx: Tx, read: ReadByLaw): Promise<void> => {
      const visibleFrom = new Date(Date.parse(read.at) + read.noticeAfterDays * dayMs).toISOString();
      return insertLawRead(tx, pseudonym(read.nationalId), read, visibleFrom);
    },
    /** Without a national id those under consents alone. */
    of: async ({ subject, nationalId }: Person, { before, limit }: Page): Promise<DataUse[]> => {
      const [at, id] = before?.split(" ") ?? [];
      const after = at && id ? { at, id } : null;
      const [transfers, reads] = await Promise.all([
        usesOf(db, subject, after, limit),
        nationalId ? lawReadsOf(db, pseudonym(nationalId), { now: now(), before: after, limit }) : [],
      ]);
      return newestFirst([
        ...transfers.map((row) => fromRecords(row.exchange_id, row.at, row.records)),
        ...reads.map(fromLaw),
      ]).slice(0, limit);
    },
    one: async ({ subject, nationalId }: Person, exchangeId: string): Promise<DataUse | undefined> => {
      const rows = await useOf(db, subject, exchangeId);
      const read = nationalId ? await lawReadOf(db, pseudonym(nationalId), exchangeId, now()) : undefined;
      const uses = [
        ...(rows[0]
          ? [
              fromRecords(
                exchangeId,
                rows[0].at,
                rows.map((row) => row.record),
              ),
            ]
          : []),
        ...(read ? [fromLaw(read)] : []),
      ];
      return newestFirst(uses)[0];
    },
  };
}

/** One entry an exchange: where a consent came along although the law did without, the entry names the law's basis too. */
function newestFirst(uses: DataUse[]): DataUse[] {
  const byId = new Map<string, DataUse>();
  for (const use of uses) {
    const other = byId.get(use.exchangeId);
    byId.set(use.exchangeId, other ? { ...other, legalBasis: other.legalBasis ?? use.legalBasis } : use);
  }
  const order = (use: DataUse): string => `${use.at} ${use.exchangeId}`;
  return [...byId.values()].sort((a, b) => (order(a) < order(b) ? 1 : -1));
}

function fromRecords(exchangeId: string, at: string, records: TransferRecord[]): DataUse {
  // The provider's word counts for what left its house; the consumer's where the provider has none.
  const first = records.find((one) => one.side === "provider") ?? records[0]!;
  const { consumer, provider, purpose, agreement, consent, fields, outcome, code } = first;
  const sides = records.map((one) => one.side);
  return {
    exchangeId,
    at,
    consumer,
    provider,
    purpose,
    agreement,
    consent,
    legalBasis: null,
    found: true,
    fields,
    outcome,
    code,
    sides,
  };
}

const fromLaw = (row: LawReadRow): DataUse => ({
  exchangeId: row.exchange_id,
  at: row.at,
  consumer: row.consumer,
  provider: row.provider,
  purpose: row.purpose,
  agreement: row.agreement,
  consent: null,
  legalBasis: row.legal_basis ?? "",
  found: row.found,
  fields: row.fields,
  outcome: "answered",
  code: null,
  sides: ["provider"],
});
