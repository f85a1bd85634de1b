import { Readable } from "node:stream";
import { html } from "@troad/html";
import { termOf } from "@troad/invoice-formats";
import { asked, hidden, type List, listRoutes, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { failedAs, officeForm, tried } from "../office/form-view.ts";
import { termName } from "../site/words-view.ts";
import type { Client } from "./access.ts";
import { termForm } from "./board-page.ts";
import { booksField } from "./errors.ts";
import type { AllowanceRow } from "./inbound.ts";
import { addressIn, type BooksPageFile, type BooksPages, booksPath, clientIn, termIn, termsOf, trail } from "./parts.ts";

/** Allowances of a period, and the media file of its return. */
export const listPages: BooksPageFile = (app, pages) => {
  const { site, ctx, records } = pages;
  listRoutes({
    app,
    ctx,
    address: `${booksPath}/:ban/allowances`,
    guard: (load: Parameters<typeof site.signedIn>[1]) => site.signedIn("anybody", load),
    list: async (request, session) => allowancesView(pages, request, await clientIn(pages, request, session)),
  });
  app.get(
    `${booksPath}/:ban/media`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const client = await clientIn(pages, request, session);
      const register = asked(request, "register", 20);
      const isAsked = asked(request, "file", 3) !== "";
      const term = termIn(pages, request);
      const error = await tried(async () => {
        if (isAsked && !/^\d{9}$/.test(register)) throw booksField("books.field-form", "register");
      });
      if (!isAsked || error) return mediaView(pages, request, client, { register, error });
      return reply
        .header("content-type", "text/plain; charset=us-ascii")
        .header("content-disposition", `attachment; filename="${client.ban}-${term}.TXT"`)
        .header("cache-control", "no-store")
        .send(Readable.from(records.media({ ban: client.ban, term }, register)));
    }),
  );
};

function allowancesView(pages: BooksPages, request: FastifyRequest, client: Client): List<AllowanceRow> {
  const { t } = request;
  const terms = termsOf(pages);
  return {
    address: addressIn(client, "/allowances"),
    title: t("invoice.books.to.allowances"),
    path: trail(request, client),
    columns: [
      { key: "date", text: t("invoice.field.date"), kind: "day", value: ({ date }) => date },
      {
        ...{ key: "number", text: t("invoice.books.allowance"), kind: "text", value: ({ number }) => number },
        show: ({ number, date }) =>
          html`<a class="tr-link" href="${addressIn(client, `/allowances/${termOf(date)}/${encodeURIComponent(number)}`)}">${number}</a>`,
      },
      {
        key: "side",
        text: t("invoice.books.side"),
        kind: "text",
        value: ({ given }) => t(`invoice.books.${given ? "given" : "received"}`),
      },
      { key: "other", text: t("invoice.books.other"), kind: "text", value: ({ other }) => other },
      { key: "invoice", text: t("invoice.field.number"), kind: "text", value: ({ invoice }) => invoice },
      { key: "sales", text: t("invoice.books.amount"), kind: "money", value: ({ sales }) => sales },
      { key: "tax", text: t("invoice.books.tax"), kind: "money", value: ({ tax }) => tax },
      {
        ...{ key: "standing", text: t("invoice.field.standing"), kind: "text" },
        value: ({ cancelled }) => (cancelled ? t("invoice.action.cancel") : ""),
      },
    ],
    filters: [
      {
        ...{ kind: "select", name: "term", label: t("invoice.field.term"), initial: terms[0]! },
        options: terms.map((value) => ({ value, text: termName(request, value) })),
      },
    ],
    source: {
      cursor: ({ date, number }) => `${date}T00:00:00.000Z ${number}`,
      cursorKind: "instant-and-id",
      rows: ({ chosen, before, limit }) =>
        pages.records.allowances({ ban: client.ban, term: chosen.term ?? terms[0]!, before, limit }),
    },
    empty: { title: t("invoice.books.no-allowances") },
    file: `allowances-${client.ban}`,
  };
}

type Typed = { register: string; error: Parameters<typeof failedAs>[0] };
function mediaView(pages: BooksPages, request: FastifyRequest, client: Client, { register, error }: Typed): View {
  const { t } = request;
  const term = termIn(pages, request);
  const { summary, form } = officeForm(request, {
    ...{ key: "invoice.books", action: addressIn(client, "/media"), method: "get", hidden: { term, file: "txt" } },
    ...{ fields: [{ name: "register", hint: true }], submit: "invoice.books.do.media", values: { register }, error },
  });
  const title = t("invoice.books.to.media");
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.books.media-lead")}</p>
    ${termForm(pages, request, client, term, "/media")}<h2>${termName(request, term)}</h2>${form}<p class="tr-hint">${t("invoice.books.media-hint")}</p>`;
  return { title, content, path: trail(request, client), ...failedAs(error) };
}
