import { instant, type ModuleContext, type Queryable, sql } from "@troad/kernel";
import { atField, officeFailure } from "../office/errors.ts";
import type { LoveCodes } from "./love-codes.ts";

export type DoneeAccount = {
  no: number;
  code: string;
  account: string;
  holder: string;
  by: string;
  confirmed: boolean;
  at: string;
};
const accountsOf = (q: Queryable, code: string) =>
  q.rows<DoneeAccount>(sql`
    select a.no::int as no, a.code, a.account, a.holder, a.entered_by as by, a.at,
      exists (select 1 from donee_account_confirmation c where c.no = a.no) as confirmed
    from donee_account a where a.code = ${code} order by a.no desc limit 20`);

/** What became of the prizes of a group's donated invoices in a period. */
export type DoneePrizes = { code: string; term: string; prizes: number; net: number; paid: number };
const prizesOf = (q: Queryable, codes: readonly string[]) =>
  q.rows<DoneePrizes>(sql`
    select substr(c.claimed_by, 7) as code, c.term, count(*)::int as prizes, sum(c.net)::float8 as net,
      coalesce(sum(c.net) filter (where exists (select 1 from prize_run_line l join prize_run_outcome o on o.run = l.run and o.line = l.line
        where l.term = c.term and l.number = c.number and o.state = 'paid')), 0)::float8 as paid
    from claim c where c.claimed_by = any(${codes.map((code) => `donee ${code}`)}::text[])
    group by 1, 2 order by 2 desc, 1 limit 200`);

/** Accounts to which prizes of donated invoices are paid: one operator enters one, another confirms it, and only then it counts. */
export function openDoneeAccounts({ db, clock }: Pick<ModuleContext, "db" | "clock">, loveCodes: Pick<LoveCodes, "find">) {
  return {
    list: (code: string) => accountsOf(db, code),
    /** The one that counts. */
    of: async (code: string): Promise<{ account: string; holder: string } | null> =>
      (await accountsOf(db, code)).find(({ confirmed }) => confirmed) ?? null,
    prizes: (codes: readonly string[]) => prizesOf(db, codes),
    enter: async (row: { code: string; account: string; holder: string; by: string }): Promise<void> => {
      const { code, account, holder, by } = row;
      if (!loveCodes.find(code)) throw officeFailure("office.unknown");
      if (!/^\d{3}-\d{6,16}$/.test(account)) throw atField("office.field-form", "account");
      if (holder === "" || holder.length > 100) throw atField("office.field-missing", "holder");
      await db.tx(async (tx) => {
        await tx.run(sql`
          insert into donee_account (code, account, holder, entered_by, at) values (${code}, ${account}, ${holder}, ${by}, ${instant(clock)})`);
        await tx.audit({ actor: by, action: "invoice.donee-account-entered", target: code, detail: { last: account.slice(-4) } });
      });
    },
    confirm: ({ code, no, by }: { code: string; no: number; by: string }): Promise<void> =>
      db.tx(async (tx) => {
        const found = (await accountsOf(tx, code)).find((one) => one.no === no);
        if (!found) throw officeFailure("office.unknown");
        if (found.by === by) throw officeFailure("office.approve-own");
        const done = await tx.run(sql`
          insert into donee_account_confirmation (no, confirmed_by, at) values (${no}, ${by}, ${instant(clock)}) on conflict do nothing`);
        if (done === 0) throw officeFailure("office.approved-already");
        await tx.audit({ actor: by, action: "invoice.donee-account-confirmed", target: code, detail: { no } });
      }),
  };
}
export type DoneeAccounts = ReturnType<typeof openDoneeAccounts>;
