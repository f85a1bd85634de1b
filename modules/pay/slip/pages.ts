import { button, formatDate, insetText, summaryList } from "@troad/design";
import { type Html, html, trusted } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { bars } from "@troad/slip";
import { hidden, type Names, type Site } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { payerRows, paymentOf, rowIn } from "../pages/payer.ts";
import type { Payments } from "../payments.ts";
import type { Collector, OfferedSlip } from "./collector.ts";

type Parts = { site: Site; names: Names; payments: Payments; collector: Collector };

/** The slip of a payment: three barcodes for the convenience store, a number for the bank's counter; anyone with the address may print it. */
export function slipPages(app: FastifyInstance, { site, names, payments, collector }: Parts): void {
  app.get(
    "/pay/slip/:id",
    hidden,
    site.open(async (request) => {
      const { t, lang } = request;
      const found = await paymentOf(payments, request);
      const { id, amount, ended, return_to: back } = found;
      const slip = ended === null ? await collector.offered({ id, amount }) : undefined;
      const row = rowIn(request);
      const rows = [
        ...payerRows(request, names, found),
        ...(slip ? [row("slip.due", formatDate(slip.due, { lang })), row("slip.number", slip.writeOff)] : []),
      ];
      const form = html`<p>${t("pay.slip.make-lead")}</p>
        <form method="post" action="/pay/slip/${id}">${button({ text: t("pay.slip.make") })}</form>`;
      const state =
        ended !== null
          ? html`<p role="status">${t(`pay.sandbox.${ended === "cancelled" ? "cancelled" : "paid"}`)}</p>`
          : slip
            ? codes(request, slip)
            : form;
      const title = t("pay.slip.title");
      const content = html`<h1>${title}</h1>${summaryList({ rows })}${state}
        ${back && html`<p><a class="tr-link" href="${back}">${t("pay.sandbox.back")}</a></p>`}`;
      return { title, content };
    }),
  );
  app.post(
    "/pay/slip/:id",
    hidden,
    site.open(async (request, _session, reply) => {
      const { id, amount, ended } = await paymentOf(payments, request);
      if (ended === null) await collector.offer({ id, amount });
      return seeOther(reply, `/pay/slip/${id}`);
    }),
  );
}

function codes(request: FastifyRequest, { segments, store, bank }: OfferedSlip): Html {
  const { t, lang } = request;
  const drawn = (text: string): Html => {
    const { width, height, path } = bars.code39(text, 60);
    // drawn from digits and capitals alone
    const black = trusted(`<path fill="#000000" d="${path}"/>`);
    return html`<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
      shape-rendering="crispEdges" role="img" aria-label="${t("pay.slip.barcode", { text })}">
      <rect width="${width}" height="${height}" fill="#ffffff"/>${black}</svg><figcaption>${text}</figcaption></figure>`;
  };
  return html`<h2>${t("pay.slip.where")}</h2>
    ${store ? html`<p>${t("pay.slip.store", { day: formatDate(store, { lang }) })}</p>` : html`<p>${t("pay.slip.no-store")}</p>`}
    ${bank && html`<p>${t("pay.slip.bank", { day: formatDate(bank, { lang }) })}</p>`}
    ${segments && [segments.first, segments.second, segments.third].map(drawn)}
    ${insetText({ text: t("pay.slip.later") })}`;
}
