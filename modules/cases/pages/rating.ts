import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, posted, type Site, uiOf } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { CaseView } from "../api.ts";
import { grantedOf } from "./ending.ts";
import { type Asking, applicants, idIn } from "./parts.ts";

const scores = [5, 4, 3, 2, 1];

/** Below a decided case: how content its applicant is with the service; asked once, and never by whom it was said. */
export async function ratingBox(
  { cases, subject }: Asking<"rating"> & { subject: string },
  request: FastifyRequest,
  found: CaseView,
): Promise<Html | undefined> {
  const { t } = request;
  const { id } = found;
  if (found.subject !== subject || grantedOf(found) === null) return undefined;
  const given = await cases.rating({ id, subject });
  if (given !== null) return html`<p class="tr-hint" role="status">${t("cases.rating.thanks", { score: given })}</p>`;
  const choice = uiOf(request).radios({
    ...{ idPrefix: "score", name: "score" },
    fieldset: { legend: { text: t("cases.rating.question") } },
    hint: { text: t("cases.rating.hint") },
    items: scores.map((score) => ({ value: String(score), text: t(`cases.rating.${score}`) })),
  });
  const send = button({ text: t("cases.rating.send"), classes: "tr-button--secondary" });
  return html`<form method="post" action="/cases/${id}/rate" novalidate>${choice}${send}</form>`;
}

export function ratingRoute(app: FastifyInstance, { site, cases }: Asking<"rate"> & { site: Site }): void {
  app.post(
    "/cases/:id/rate",
    hidden,
    site.signedIn(
      applicants,
      async (request, { subject }, reply) => {
        const id = idIn(request);
        const score = Number(posted(request, "score", 1));
        // nothing chosen is nothing said
        if (scores.includes(score)) await cases.rate({ id, subject, score });
        return seeOther(reply, `/cases/${id}`);
      },
      { returnTo: (request) => `/cases/${idIn(request)}` },
    ),
  );
}
