import { button, details, hashValue, summaryList, time, wordsIn } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther } from "@troad/kernel";
import { hidden, posted, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import type { ShownFile, ShownTask } from "../signing.ts";
import { type SigningPages, sendBytes } from "./parts.ts";

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const placeOf = (request: FastifyRequest): number => Number((request.params as { n: string }).n) || 0;

/** What is about to be signed, exactly; the PIN that signs it; and what came of it. */
export function taskPages(app: FastifyInstance, { site, signing }: SigningPages): void {
  app.get(
    "/sign/:id",
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      const task = await signing.find(subject, idOf(request));
      return task.signedAt === null ? showPage(request, task, undefined) : seeOther(reply, `/sign/${task.id}/signed`);
    }),
  );
  app.post(
    "/sign/:id",
    hidden,
    site.signedIn(
      "anybody",
      async (request, { subject }, reply) => {
        const id = idOf(request);
        try {
          await signing.sign(id, { subject, pin: posted(request, "pin", 20) });
          return seeOther(reply, `/sign/${id}/signed`);
        } catch (error) {
          if (!(error instanceof CodedError) || error.code === "signing.not-found" || error.status >= 500) throw error;
          return showPage(request, await signing.find(subject, id), error);
        }
      },
      { returnTo: () => "/sign" },
    ),
  );
  app.get(
    "/sign/:id/signed",
    hidden,
    site.signedIn("anybody", async (request, { subject }, reply) => {
      const task = await signing.find(subject, idOf(request));
      return task.signedAt === null ? seeOther(reply, `/sign/${task.id}`) : donePage(request, task, task.signedAt);
    }),
  );
  for (const [kind, path] of [
    ["content", "files"],
    ["signed", "signed"],
  ] as const)
    app.get(
      `/sign/:id/${path}/:n`,
      hidden,
      site.signedIn("anybody", async (request, { subject }, reply) => {
        const file = await signing.bytes(subject, idOf(request), placeOf(request), kind);
        if (!file) throw fail("signing.not-found");
        return sendBytes(reply, file);
      }),
    );
}

function showPage(request: FastifyRequest, task: ShownTask, error: CodedError | undefined): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("signing.show.title", { count: task.files.length });
  const problem = error && t(`error.${error.code}`, error.params);
  const pin = ui.passwordInput({
    ...{ id: "pin", name: "pin", label: { text: t("signing.show.pin") }, hint: { text: t("signing.show.pin-hint") } },
    classes: "tr-input--width-10",
    attributes: { inputmode: "numeric", maxlength: "6" },
    ...(problem ? { errorMessage: { text: problem } } : {}),
  });
  return {
    title: problem ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    content: html`${problem && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: problem, href: "#pin" }] })}
      <h1>${title}</h1><p>${t("signing.show.lead")}</p>
      ${task.files.map((file) => shown(request, task, file))}
      <h2>${t("signing.show.sign")}</h2><p>${t("signing.show.means")}</p>
      <form method="post" action="/sign/${task.id}" novalidate>${pin}${button({ text: t("signing.show.do", { count: task.files.length }) })}</form>`,
    path: [{ href: "/sign", text: t("signing.choose.title") }],
    status: problem ? 422 : 200,
  };
}

/** Name, size, digest and text of a file; the file itself is one click away. */
function shown(request: FastifyRequest, task: ShownTask, { n, name, size, sha256, pages }: ShownFile): Html {
  const { t, lang } = request;
  const words = wordsIn(lang);
  const open = html`<a class="tr-link" href="/sign/${task.id}/files/${n}" target="_blank" rel="noopener">${t("signing.show.open")}</a>`;
  const rows = [
    { key: { text: t("signing.show.size") }, value: { text: t("signing.show.bytes", { count: size }) } },
    { key: { text: t("signing.show.digest") }, value: { html: hashValue(sha256, words) } },
    {
      key: { text: t("signing.show.how") },
      value: { text: t(pages === null ? "signing.show.container" : "signing.show.within") },
    },
  ];
  const text = pages?.map((page, index) =>
    details({
      summaryText: t("signing.show.page", { page: index + 1, of: pages.length }),
      html: html`<p class="tr-preserve">${page.trim() === "" ? t("signing.show.no-text") : page}</p>`,
    }),
  );
  return html`<h2>${name}</h2>${summaryList({ rows })}<p>${open}</p>${text}`;
}

function donePage(request: FastifyRequest, task: ShownTask, signedAt: string): View {
  const { t, lang } = request;
  const title = t("signing.done.title");
  const files = task.files.filter(({ pages }) => pages !== null);
  const link = (n: number, name: string): Html =>
    html`<li><a class="tr-link" href="/sign/${task.id}/signed/${n}" download>${name}</a></li>`;
  return {
    title,
    content: html`<h1>${title}</h1><p>${t("signing.done.when")} ${time(signedAt, { lang })}</p>
      <ul class="tr-list">${files.map(({ n, name }) => link(n, name))}${task.hasContainer && link(0, t("signing.done.container"))}</ul>
      <p>${t("signing.done.kept")}</p>
      <p><a class="tr-link" href="/check-file">${t("signing.check.title")}</a> · <a class="tr-link" href="/sign">${t("signing.done.more")}</a></p>`,
    path: [{ href: "/sign", text: t("signing.choose.title") }],
  };
}
