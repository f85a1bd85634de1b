import { createHmac, hash } from "node:crypto";
import { installationSecret, instant, type ModuleContext } from "@troad/kernel";
import type { TaxRecord } from "./domain/record.ts";
import type { Matter, Offices } from "./offices.ts";
import { type Copy, copiesOf, eraseCopies, keepCopy, noteFailure } from "./store/copies.ts";

const dayMs = 86_400_000;

/** One office's part of a passbook. `missing`: it did not answer, and what it said before is too old to show. */
export type Part = {
  office: string;
  /** When it said what is shown here; null where nothing is shown. */
  readAt: string | null;
  /** Since when it does not answer. */
  failedAt: string | null;
  missing: boolean;
};
/** `asked`: an office was asked for it now. */
export type Passbook = { asked: boolean; records: { office: string; record: TaxRecord }[]; parts: Part[] };

/** For which matter offices are asked, if they are; `again`: all of them now. */
type Asking = { again?: boolean; matter: () => Promise<Matter> };
type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "folder" | "log">; offices: Offices };

/** What the offices say of a taxpayer, from a copy that is at most a day old, or asked now. */
export function openCopies({ ctx, offices }: Parts) {
  const { db, clock } = ctx;
  const secret = installationSecret(ctx.folder, "passbook-taxpayers");
  /** Under which a taxpayer is kept: nobody reads a number in this store. */
  const keyOf = (taxpayer: string): string => createHmac("sha256", secret).update(taxpayer).digest("base64url");
  const isFresh = (at: string | null): boolean => at !== null && clock.now().getTime() - Date.parse(at) < dayMs;
  const read = async (taxpayer: string, office: string, matter: Matter): Promise<void> => {
    const key = keyOf(taxpayer);
    const answer = await offices.taxesOf(office, taxpayer, matter);
    const at = instant(clock);
    if (!answer.ok) {
      ctx.log.warn({ office, code: answer.code }, "a tax office does not answer");
      return noteFailure(db, { taxpayer: key, office, code: answer.code.slice(0, 200), at });
    }
    // whose they are is known from the key; the numbers of people do not lie here
    const records = answer.records.map((record) => ({ ...record, taxpayer: "" }));
    await keepCopy(db, { taxpayer: key, office, records, at });
  };
  const shown = (copies: readonly Copy[], asked: boolean): Passbook => {
    const parts = offices.offices.map(({ id }): Part & { records: TaxRecord[] } => {
      const copy = copies.find(({ office }) => office === id);
      const fresh = copy !== undefined && isFresh(copy.readAt);
      const base = { office: id, failedAt: copy?.failedAt ?? null, missing: !fresh };
      return { ...base, readAt: fresh ? copy.readAt : null, records: fresh ? copy.records : [] };
    });
    return {
      asked,
      records: parts.flatMap(({ office, records }) => records.map((record) => ({ office, record }))),
      parts: parts.map(({ records: _, ...part }) => part),
    };
  };
  return {
    keyOf,
    /** The taxes of a taxpayer; offices of which there is no copy of today are asked, all where `again`. */
    of: async (taxpayer: string, { again = false, matter }: Asking): Promise<Passbook> => {
      const key = keyOf(taxpayer);
      const copies = await copiesOf(db, key);
      const wanted = offices.offices.filter(
        ({ id }) => again || !isFresh(copies.find(({ office }) => office === id)?.readAt ?? null),
      );
      if (wanted.length === 0) return shown(copies, false);
      const number = await matter();
      await Promise.all(wanted.map(({ id }) => read(taxpayer, id, number)));
      return shown(await copiesOf(db, key), true);
    },
    /** Asks one office again, after something was written there about this tax; of a taxpayer whose passbook nobody has opened today nothing is asked. */
    refresh: async (taxpayer: string, office: string, number: string): Promise<Passbook | null> => {
      const key = keyOf(taxpayer);
      if ((await copiesOf(db, key)).length === 0) return null;
      await read(taxpayer, office, number);
      return shown(await copiesOf(db, key), true);
    },
    erase: () => eraseCopies(db, new Date(clock.now().getTime() - dayMs).toISOString()),
  };
}
export type Copies = ReturnType<typeof openCopies>;

/** What is kept of a secret address. */
export const hashOf = (text: string): string => hash("sha256", text, "base64url");
