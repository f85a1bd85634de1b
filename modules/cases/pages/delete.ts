import { button } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf } from "@troad/web";
import type { FastifyInstance } from "fastify";
import { type Asking, applicants, type CasePages, idIn } from "./parts.ts";

type Parts = Pick<CasePages, "site" | "services"> & Asking<"form">;

/** Deleting a draft: what is lost is said first. The act itself is withdrawing, which its page asks for. */
export function deletePages(app: FastifyInstance, { site, services, cases }: Parts): void {
  app.get(
    "/cases/:id/delete",
    hidden,
    site.signedIn(applicants, async (request, { subject }, reply) => {
      const { t, lang } = request;
      const form = await cases.form({ id: idIn(request), subject });
      if (form.state !== "draft") return seeOther(reply, `/cases/${form.id}`);
      const title = t("cases.delete.question", { service: services.text(lang, form.named, "name") });
      const content = html`${uiOf(request).backLink({ href: "/cases" })}<h1>${title}</h1><p>${t("cases.delete.lost")}</p>
        <form method="post" action="/cases/${form.id}/withdraw"><div class="tr-button-group">
        ${button({ text: t("cases.delete.do"), classes: "tr-button--warning" })}
        <a class="tr-link" href="/cases/${form.id}/form">${t("cases.delete.keep")}</a></div></form>`;
      return { title, content };
    }),
  );
}
