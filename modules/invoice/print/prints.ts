import { dayOf } from "@troad/invoice-formats";
import { instant, type ModuleContext, type Queryable, sql } from "@troad/kernel";
import type { StoredInvoice } from "../invoices/lookup.ts";
import type { AllowanceForm } from "./form.ts";

type Body = {
  Main: {
    AllowanceNumber: string;
    AllowanceDate: string;
    Seller: { Identifier: string; Name: string };
    Buyer: { Identifier: string; Name: string };
  };
  Details: {
    ProductItem: {
      OriginalInvoiceNumber: string;
      OriginalInvoiceDate: string;
      OriginalDescription: string;
      Amount: string;
      Tax: string;
    }[];
  };
  Amount: { TotalAmount: string; TaxAmount: string };
};
const allowanceOf = (q: Queryable, ban: string, term: string, number: string) =>
  q.one<{ content: Body; cancelled: boolean }>(sql`
    select a.content, exists (select 1 from allowance_action c where c.term = a.term and c.seller = a.seller and c.number = a.number
      and c.kind = 'cancel') as cancelled
    from allowance a where a.term = ${term} and a.number = ${number} and (a.seller = ${ban} or a.content -> 'Main' -> 'Buyer' ->> 'Identifier' = ${ban})
    limit 1`);

/** What is printed: whether a proof was printed before, and an allowance as its form has it. */
export function openPrints({ db, clock }: Pick<ModuleContext, "db" | "clock">) {
  return {
    /** Writes a print down; true if this version of the invoice was printed before. */
    print: ({ term, number, version }: Pick<StoredInvoice, "term" | "number" | "version">, by: string): Promise<boolean> =>
      db.tx(async (tx) => {
        await tx.run(sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${`print ${term} ${number}`}))`);
        const before = await tx.one(sql`
          select 1 as one from proof_print where term = ${term} and number = ${number} and version = ${version} limit 1`);
        await tx.run(sql`
          insert into proof_print (term, number, version, printed_by, at) values (${term}, ${number}, ${version}, ${by}, ${instant(clock)})`);
        await tx.audit({
          actor: by,
          action: "invoice.proof-printed",
          target: `${term} ${number}`,
          detail: { reprint: before !== undefined },
        });
        return before !== undefined;
      }),
    allowance: async (ban: string, term: string, number: string): Promise<AllowanceForm | undefined> => {
      const found = await allowanceOf(db, ban, term, number);
      if (!found) return undefined;
      const { Main: main, Details: details, Amount: amount } = found.content;
      const party = ({ Identifier: id, Name: name }: { Identifier: string; Name: string }) => ({ ban: id, name });
      return {
        ...{
          number: main.AllowanceNumber,
          date: dayOf(main.AllowanceDate),
          seller: party(main.Seller),
          buyer: party(main.Buyer),
        },
        items: details.ProductItem.map((item) => ({
          ...{
            invoice: item.OriginalInvoiceNumber,
            date: dayOf(item.OriginalInvoiceDate),
            description: item.OriginalDescription,
          },
          ...{ amount: item.Amount, tax: item.Tax },
        })),
        ...{ sales: amount.TotalAmount, tax: amount.TaxAmount, cancelled: found.cancelled },
      };
    },
  };
}
export type Prints = ReturnType<typeof openPrints>;
