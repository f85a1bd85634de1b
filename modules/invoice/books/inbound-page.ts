import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, postedKey, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed } from "../office/act-views.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../office/form-view.ts";
import { dueAt } from "../shop/countdown.ts";
import { dueTag } from "../shop/parts.ts";
import { findingText } from "../shop/refused-view.ts";
import { termName } from "../site/words-view.ts";
import type { Client } from "./access.ts";
import { booksFailure } from "./errors.ts";
import { type Inbound, stateOf } from "./inbound.ts";
import {
  addressIn,
  type BooksPageFile,
  type BooksPages,
  booksPath,
  clientIn,
  dayText,
  money,
  paramIn,
  stateTag,
  termsOf,
  trail,
} from "./parts.ts";

const base = `${booksPath}/:ban/inbound`;

/** Invoices that a business received: listed by period; one is confirmed, rejected, or marked for its deduction. */
export const inboundPages: BooksPageFile = (app, pages) => {
  const { site, inbound, ctx } = pages;
  listRoutes({
    app,
    ctx,
    address: base,
    guard: (load: Parameters<typeof site.signedIn>[1]) => site.signedIn("anybody", load),
    list: async (request, session) => listOf(pages, request, await clientIn(pages, request, session)),
  });
  app.get(
    `${base}/:term/:number`,
    hidden,
    site.signedIn("anybody", async (request, session) => oneView(pages, request, await clientIn(pages, request, session))),
  );
  app.post(
    `${base}/:term/:number/:act`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const client = await clientIn(pages, request, session);
      const [term, number, act] = [paramIn(request, "term"), paramIn(request, "number"), paramIn(request, "act")];
      const values = typedIn(request, [{ name: "reason" }, { name: "mark" }]) as { reason: string; mark: string };
      const about = { client, term, number, by: session.subject, key: postedKey(request, ctx.ids), ...values };
      const deeds: Record<string, () => Promise<void>> = {
        confirm: () => inbound.accept(about),
        reject: () => inbound.turnDown(about),
        mark: () => inbound.mark(about),
      };
      const error = await tried(Object.hasOwn(deeds, act) ? deeds[act]! : () => Promise.reject(booksFailure("books.unknown")));
      if (error?.code === "books.unknown") throw error;
      return error
        ? oneView(pages, request, client, { error, act, values })
        : seeOther(reply, addressIn(client, `/inbound/${term}/${number}`));
    }),
  );
};

function listOf(pages: BooksPages, request: FastifyRequest, client: Client): List<Inbound> {
  const { t } = request;
  const { inbound } = pages;
  const terms = termsOf(pages);
  const now = terms[0]!;
  const today = inbound.today();
  return {
    address: addressIn(client, "/inbound"),
    title: t("invoice.books.to.inbound"),
    path: trail(request, client),
    columns: [
      { key: "date", text: t("invoice.field.date"), kind: "day", value: ({ date }) => date },
      {
        ...{ key: "number", text: t("invoice.field.number"), kind: "text", value: ({ number }) => number },
        show: ({ number, term }) =>
          html`<a class="tr-link" href="${addressIn(client, `/inbound/${term}/${number}`)}">${number}</a>`,
      },
      {
        key: "seller",
        text: t("invoice.books.seller"),
        kind: "text",
        value: ({ seller, sellerName }) => `${seller} ${sellerName}`,
      },
      { key: "sales", text: t("invoice.books.amount"), kind: "money", value: ({ sales }) => sales },
      { key: "tax", text: t("invoice.books.tax"), kind: "money", value: ({ tax }) => tax },
      {
        ...{ key: "state", text: t("invoice.field.standing"), kind: "text" },
        value: (row) => t(`invoice.books.state.${stateOf(row, today).state}`),
        show: (row) => {
          const { state, due } = stateOf(row, today);
          return html`${stateTag(request, state)} ${due !== null && dueTag(request, dueAt(due, today))}`;
        },
      },
      { key: "mark", text: t("invoice.books.mark"), kind: "text", value: ({ mark }) => t(`invoice.books.mark.${mark}`) },
    ],
    filters: [
      {
        ...{ kind: "select", name: "term", label: t("invoice.field.term"), initial: now },
        options: terms.map((value) => ({ value, text: termName(request, value) })),
      },
      { kind: "search", name: "words", label: t("invoice.books.words") },
    ],
    source: {
      cursor: ({ date, number }) => `${date}T00:00:00.000Z ${number}`,
      cursorKind: "instant-and-id",
      rows: ({ chosen, before, limit }) =>
        inbound.list({ ban: client.ban, term: chosen.term ?? now, words: (chosen.words ?? "").toUpperCase(), before, limit }),
    },
    empty: { title: t("invoice.books.no-inbound") },
    file: `inbound-${client.ban}`,
  };
}

