import { Readable } from "node:stream";
import { lineList } from "@troad/design";
import { html } from "@troad/html";
import { isTerm } from "@troad/invoice-formats";
import { byteOrderMark, csvLine, hidden } from "@troad/web";
import { termName } from "../site/words-view.ts";
import { shopFailure } from "./errors.ts";
import { addressIn, paramIn, type ShopPageFile, type ShopPages, shopIn, shopPath, trail } from "./parts.ts";

const pageSize = 5_000;

/** Lists for tills that cannot ask: barcodes that can be used, and donation codes; and all invoices of a period as one file. */
export const listPages: ShopPageFile = (app, pages) => {
  const { site, loveCodes } = pages;
  app.get(
    `${shopPath}/:ban/lists`,
    hidden,
    site.signedIn("anybody", async (request, session) => {
      const { t } = request;
      const shop = await shopIn(pages, request, session, "reader");
      const title = t("invoice.shop.to.lists");
      const links = ["barcodes.txt", "donation-codes.csv"].map((file) => ({
        ...{
          href: addressIn(shop, `/lists/${file}`),
          title: t(`invoice.shop.list.${file}`),
          lead: t(`invoice.shop.list.${file}-lead`),
        },
      }));
      const { now, before } = pages.acts.terms();
      const periods = [now, before].map((term) => ({
        ...{
          href: addressIn(shop, `/period/${term}.csv`),
          title: t("invoice.shop.list.period", { term: termName(request, term) }),
        },
        lead: t("invoice.shop.list.period-lead"),
      }));
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.lists-lead")}</p>${lineList([...links, ...periods])}`,
        path: trail(request, shop),
      };
    }),
  );
  app.get(
    `${shopPath}/:ban/lists/barcodes.txt`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      await shopIn(pages, request, session, "clerk");
      return reply
        .header("content-type", "text/plain; charset=utf-8")
        .header("content-disposition", 'attachment; filename="barcodes.txt"')
        .send(Readable.from(barcodes(pages)));
    }),
  );
  app.get(
    `${shopPath}/:ban/period/:term`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "reader");
      const [term = ""] = paramIn(request, "term").split(".csv");
      if (!isTerm(term)) throw shopFailure("shop.unknown");
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${shop.ban}-${term}.csv"`)
        .header("cache-control", "no-store")
        .send(Readable.from(pages.records.period(shop.ban, term)));
    }),
  );
  app.get(
    `${shopPath}/:ban/lists/donation-codes.csv`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      await shopIn(pages, request, session, "reader");
      const rows = loveCodes.all().map(({ code, ban, name }) => csvLine([code, ban, name]));
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="donation-codes.csv"')
        .send(`${byteOrderMark}${csvLine(["code", "ban", "name"])}${rows.join("")}`);
    }),
  );
};

async function* barcodes({ records }: ShopPages): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const page = await records.barcodes(after, pageSize);
    if (page.length === 0) return;
    yield `${page.map(({ id }) => id).join("\n")}\n`;
    after = page.at(-1)!.id;
  }
}
