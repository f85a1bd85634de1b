import { button, emptyState, formatDate, formatMoney } from "@troad/design";
import { type Html, html, trusted } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { bars, type Slip, slipCodes } from "@troad/slip";
import { todayOf } from "@troad/web";
import type { FastifyReply, FastifyRequest } from "fastify";
import { openSlip } from "../domain/slips.ts";
import type { PageFile, Tax } from "../tax.ts";
import { channelList, slipIn } from "./slip.ts";
import { channelsOn, isOpen } from "./slip-days.ts";

/** The slips of a phone, kept in its own cookie: they name nobody, and no server has to remember them. */
const COOKIE = "tax_book";
const MOST = 12;
type Entry = { token: string; slip: Slip };

function entriesOf(tax: Tax, request: FastifyRequest): Entry[] {
  const tokens = (request.cookies[COOKIE] ?? "").split(".").slice(0, MOST);
  return tokens.flatMap((token) => {
    const slip = openSlip(token, tax.secret());
    return slip ? [{ token, slip }] : [];
  });
}
function keep({ ctx }: Tax, reply: FastifyReply, tokens: readonly string[]): void {
  reply.setCookie(COOKIE, tokens.join("."), {
    path: "/tax",
    httpOnly: true,
    sameSite: "lax",
    secure: ctx.origin("tax").startsWith("https:"),
    maxAge: tokens.length > 0 ? 31_536_000 : 0,
  });
}

/** The payment book: one slip a screen with codes as large as the screen, readable without a network once it was opened. */
export const bookPages: PageFile = (app, tax) => {
  app.get("/tax/book", { schema: { hide: true } }, async (request, reply) => {
    const entries = entriesOf(tax, request);
    const { t } = request;
    const content = html`<div data-book="${tax.assets.worker}"><h1>${t("tax.book.title")}</h1>${
      entries.length === 0
        ? emptyState({ title: t("tax.book.empty"), body: { text: t("tax.book.empty-how") } })
        : html`<p>${t("tax.book.lead")}</p>
          <p class="tax-book__offline" data-offline hidden role="status">${t("tax.book.offline")}</p>
          ${contents(request, entries)}${entries.map((entry, at) => leaf(tax, request, entry, at))}`
    }</div><script src="${tax.assets.book}" defer></script>`;
    return tax.site.show(request, reply, undefined, { title: t("tax.book.title"), content });
  });

  app.post<{ Body: { slip?: unknown } }>("/tax/book", { schema: { hide: true } }, async (request, reply) => {
    const token = typeof request.body?.slip === "string" ? request.body.slip : "";
    slipIn(tax, token);
    const tokens = entriesOf(tax, request).map((one) => one.token);
    keep(tax, reply, [token, ...tokens.filter((one) => one !== token)].slice(0, MOST));
    return seeOther(reply, "/tax/book");
  });

  app.post<{ Body: { slip?: unknown } }>("/tax/book/remove", { schema: { hide: true } }, async (request, reply) => {
    keep(
      tax,
      reply,
      entriesOf(tax, request)
        .map((one) => one.token)
        .filter((one) => one !== request.body?.slip),
    );
    return seeOther(reply, "/tax/book");
  });
};

const nameOf = ({ t }: FastifyRequest, slip: Slip): string =>
  `${t(`tax.slip.tax.${slip.category}`)}${t("web.comma")}${t("tax.year", { roc: slip.year - 1911, year: slip.year })}`;

function contents(request: FastifyRequest, entries: readonly Entry[]): Html {
  const links = entries.map(({ slip }, at) => {
    return html`<li><a class="tr-link" href="#slip-${at + 1}">${nameOf(request, slip)}</a></li>`;
  });
  return html`<nav aria-label="${request.t("tax.book.contents")}"><ol class="tr-list tr-list--number">${links}</ol></nav>`;
}

/** One slip: name and amount, the codes to show at the counter, where else it can be paid. */
function leaf(tax: Tax, request: FastifyRequest, { token, slip }: Entry, at: number): Html {
  const { t, lang } = request;
  const today = todayOf(tax);
  const { segments, url } = slipCodes(slip, today);
  const channels = channelsOn(slip, today);
  const barcodes = segments
    ? Object.values(segments).map(
        (text) =>
          html`<figure class="tax-code">${drawn(bars.code39(text, 60), t("tax.book.barcode", { text }))}<figcaption>${text}</figcaption></figure>`,
      )
    : undefined;
  const code = url
    ? html`<figure class="tax-code tax-code--qr">${drawn(bars.qr(url), t("tax.book.qr"))}<figcaption>${t("tax.slip.way.page")}</figcaption></figure>`
    : undefined;
  return html`<section class="tax-leaf" id="slip-${at + 1}"><h2 class="tax-leaf__title">${nameOf(request, slip)}</h2>
    <p class="tax-leaf__amount">${formatMoney(slip.amount, lang)}</p><p>${t("tax.slip.due")}${t("tax.colon")}${formatDate(slip.due, { lang })}</p>
    ${isOpen(channels) ? undefined : html`<p>${t("tax.slip.closed")}</p>`}${barcodes}${code}
    ${channelList(request, channels)}
    <p><a class="tr-link" href="/tax/slip/${token}">${t("tax.slip.title")}</a></p>
    <form method="post" action="/tax/book/remove"><input type="hidden" name="slip" value="${token}">
    ${button({ text: t("tax.book.remove"), classes: "tr-button--secondary" })}</form></section>`;
}

type Drawing = ReturnType<typeof bars.qr>;
/** The path holds numbers only, which `bars` has made; black on white in every theme, since scanners need it. */
const drawn = ({ width, height, path }: Drawing, label: string): Html =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" shape-rendering="crispEdges"
    role="img" aria-label="${label}"><rect width="${width}" height="${height}" fill="#ffffff"/>
    ${trusted(`<path fill="#000000" d="${path}"/>`)}</svg>`;