type Shown = { error?: CodedError; act?: string; values?: Record<string, string> };
async function oneView(pages: BooksPages, request: FastifyRequest, client: Client, shown: Shown = {}): Promise<View> {
  const { t } = request;
  const { inbound } = pages;
  const today = inbound.today();
  const invoice = await inbound.one(client, paramIn(request, "term"), paramIn(request, "number"));
  const { state, due } = stateOf(invoice, today);
  const address = addressIn(client, `/inbound/${invoice.term}/${invoice.number}`);
  const formOf = (act: string, fields: OfficeField[], values: Record<string, string> = {}) =>
    officeForm(request, {
      ...{ key: "invoice.books", action: `${address}/${act}`, fields, submit: `invoice.books.do.${act}`, prefix: act },
      ...{ hidden: { key: pages.ctx.ids.uuid() }, values },
      ...(shown.act === act ? { values: { ...values, ...shown.values }, error: shown.error } : {}),
    });
  const options = ["1", "2", "3", "4"].map((value) => ({ value, text: t(`invoice.books.mark.${value}`) }));
  const mark = formOf("mark", [{ name: "mark", kind: "choice", options }], { mark: String(invoice.mark) });
  const reject = formOf("reject", [{ name: "reason", hint: true }]);
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const rows = [
    row("invoice.field.number", invoice.number),
    row("invoice.field.term", termName(request, invoice.term)),
    row("invoice.field.date", dayText(request, invoice.date)),
    row("invoice.books.seller", `${invoice.seller} ${invoice.sellerName}`),
    row("invoice.books.amount", money(request, invoice.sales)),
    row("invoice.books.tax", money(request, invoice.tax)),
    row("invoice.field.total", money(request, invoice.total)),
    {
      key: { text: t("invoice.field.standing") },
      value: { html: html`${stateTag(request, state)} ${due !== null && dueTag(request, dueAt(due, today))}` },
    },
  ];
  const { error } = shown;
  const finding = error?.code === "books.refused" && html`<p>${findingText(request, String(error.params.finding))}</p>`;
  const plain =
    error !== undefined &&
    (error.params.field === undefined || (shown.act === "reject" && state !== "open")) &&
    html`<p>${t(`error.${error.code}`)}</p>`;
  const answers =
    state === "open" &&
    html`<h2>${t("invoice.books.answer")}</h2>${deed(request, `${address}/confirm`, "invoice.books.do.confirm", { key: pages.ctx.ids.uuid() })}
      ${reject.form}`;
  const content = html`${mark.summary}${state === "open" && reject.summary}<h1>${invoice.number}</h1>${plain}${finding}${summaryList({ rows })}
    <p class="tr-hint">${t(`invoice.books.state.${state}-hint`)}</p>${answers}<h2>${t("invoice.books.mark")}</h2>${mark.form}`;
  const path = trail(request, client, { href: addressIn(client, "/inbound"), text: t("invoice.books.to.inbound") });
  return { title: invoice.number, content, path, ...failedAs(error) };
}
