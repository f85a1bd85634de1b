import { button, formatDate, formatMoney, section, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { type Channels, type Slip, slipPdf } from "@troad/slip";
import { todayOf, uiOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { outcomeOf, readAnswers } from "../domain/answers.ts";
import { fail } from "../domain/failures.ts";
import { dueOf, isPayable, openSlip, sealSlip, slipFor } from "../domain/slips.ts";
import type { PageFile, Tax } from "../tax.ts";
import { onCalculator, requested } from "./calculate.ts";
import { lateLink } from "./late-link.ts";
import { channelsOn, isOpen } from "./slip-days.ts";

const onSlip = { schema: { hide: true, params: Type.Object({ token: Type.String({ maxLength: 120 }) }) } };
const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token;

/** Opens the slip of an address; 404 for one that was altered. */
export function slipIn(tax: Tax, token: string): Slip {
  const slip = openSlip(token, tax.secret());
  if (!slip) throw fail("tax.slip-unknown");
  return slip;
}

/** Makes a slip of a result; shows it, and gives it as a PDF. */
export const slipPages: PageFile = (app, tax) => {
  app.post("/tax/:id/slip", onCalculator, async (request, reply) => {
    const { calculator, year, raw } = requested(tax, request);
    if (!calculator.slip) throw kernelFailure("request.not-found");
    const reading = readAnswers(calculator, raw, year, todayOf(tax));
    if (reading.faults.length > 0 || reading.open) throw fail("tax.answers");
    const outcome = outcomeOf(calculator, reading, todayOf(tax));
    if ("code" in outcome) throw fail("tax.answers");
    const owed = dueOf(calculator, reading.answers, year, outcome);
    if (!owed) throw fail("tax.nothing-to-pay");
    if (!isPayable(owed, todayOf(tax))) throw fail("tax.payment-over", { due: formatDate(owed.due, { lang: request.lang }) });
    const slip = slipFor(owed, tax.ctx.ids.random(7));
    return seeOther(reply, `/tax/slip/${sealSlip(slip, tax.secret())}`);
  });

  app.get(
    "/tax/slip/:token",
    onSlip,
    tax.site.open(async (request) => {
      const token = tokenOf(request);
      const slip = slipIn(tax, token);
      const { t, lang } = request;
      const channels = channelsOn(slip, todayOf(tax));
      const content = html`<h1>${t("tax.slip.title")}</h1>${summaryList({ rows: slipRows(request, slip) })}
      ${isOpen(channels) ? uses(request, token) : uiOf(request).warningText({ text: t("tax.slip.closed") })}
      ${section({ title: { text: t("tax.slip.where") }, content: channelList(request, channels) })}
      ${isOpen(channels) ? undefined : lateLink(request, slip)}
      <p class="tr-hint">${t("tax.slip.generic")}</p>`;
      const title = t("tax.slip.of", { tax: t(`tax.slip.tax.${slip.category}`), due: formatDate(slip.due, { lang }) });
      return { title, content, path: [] };
    }),
  );

  app.get("/tax/slip/:token/slip.pdf", onSlip, async (request, reply) => {
    const slip = slipIn(tax, tokenOf(request));
    return reply
      .header("content-type", "application/pdf")
      .header("content-disposition", `inline; filename="slip-${slip.writeOff}.pdf"`)
      .header("cache-control", "no-store")
      .send(slipPdf(slip, todayOf(tax), { demo: tax.ctx.demo }));
  });
};

/** What is to be paid, for whom and until when. */
export function slipRows(request: FastifyRequest, slip: Slip) {
  const { t, lang } = request;
  return [
    { key: { text: t("tax.slip.for") }, value: { text: t(`tax.slip.tax.${slip.category}`) } },
    { key: { text: t("tax.year-head") }, value: { text: t("tax.year", { roc: slip.year - 1911, year: slip.year }) } },
    { key: { text: t("tax.slip.amount") }, value: { text: formatMoney(slip.amount, lang) } },
    { key: { text: t("tax.slip.due") }, value: { text: formatDate(slip.due, { lang }) } },
    { key: { text: t("tax.slip.number") }, value: { text: slip.writeOff } },
  ];
}

/** Each way of paying with the last day on which it is open, or why it is not. */
export function channelList({ t, lang }: FastifyRequest, channels: Channels): Html {
  const line = (key: "store" | "page" | "bank" | "onlineLate") => {
    const until = channels[key];
    const text = until ? t("tax.slip.until", { day: formatDate(until, { lang }) }) : t(`tax.slip.not.${key}`);
    return html`<li><strong>${t(`tax.slip.way.${key}`)}</strong>${t("tax.colon")}${text}</li>`;
  };
  return html`<ul class="tr-list tr-list--bullet">${(["store", "page", "bank", "onlineLate"] as const).map(line)}</ul>`;
}

/** What can be done with a slip that can still be paid. */
const uses = ({ t }: FastifyRequest, token: string): Html =>
  html`<div class="tr-button-group">${button({ text: t("tax.slip.print"), href: `/tax/slip/${token}/slip.pdf` })}
    <form method="post" action="/tax/book"><input type="hidden" name="slip" value="${token}">
    ${button({ text: t("tax.slip.to-book"), classes: "tr-button--secondary" })}</form></div>`;
