import { button } from "@troad/design";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { most, type Refused, receive } from "../receive.ts";
import type { SigningPages } from "./parts.ts";

/** Where files are chosen; they stay with this module for an hour, so that what is shown is what will be signed. */
export function uploadPages(app: FastifyInstance, { site, signing }: SigningPages): void {
  app.get(
    "/sign",
    hidden,
    site.signedIn("anybody", async (request) => choosePage(request, [])),
  );
  app.post(
    "/sign",
    hidden,
    site.signedIn(
      "anybody",
      async (request, { subject }, reply) => {
        const { files, refused } = await receive(request);
        if (refused.length > 0) return choosePage(request, refused);
        return seeOther(reply, `/sign/${await signing.begin(subject, files)}`);
      },
      { returnTo: () => "/sign" },
    ),
  );
}

function choosePage(request: FastifyRequest, refused: readonly Refused[]): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("signing.choose.title");
  const problems = refused.map(({ name, code }) =>
    name === undefined ? t(`error.${code}`) : t("signing.choose.problem", { name, reason: t(`error.${code}`) }),
  );
  const list = problems.map((text) => ({ text, href: "#files" }));
  const field = ui.fileUpload({
    ...{ id: "files", name: "files", multiple: true },
    label: { text: t("signing.choose.files") },
    hint: { text: t("signing.choose.hint", { count: most.files, megabytes: most.bytes / 1024 / 1024 }) },
    ...(problems.length > 0 ? { errorMessage: { text: problems.join(" ") } } : {}),
  });
  return {
    title: problems.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content: html`${list.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: list })}<h1>${title}</h1>
      <p>${t("signing.choose.lead")}</p>
      <form method="post" action="/sign" enctype="multipart/form-data" novalidate>${field}${button({ text: t("signing.choose.next") })}</form>
      <p><a class="tr-link" href="/check-file">${t("signing.check.title")}</a></p>`,
    path: [],
    status: problems.length > 0 ? 422 : 200,
  };
}
