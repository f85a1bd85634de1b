import { isInvoiceNumber, isTerm } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Queryable, sql } from "@troad/kernel";
import type { CarrierId } from "../../carriers/carriers-store.ts";
import type { InvoiceLookup, StoredInvoice } from "../../invoices/lookup.ts";
import { atField, officeFailure } from "../errors.ts";

export type Look = { no: number; term: string; number: string; role: string; agency: string | null; purpose: string; at: string };
type Asked = { term: string; number: string; purpose: string; by: string; role: string; agency: string | null };

const looksAt = (q: Queryable, carriers: readonly CarrierId[], before: number, limit: number) =>
  q.rows<Look>(sql`
    select l.no::int as no, l.term, l.role,
      case when exists (select 1 from donation d where d.term = l.term and d.number = l.number) then left(l.number, 7) || '***'
        else l.number end as number,
      l.agency, l.purpose, l.at from official_look l
    where (l.carrier_type, l.carrier_id) in (
        select * from unnest(${carriers.map(({ type }) => type)}::text[], ${carriers.map(({ id }) => id)}::text[]))
      and l.no < ${before}
    order by l.no desc limit ${limit}`);

/** One invoice, looked at by staff of the platform for a purpose that they state; written down before it is shown, and shown to its holder. */
export function openLooks(ctx: Pick<ModuleContext, "db" | "clock">, find: InvoiceLookup["find"]) {
  return {
    look: async ({ term, number, purpose, by, role, agency }: Asked): Promise<StoredInvoice> => {
      if (!isTerm(term)) throw atField("office.field-form", "term");
      if (!isInvoiceNumber(number)) throw atField("office.field-form", "number");
      if (purpose.length < 5 || purpose.length > 300) throw atField("office.field-missing", "purpose");
      const invoice = await find(term, number);
      const held = invoice?.content.carrier;
      await ctx.db.tx(async (tx) => {
        await tx.run(sql`
          insert into official_look (term, number, carrier_type, carrier_id, looked_by, role, agency, purpose, at)
          values (${term}, ${number}, ${held?.type ?? null}, ${held?.id2 ?? null}, ${by}, ${role}, ${agency}, ${purpose}, ${instant(ctx.clock)})`);
        await tx.audit({
          actor: by,
          action: "invoice.looked-at",
          target: `${term} ${number}`,
          detail: { purpose, found: invoice !== undefined },
        });
      });
      if (!invoice) throw officeFailure("office.unknown", { field: "number" });
      return invoice;
    },
    /** Who of the platform looked at invoices in these carriers, newest first. */
    at: (carriers: readonly CarrierId[], { before, limit }: { before?: string | undefined; limit: number }) =>
      looksAt(ctx.db, carriers, Number(before ?? Number.MAX_SAFE_INTEGER), limit),
  };
}
export type Looks = ReturnType<typeof openLooks>;
