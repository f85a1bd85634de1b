import { html } from "@troad/html";
import { kernelFailure } from "@troad/kernel";
import { proseHtml, statementSchema } from "@troad/web";
import { type FrontPage, hidden } from "./front.ts";

/** The platform's statements: privacy, accessibility, contact. Content, one folder each. */
export const statementPages: FrontPage = (app, front) => {
  const statements = front.ctx.content.read("pages", "page.json", statementSchema);
  app.get(
    "/about/:statement",
    hidden,
    front.site.open(async (request) => {
      const { statement } = request.params as { statement: string };
      const found = statements.find(({ id }) => id === statement);
      if (!found) throw kernelFailure("request.not-found");
      const text = (key: string): string => front.ctx.texts.pick(found.text, request.lang, key);
      const title = text("title");
      return {
        title,
        content: html`<h1>${title}</h1>${proseHtml(text("body"))}`,
        path: [{ href: "/about", text: request.t("portal.about.title") }],
      };
    }),
  );
};
