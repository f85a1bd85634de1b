import { button, formatNumber, scrollable, section, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { claimWindow, type Draw, daysOf, drawDay, type PrizeAmounts, termOf, termPlus } from "@troad/invoice-formats";
import { hidden, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { asked, type PageFile, type Pages } from "../site/pages.ts";
import { day, termName } from "../site/words-view.ts";
import { madeUpNote } from "./prize-view.ts";

/** The winning numbers of the drawn periods, for everyone: the lists that invoices are compared with. */
export const numbersPages: PageFile = (app, pages) => {
  app.get(
    "/invoice/numbers",
    hidden,
    pages.site.open(async (request) => view(pages, request)),
  );
};

/** Number of periods shown by default: those whose prizes can mostly still be claimed. */
const shownAtFirst = 2;

function view(pages: Pages, request: FastifyRequest): View {
  const { t } = request;
  const terms = pages.lists.drawn();
  const wanted = asked(request, "term", 10);
  const isUnknown = wanted !== "" && !terms.includes(wanted);
  const shown = wanted === "" ? terms.slice(0, shownAtFirst) : terms.filter((term) => term === wanted);
  const title = t("invoice.numbers.title");
  const content = html`<h1>${title}</h1><p>${t("invoice.numbers.lead")}</p>${wanted === "" && nextDraw(pages, request)}
    ${isUnknown && uiOf(request).warningText({ text: t("invoice.numbers.unknown") })}
    ${shown.map((term) => ofTerm(pages, request, term))}${filter(request, terms, wanted)}
    <p><a class="tr-link" href="/invoice/winnings">${t("invoice.numbers.mine")}</a></p>
    <p><a class="tr-link" href="/invoice/check">${t("invoice.numbers.paper")}</a></p>`;
  return { title, content, path: [], isError: isUnknown, status: isUnknown ? 404 : 200 };
}

/** The period that is drawn next, or was drawn and is not published here yet. */
function nextDraw({ lists, ...pages }: Pages, request: FastifyRequest): Html {
  const today = todayOf(pages);
  const before = termPlus(termOf(today), -1);
  const term = lists.current(before) ? termOf(today) : before;
  const drawn = drawDay(daysOf(term).last);
  const key = today < drawn ? "next" : "not-published";
  return html`<p>${request.t(`invoice.numbers.${key}`, { term: termName(request, term), day: day(request, drawn) })}</p>`;
}

function filter(request: FastifyRequest, terms: readonly string[], wanted: string): Html {
  const { t } = request;
  const items = terms.map((value) => ({ value, text: termName(request, value) }));
  const field = uiOf(request).select({ name: "term", label: { text: t("invoice.numbers.other") }, value: wanted, items });
  return html`<form class="tr-filters" method="get" action="/invoice/numbers">${field}
    <div class="tr-filters__actions">${button({ text: t("invoice.numbers.show"), classes: "tr-button--secondary" })}</div></form>`;
}

/** A period's list; for a corrected one the current list, and the previous ones, whose winners keep their prizes. */
function ofTerm(pages: Pages, request: FastifyRequest, term: string): Html {
  const { t } = request;
  const former = pages.lists.all(term).slice(0, -1);
  const { draw } = pages.lists.current(term)!;
  const { from, to } = claimWindow(daysOf(term).last);
  const name = termName(request, term);
  const corrected = former.map((one) => {
    return html`<p>${t("invoice.numbers.corrected")}</p>${numbers(request, one.draw, pages.rules.amounts, t("invoice.numbers.former"))}`;
  });
  const content = html`${madeUpNote(pages, request, term)}${numbers(request, draw, pages.rules.amounts, name)}
    <p>${t("invoice.claim.window", { from: day(request, from), to: day(request, to) })}</p>${corrected}`;
  return section({ title: { text: name }, content });
}

/** Prizes by the number of matching last digits of a first prize number. */
const byEnd = [
  ["second", 7],
  ["third", 6],
  ["fourth", 5],
  ["fifth", 4],
  ["sixth", 3],
] as const;

function numbers(request: FastifyRequest, draw: Draw, amounts: PrizeAmounts, caption: string): Html {
  const { t, lang } = request;
  const row = (prize: keyof PrizeAmounts, shown: Html) => [
    { text: t(`invoice.prize.${prize}`) },
    { html: shown },
    { text: formatNumber(amounts[prize], lang), format: "numeric" as const },
  ];
  const drawn = (["super", "special", "first"] as const).map((prize) => row(prize, html`${draw[prize].map(number)}`));
  const ends = byEnd.map(([prize, digits]) => row(prize, html`${t("invoice.numbers.end", { digits })}`));
  const additional = draw.additional.length > 0 ? [row("add6", html`${draw.additional.map(number)}`)] : [];
  const head = [
    { text: t("invoice.field.prize") },
    { text: t("invoice.numbers.number") },
    { text: t("invoice.numbers.amount"), format: "numeric" as const },
  ];
  return html`${scrollable(caption, table({ head, rows: [...drawn, ...ends, ...additional] }))}
    <p class="tr-hint">${t("invoice.numbers.cloud")}</p>`;
}

/** People look at the last three digits first. */
const number = (digits: string): Html =>
  html`<span class="inv-numbers__number">${digits.slice(0, -3)}<span class="inv-numbers__tail">${digits.slice(-3)}</span></span>`;
