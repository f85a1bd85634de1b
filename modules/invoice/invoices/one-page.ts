import { button, buttonGroup, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { todayOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { madeUpNote, type Won, wonByOne, wonText, wonWhen } from "../prizes/prize-view.ts";
import { cancelled, donatable } from "../prizes/standing.ts";
import { proofPdf } from "../proof/pdf.ts";
import { proofKey } from "../proof/seal-key.ts";
import { asked, type PageFile, type Pages } from "../site/pages.ts";
import { day, money, numberOf, standingTag, termName } from "../site/words-view.ts";
import type { StoredInvoice } from "./lookup.ts";

/** The schema of an invoice's address. */
export const onInvoice = {
  schema: {
    hide: true,
    params: Type.Object({ term: Type.String({ pattern: "^\\d{5}$" }), number: Type.String({ pattern: "^[A-Z]{2}\\d{8}$" }) }),
  },
};
/** The person's invoice that an address names. */
export const requestedInvoice = (pages: Pages, request: FastifyRequest, subject: string): Promise<StoredInvoice> => {
  const { term, number } = request.params as { term: string; number: string };
  return pages.holdings.own(subject, term, number);
};
export const addressOf = ({ term, number }: StoredInvoice): string => `/invoice/mine/${term}/${number}`;
export const pathOf = ({ t }: FastifyRequest) => [{ href: "/invoice/mine", text: t("invoice.mine.title") }];

/** One invoice with its items and actions. */
export const onePages: PageFile = (app, pages) => {
  app.get(
    "/invoice/mine/:term/:number",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person) => {
      const { t } = request;
      const invoice = await requestedInvoice(pages, request, person.subject);
      const done = ["donated", "claimed"].find((one) => one === asked(request, "done"));
      const banner = done && uiOf(request).notificationBanner({ type: "success", text: t(`invoice.done.${done}`) });
      const past = await history(pages, request, invoice);
      const won = await wonByOne(pages, invoice);
      const content = html`${banner}<h1>${invoice.content.seller.name}</h1>${summaryList({ rows: facts(request, invoice, won) })}
        ${won && html`<p>${wonWhen(request, won)}</p>${madeUpNote(pages, request, invoice.term)}`}
        ${items(request, invoice)}${past}${actions(pages, request, invoice, won)}`;
      return { title: invoice.content.seller.name, content, path: pathOf(request) };
    }),
  );

  app.get(
    "/invoice/mine/:term/:number/proof.pdf",
    onInvoice,
    pages.site.signedIn("anybody", async (request, person, reply) => {
      const invoice = await requestedInvoice(pages, request, person.subject);
      // a printed proof of a donated invoice would let its donor claim the recipient's prize
      if (invoice.donatedTo !== null || cancelled(invoice)) throw kernelFailure("request.not-found");
      const { term, number, date, total, content } = invoice;
      const signed = pages.signer.sign({ term, number, date, total, seller: content.seller.ban });
      const pdf = proofPdf(content, {
        key: proofKey(pages.ctx.folder, content.seller.ban),
        check: `${pages.ctx.origin("invoice")}/invoice/proof?code=${signed}`,
        demo: pages.ctx.demo,
      });
      return reply
        .header("content-type", "application/pdf")
        .header("content-disposition", `inline; filename="${number}.pdf"`)
        .send(pdf);
    }),
  );
};

function facts(request: FastifyRequest, invoice: StoredInvoice, won: Won | undefined) {
  const { t } = request;
  const { content } = invoice;
  const row = (key: string, text: string) => ({ key: { text: t(`invoice.field.${key}`) }, value: { text } });
  const standing = standingTag(request, invoice);
  return [
    { key: { text: t("invoice.field.number") }, value: { html: html`${numberOf(invoice)} ${standing}` } },
    won && { key: { text: t("invoice.field.prize") }, value: { html: wonText(request, won) } },
    row("date", day(request, invoice.date)),
    row("term", termName(request, invoice.term)),
    row("total", money(request, invoice.total)),
    row("seller", `${content.seller.name} ${content.seller.ban}`),
    content.carrier && row("carrier", content.carrier.id2),
  ];
}

/** The items in a table, as the shop sent them. */
const items = ({ t, lang }: FastifyRequest, { content }: Pick<StoredInvoice, "content">): Html =>
  scrollable(
    t("invoice.field.items"),
    table({
      caption: t("invoice.field.items"),
      captionClasses: "tr-table__caption--m",
      head: [
        { text: t("invoice.item.name") },
        { text: t("invoice.item.quantity"), format: "numeric" },
        { text: t("invoice.item.amount"), format: "numeric" },
      ],
      rows: content.items.map((item) => [
        { text: item.description },
        { text: item.quantity, format: "numeric" },
        { text: Number(item.amount).toLocaleString(lang === "en" ? "en" : "zh-Hant-TW"), format: "numeric" },
      ]),
    }),
  );

/** Former versions, if a shop voided the invoice and issued it again. Their items may be another person's business. */
async function history({ lookup }: Pages, request: FastifyRequest, invoice: StoredInvoice): Promise<Html | undefined> {
  if (invoice.version === 1) return undefined;
  const { t } = request;
  const former = await lookup.former(invoice);
  const entries = former.map(({ date, total }) => {
    return html`<li>${day(request, date)}${t("invoice.comma")}${money(request, total)}</li>`;
  });
  return html`<h2>${t("invoice.one.former")}</h2><ul class="tr-list tr-list--bullet">${entries}</ul>`;
}

function actions(pages: Pages, request: FastifyRequest, invoice: StoredInvoice, won: Won | undefined): Html | undefined {
  const { t } = request;
  if (invoice.donatedTo !== null) return html`<p>${t("invoice.one.donated")}</p>`;
  if (cancelled(invoice)) return undefined;
  const at = addressOf(invoice);
  const quiet = { classes: "tr-button--secondary" };
  const links = [
    ...(won?.state === "open" ? [button({ text: t("invoice.claim.title"), href: `${at}/claim` })] : []),
    ...(donatable(invoice, todayOf(pages)) ? [button({ text: t("invoice.donate.title"), href: `${at}/donate`, ...quiet })] : []),
    button({ text: t("invoice.one.print"), href: `${at}/proof.pdf`, ...quiet }),
  ];
  return buttonGroup(...links);
}
