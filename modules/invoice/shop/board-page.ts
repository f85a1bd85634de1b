import { button, buttonGroup, formatNumber, lineList, scrollable, summaryList, table, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { asked, hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { halfWidth } from "../intake/characters.ts";
import { termName } from "../site/words-view.ts";
import type { Shop } from "./access.ts";
import { blankDue } from "./countdown.ts";
import {
  addressIn,
  dayText,
  dueTag,
  money,
  type ShopPageFile,
  type ShopPages,
  shopIn,
  shopPath,
  stateTag,
  trail,
} from "./parts.ts";
import { refusedTable } from "./refused-view.ts";
import { senderOf } from "./sending.ts";

/** How a shop stands: numbers left, what has to be mended and by when, first steps, sums of each day. */
export const boardPages: ShopPageFile = (app, pages) => {
  app.get(
    `${shopPath}/:ban`,
    hidden,
    pages.site.signedIn("anybody", async (request, session) =>
      boardView(pages, request, await shopIn(pages, request, session, "reader")),
    ),
  );
};

async function boardView(pages: ShopPages, request: FastifyRequest, shop: Shop): Promise<View> {
  const { t } = request;
  const { acts, records } = pages;
  const today = acts.today();
  const { now, before } = acts.terms();
  const [books, refused, sums, unused] = await Promise.all([
    acts.books(shop, [now, before]),
    records.refused(shop.ban),
    records.sums(shop.ban, now),
    acts.unused(shop, before),
  ]);
  const current = books.filter(({ term }) => term === now);
  const left = current.reduce(
    (all, { first, last, issued, blank }) => all + Number(last) - Number(first) + 1 - issued - blank,
    0,
  );
  const due = blankDue(before, today);
  const rows = [
    {
      key: { text: t("invoice.shop.numbers-left", { term: termName(request, now) }) },
      value: { text: formatNumber(left, request.lang) },
    },
    {
      key: { text: t("invoice.shop.blank-of", { term: termName(request, before) }) },
      value: {
        html: unused.length === 0 ? tag({ text: t("invoice.shop.blank-none"), classes: "tr-tag--green" }) : dueTag(request, due),
      },
    },
    { key: { text: t("invoice.shop.refused") }, value: { text: String(refused.length) } },
  ];
  const may = shop.rights !== "reader";
  const links = [
    ...(may ? ["issue", "upload", "blank"] : []),
    ...["invoices", "uploads", "lists"],
    ...(shop.rights === "owner" ? ["keys", "programs", "people"] : []),
  ].map((name) => ({ href: addressIn(shop, `/${name}`), title: t(`invoice.shop.to.${name}`) }));
  if (shop.rights === "owner") links.push({ href: `/books/${shop.ban}`, title: t("invoice.books.title") });
  const content = html`<h1>${shop.name}</h1><p class="tr-lead">${shop.ban} · ${t(`invoice.shop.rights.${shop.rights}`)}</p>
    ${summaryList({ rows })}${may && buttonGroup(button({ text: t("invoice.shop.to.issue"), href: addressIn(shop, "/issue") }))}
    ${await stateForm(pages, request, shop)}
    ${refused.length > 0 && html`<h2>${t("invoice.shop.to-mend")}</h2>${refusedTable(request, refused, today)}`}
    <h2>${t("invoice.shop.steps")}</h2>${await steps(pages, request, shop, { books: books.length, sold: sums.length })}
    <h2>${t("invoice.shop.more")}</h2>${lineList(links)}
    <h2>${t("invoice.shop.sums", { term: termName(request, now) })}</h2>${sumTable(request, sums)}`;
  return { title: shop.name, content, path: trail(request, shop).slice(0, 1) };
}

/** The first steps of a new shop, and which of them are done. */
async function steps(
  pages: ShopPages,
  request: FastifyRequest,
  shop: Shop,
  done: { books: number; sold: number },
): Promise<Html> {
  const { t } = request;
  const [members, uploads, credentials] = await Promise.all([
    pages.access.members(shop.ban),
    pages.uploads.list(shop.ban, { limit: 1 }),
    pages.registrations.credentials(senderOf(shop.ban)),
  ]);
  const all: [string, boolean][] = [
    ["numbers", done.books > 0],
    ["people", members.length > 0],
    ["issue", done.sold > 0],
    ["upload", uploads.length > 0],
    ["keys", credentials.length > 0],
  ];
  return html`<ul>${all.map(
    ([name, isDone]) =>
      html`<li>${tag({ text: t(isDone ? "invoice.shop.done" : "invoice.shop.open"), classes: isDone ? "tr-tag--green" : "tr-tag--grey" })}
        ${t(`invoice.shop.step.${name}`)}</li>`,
  )}</ul>`;
}

/** The state of the message with a number: P, S, G, C or E. */
async function stateForm({ records, acts }: ShopPages, request: FastifyRequest, shop: Shop): Promise<Html> {
  const { t } = request;
  const number = halfWidth(asked(request, "number", 20))
    .toUpperCase()
    .trim();
  const isNumber = /^[A-Z]{2}\d{8}$/.test(number);
  const { now, before } = acts.terms();
  const found: (readonly [string, string])[] = [];
  if (isNumber)
    for (const term of [now, before]) {
      const state = await records.state(shop.ban, term, number);
      // what was refused belongs to no period: it is said once
      if (state !== null && !(state === "E" && found.some(([, before]) => before === "E"))) found.push([term, state]);
    }
  const shown = found.map(
    ([term, state]) =>
      html`<p>${number}${state !== "E" && html` · ${termName(request, term)}`} ${stateTag(request, state)} ${
        state === "C" &&
        html`<a class="tr-link" href="${addressIn(shop, `/invoices/${term}/${number}`)}">${t("invoice.shop.open-invoice")}</a>`
      }</p>`,
  );
  const field = uiOf(request).input({
    ...{ id: "number", name: "number", label: { text: t("invoice.shop.state-of") }, value: number, autocomplete: "off" },
    ...(number !== "" && !isNumber ? { errorMessage: { text: t("invoice.shop.state-form") } } : {}),
  });
  const ask = button({ text: t("invoice.shop.state-ask"), classes: "tr-button--secondary" });
  return html`<form method="get" action="${addressIn(shop)}" novalidate>${field}${ask}</form>
    ${shown}${isNumber && shown.length === 0 && html`<p>${t("invoice.shop.state-none")}</p>`}`;
}

function sumTable(request: FastifyRequest, sums: readonly { day: string; count: number; total: number; ended: number }[]): Html {
  const { t } = request;
  const numeric = (text: string) => ({ text, format: "numeric" });
  const total = sums.reduce(
    (all, one) => ({ count: all.count + one.count, total: all.total + one.total, ended: all.ended + one.ended }),
    {
      ...{ count: 0, total: 0, ended: 0 },
    },
  );
  const row = (name: string, one: typeof total) => [
    { text: name },
    numeric(String(one.count)),
    numeric(money(request, one.total)),
    numeric(String(one.ended)),
  ];
  const caption = t("invoice.shop.by-day");
  return scrollable(
    caption,
    table({
      caption,
      head: ["invoice.field.date", "invoice.shop.count", "invoice.field.total", "invoice.shop.ended"].map((key, nth) => ({
        ...{ text: t(key) },
        ...(nth > 0 ? { format: "numeric" } : {}),
      })),
      rows: [...sums.map((one) => row(dayText(request, one.day), one)), row(t("invoice.shop.period"), total)],
    }),
  );
}
