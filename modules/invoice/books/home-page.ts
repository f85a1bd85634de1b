import { emptyState, lineList } from "@troad/design";
import { html } from "@troad/html";
import { hidden } from "@troad/web";
import { addressIn, type BooksPageFile, booksPath, dayText, trail } from "./parts.ts";

/** The businesses whose books a person keeps. Without any: how one comes to keep them. */
export const booksHomePages: BooksPageFile = (app, { site, access }) => {
  app.get(
    booksPath,
    hidden,
    site.signedIn("anybody", async (request, { subject }) => {
      const { t } = request;
      const list = (await access.clientsOf(subject)).map((client) => ({
        ...{ href: addressIn(client), title: client.name },
        lead: [
          ...[client.ban, t(`invoice.books.as.${client.as}`)],
          ...(client.until === null ? [] : [t("invoice.books.until", { day: dayText(request, client.until) })]),
        ].join(" · "),
      }));
      const title = t("invoice.books.title");
      const none = emptyState({ title: t("invoice.books.none"), body: { text: t("invoice.books.none-how") } });
      return {
        title,
        content: html`<h1>${title}</h1><p class="tr-lead">${t("invoice.books.lead")}</p>${list.length > 0 ? lineList(list) : none}`,
        path: trail(request).slice(1),
      };
    }),
  );
};
