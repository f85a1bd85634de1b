import { kernelFailure } from "@troad/kernel";
import { hidden } from "@troad/web";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { BooksPages } from "../books/parts.ts";
import { booksPath, clientIn } from "../books/parts.ts";
import { cancelled } from "../prizes/standing.ts";
import { proofPdf } from "../proof/pdf.ts";
import type { ProofSigner } from "../proof/signed-code.ts";
import { paramIn, type ShopPages, shopIn, shopPath } from "../shop/parts.ts";
import { detailPdf } from "./detail.ts";
import { allowancePdf, businessPdf } from "./form.ts";
import type { Prints } from "./prints.ts";

type Parts = {
  shop: ShopPages;
  books: Pick<BooksPages, "site" | "access">;
  prints: Prints;
  signer: ProofSigner;
  origin: string;
  demo: boolean;
};
const send = (reply: FastifyReply, name: string, pdf: Buffer): FastifyReply =>
  reply
    .header("content-type", "application/pdf")
    .header("content-disposition", `inline; filename="${name}.pdf"`)
    .header("cache-control", "no-store")
    .send(pdf);

/** What shops and those who keep books print. A proof that is printed again says so; it is posted, since each print is written down. */
export function printPages(app: FastifyInstance, { shop, books, prints, signer, origin, demo }: Parts): void {
  const { site, acts, sealKey } = shop;
  app.post(
    `${shopPath}/:ban/invoices/:term/:number/print/:what`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const own = await shopIn(shop, request, session, "clerk");
      const invoice = await acts.own(own, paramIn(request, "term"), paramIn(request, "number"));
      const { content, number, term, date, total } = invoice;
      const what = paramIn(request, "what");
      const isConsumer = acts.isConsumer(invoice);
      if (what === "detail") return send(reply, `${number}-detail`, detailPdf(content, { demo }));
      // in a carrier or given away, it is on no paper; what has ended is no proof
      const onPaper = !cancelled(invoice) && (what === "form" ? !isConsumer : !isConsumer || content.print);
      if (!onPaper || !["form", "proof", "proof-203"].includes(what)) throw kernelFailure("request.not-found");
      const reprint = await prints.print(invoice, session.subject);
      if (what === "form") return send(reply, number, businessPdf(content, { reprint, demo }));
      const check = `${origin}/invoice/proof?code=${signer.sign({ term, number, date, total, seller: own.ban })}`;
      const dots = what === "proof-203" ? 203 : 150;
      return send(reply, number, proofPdf(content, { key: sealKey(own.ban), check, demo, dots, reprint }));
    }),
  );
  app.get(
    `${booksPath}/:ban/allowances/:term/:number`,
    hidden,
    books.site.signedIn("anybody", async (request, session, reply) => {
      const client = await clientIn(books, request, session);
      const form = await prints.allowance(client.ban, paramIn(request, "term"), paramIn(request, "number"));
      if (!form) throw kernelFailure("request.not-found");
      return send(reply, form.number, allowancePdf(form, { demo }));
    }),
  );
}
