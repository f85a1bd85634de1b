import { button, details, summaryList, tag } from "@troad/design";
import type { DataSet } from "@troad/directory";
import { type Html, html } from "@troad/html";
import { type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { MyDataPages } from "./parts.ts";

export type DownloadParts = Pick<MyDataPages, "site" | "names" | "nationalId" | "downloads">;
export const downloadPath = "/my-data/download";

const crumb = (request: FastifyRequest) => ({ href: "/my-data", text: request.t("mydata.uses.title") });

/** The sets under their domains; nothing is chosen before the person does. */
export function choosePage(
  { names, downloads }: DownloadParts,
  request: FastifyRequest,
  { proof }: Pick<Session, "proof">,
  { error, chosen = [] }: { error?: string; chosen?: readonly string[] } = {},
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const words = downloads.words(lang);
  const title = t("mydata.download.title");
  const item = (set: DataSet) => {
    const enough = proof >= set.level;
    return {
      value: set.id,
      text: words.name(set),
      disabled: !enough,
      hint: {
        text: `${words.about(set)} ${enough ? names.agency(lang, set.agency) : t("mydata.download.level", { level: set.level })}`,
      },
    };
  };
  const groups = downloads.domains.flatMap((domain, at) => {
    const sets = downloads.sets.filter((set) => set.domain === domain);
    if (sets.length === 0) return [];
    return [
      ui.checkboxes({
        ...{ name: "set", idPrefix: at === 0 ? "set" : `set-${domain}`, values: [...chosen] },
        fieldset: { legend: { text: t(`mydata.domain.${domain}`), classes: "tr-fieldset__legend--m" } },
        ...(at === 0 && error ? { errorMessage: { text: error } } : {}),
        items: sets.map(item),
      }),
    ];
  });
  const summary = error && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: error, href: "#set" }] });
  return {
    title: error ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    status: error ? 422 : 200,
    isError: error !== undefined,
    path: [crumb(request)],
    content: html`${summary}<h1>${title}</h1><p class="tr-lead">${t("mydata.download.lead")}</p>
      <form method="get" action="${downloadPath}/check" novalidate>${groups}${button({ text: t("mydata.download.next") })}</form>`,
  };
}

/** What the person is about to get and agrees to, before anything is asked. */
export function checkPage(
  { names, downloads }: DownloadParts,
  request: FastifyRequest,
  sets: readonly DataSet[],
  key: string,
): View {
  const { t, lang } = request;
  const words = downloads.words(lang);
  const title = t("mydata.download.check");
  const cards = sets.map((set) => setCard({ names, words }, request, set));
  const inputs = sets.map(({ id }) => html`<input type="hidden" name="set" value="${id}">`);
  return {
    title,
    path: [crumb(request), { href: downloadPath, text: t("mydata.download.title") }],
    content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.download.agree", { sets: sets.length })}</p>${cards}
      <form method="post" action="${downloadPath}"><input type="hidden" name="key" value="${key}">${inputs}
      <p>${t("mydata.download.purpose")}</p>${button({ text: t("mydata.download.get"), preventDoubleClick: true })}</form>
      <p><a class="tr-link" href="${downloadPath}">${t("mydata.download.other")}</a></p>`,
  };
}

type CardWords = Pick<DownloadParts, "names"> & { words: ReturnType<DownloadParts["downloads"]["words"]> };

function setCard({ names, words }: CardWords, { t, lang }: FastifyRequest, set: DataSet): Html {
  const special = set.fields.some(({ sensitivity }) => sensitivity === "special");
  const rows = set.fields.map(({ name }) => ({
    key: { text: words.label(set, name) },
    value: { text: words.meaning(set, name) },
  }));
  return html`<section class="tr-card"><h2>${words.name(set)} ${special && tag({ text: t("mydata.download.special"), classes: "tr-tag--red" })}</h2>
    <p>${t("mydata.download.from", { agency: names.agency(lang, set.agency) })}</p>
    <p class="tr-hint">${words.legalBasis(set)}</p>
    ${details({ summaryText: t("mydata.download.fields", { fields: set.fields.length }), html: summaryList({ rows }) })}</section>`;
}
