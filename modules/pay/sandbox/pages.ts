import { button, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type Names, type Site } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { payerRows, paymentOf } from "../pages/payer.ts";
import type { Payments } from "../payments.ts";
import type { Sandbox } from "./sandbox.ts";

type Parts = { site: Site; names: Names; payments: Payments; sandbox: Sandbox };

/** The page of the sandbox on which a payer pays, as a payment service would show it: it moves no money and says so. */
export function sandboxPages(app: FastifyInstance, { site, names, payments, sandbox }: Parts): void {
  app.get(
    "/pay/sandbox/:id",
    hidden,
    site.open(async (request) => {
      const { t } = request;
      const found = await paymentOf(payments, request);
      const { id, ended, told, return_to: back } = found;
      const title = t("pay.sandbox.title");
      const rows = payerRows(request, names, found);
      const said = (key: string) => html`<p role="status">${t(`pay.sandbox.${key}`)}</p>`;
      const form = html`<form method="post" action="/pay/sandbox/${id}">${button({ text: t("pay.sandbox.pay") })}</form>`;
      const pay =
        ended !== null
          ? said(ended === "cancelled" ? "cancelled" : "paid")
          : told === "submitted"
            ? said("submitted")
            : html`${told === "failed" && said("declined")}${form}`;
      const content = html`<h1>${title}</h1><p class="tr-lead">${t("pay.sandbox.lead")}</p>${summaryList({ rows })}${pay}
        ${back && html`<p><a class="tr-link" href="${back}">${t("pay.sandbox.back")}</a></p>`}`;
      return { title, content };
    }),
  );
  app.post(
    "/pay/sandbox/:id",
    hidden,
    site.open(async (request, _session, reply) => {
      const { id, amount, return_to: back } = await paymentOf(payments, request);
      // each click is money that moves, as at a real payment service: a second one comes back as a refund
      if ((await sandbox.pay({ id, amount })) === "declined") return seeOther(reply, `/pay/sandbox/${id}`);
      return seeOther(reply, back ?? `/pay/sandbox/${id}`);
    }),
  );
}
