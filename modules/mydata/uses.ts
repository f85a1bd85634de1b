import { createHmac } from "node:crypto";
import { type Database, instant, isUuid, type ModuleContext, type Tx } from "@troad/kernel";
import type { ReadByLaw } from "@troad/registers/events";
import { type DataUse, type UseKey, useAddress } from "./api.ts";
import { recipientsOf } from "./store/counter-codes.ts";
import { insertLawRead, type LawReadRow, lawReadsOf, lawReadsOfId } from "./store/law-reads.ts";
import { type UseRow, usesOf, usesOfId } from "./store/uses.ts";

const dayMs = 86_400_000;
/** Maximum number of exchanges of one person under one id that are read. */
const mostOfOneId = 100;
type Page = { before?: string; limit: number };
type Person = { subject: string; nationalId?: string | null | undefined };

/** Who used a person's data: exchanges under their consents, and reads allowed by law. */
export function openUses(ctx: Pick<ModuleContext, "clock">, db: Database, secret: string) {
  const now = (): string => instant(ctx.clock);
  /** The person's key in the list of reads by law; without the secret nobody can tell whose it is, not even by trying all national ids. */
  const pseudonym = (nationalId: string): Buffer => createHmac("sha256", secret).update(nationalId).digest();

  /** Names whom each consumer got it for, where the person's consent does. */
  const withRecipients = async (subject: string, uses: DataUse[]): Promise<DataUse[]> => {
    const consents = uses.flatMap(({ consent }) => (consent !== null && isUuid(consent) ? [consent] : []));
    if (consents.length === 0) return uses;
    const recipients = await recipientsOf(db, subject, consents);
    return uses.map((use) => ({ ...use, recipient: (use.consent !== null && recipients.get(use.consent)) || null }));
  };

  return {
    /** Gives from when on its person sees it. */
    recordLawRead: async (tx: Tx, read: ReadByLaw): Promise<string> => {
      const visibleFrom = new Date(Date.parse(read.at) + read.noticeAfterDays * dayMs).toISOString();
      await insertLawRead(tx, pseudonym(read.nationalId), read, visibleFrom);
      return visibleFrom;
    },
    /** Without a national id, only those under consents. */
    of: async ({ subject, nationalId }: Person, { before, limit }: Page): Promise<DataUse[]> => {
      const [at, id] = before?.split(" ", 2) ?? [];
      const after = at && id ? { at, id } : null;
      const [transfers, reads] = await Promise.all([
        usesOf(db, subject, after, limit),
        nationalId ? lawReadsOf(db, pseudonym(nationalId), { now: now(), before: after, limit }) : [],
      ]);
      return withRecipients(subject, newestFirst([...transfers.map(fromRecords), ...reads.map(fromLaw)]).slice(0, limit));
    },
    one: async ({ subject, nationalId }: Person, address: string): Promise<DataUse | undefined> => {
      const [exchangeId = "", mark] = address.split("~");
      const [rows, reads] = await Promise.all([
        usesOfId(db, subject, exchangeId, mostOfOneId),
        nationalId ? lawReadsOfId(db, pseudonym(nationalId), { exchangeId, now: now(), limit: mostOfOneId }) : [],
      ]);
      const uses = await withRecipients(subject, newestFirst([...rows.map(fromRecords), ...reads.map(fromLaw)]));
      return uses.find((use) => mark === undefined || use.address === address);
    },
  };
}

/** One entry per exchange: if a consent was sent although the law did not require it, the entry also names the legal basis. */
function newestFirst(uses: DataUse[]): DataUse[] {
  const byAddress = new Map<string, DataUse>();
  for (const use of uses) {
    const other = byAddress.get(use.address);
    byAddress.set(use.address, other ? { ...other, legalBasis: other.legalBasis ?? use.legalBasis } : use);
  }
  return [...byAddress.values()].sort((a, b) => (a.cursor < b.cursor ? 1 : -1));
}

const named = (key: UseKey, at: string) => ({
  exchangeId: key.exchangeId,
  address: useAddress(key),
  cursor: `${at} ${useAddress(key)}`,
});

function fromRecords({ exchange_id: exchangeId, consumer, provider, at, records }: UseRow): DataUse {
  // The provider's record counts for what it gave; the consumer's where the provider has none. Of several attempts, the answered one.
  const first = records.findLast((one) => one.side === "provider") ?? records.at(-1)!;
  const { purpose, agreement, consent, fields, outcome, code } = first;
  const sides = [...new Set(records.map((one) => one.side))];
  return {
    ...named({ exchangeId, consumer, provider }, at),
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
  ...named({ exchangeId: row.exchange_id, consumer: row.consumer, provider: row.provider }, row.at),
  at: row.at,
  consumer: row.consumer,
  provider: row.provider,
  purpose: row.purpose,
  agreement: row.agreement,
  consent: null,
  legalBasis: row.legal_basis ?? "",
  issue: row.issue,
  found: row.found,
  fields: row.fields,
  outcome: "answered",
  code: null,
  sides: ["provider"],
});
