import { button, startArrow } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import { hidden, posted, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Asking, applicants, type CasePages, idIn } from "../pages/parts.ts";
import type { Brought } from "./brought.ts";

type Parts = Pick<CasePages, "site" | "services" | "nationalId"> & Asking<"open" | "form" | "answer"> & { brought: Brought };

/** A person comes from the page of a third party, which has prepared an application: they take it, look at every answer and submit here. */
export function broughtPages(app: FastifyInstance, { site, services, nationalId, cases, brought }: Parts): void {
  const address = (request: FastifyRequest): string => `/cases/brought/${idIn(request)}`;
  app.get(
    "/cases/brought/:id",
    hidden,
    site.signedIn(applicants, async (request, { name: person }) => {
      const { t, lang } = request;
      const row = await brought.open(idIn(request));
      const by = row.name[lang === "zh-Hant" ? "zh-Hant" : "en"];
      const name = services.text(lang, row.service, "name");
      const tells = uiOf(request).checkboxes({
        ...{ idPrefix: "tells", name: "tells" },
        fieldset: { legend: { text: t("cases.brought.tells") } },
        items: [{ value: "yes", text: t("cases.brought.tells-yes", { name: by }) }],
      });
      const go = button({
        html: html`${t("cases.brought.take")}${startArrow}`,
        classes: "tr-button--start",
        preventDoubleClick: true,
      });
      const back =
        row.return_to !== null &&
        html`<p><a class="tr-link" href="${row.return_to}" rel="external">${t("cases.brought.back", { name: by })}</a></p>`;
      const content = html`<h1>${name}</h1><p class="tr-lead">${t("cases.brought.lead", { name: by, person })}</p><p>${t("cases.brought.look")}</p>
        <form method="post" action="${address(request)}" novalidate>${tells}${go}</form>${back}`;
      return { title: name, content, path: [] };
    }),
  );
  app.post(
    "/cases/brought/:id",
    hidden,
    site.signedIn(
      applicants,
      async (request, { subject, name }, reply) => {
        const row = await brought.open(idIn(request));
        const number = await nationalId(request);
        if (!number) throw kernelFailure("request.invalid", { reason: "national_id" });
        const { id } = await cases.open({ service: row.service, subject, nationalId: number, name });
        await brought.take(row.id, id, posted(request, "tells", 3) === "yes");
        // page by page, as if the person had typed it: the first page with something missing or wrong is where they go on
        for (let page = (await cases.form({ id, subject })).open; page !== null; ) {
          const { errors, next } = await cases.answer({ id, subject, page, values: row.answers });
          if (errors.length > 0) return seeOther(reply, `/cases/${id}/form/${page}`);
          page = next;
        }
        return seeOther(reply, `/cases/${id}/check`);
      },
      { returnTo: address },
    ),
  );
}
