import { button, details, summaryList, tag } from "@troad/design";
import type { DataSet } from "@troad/directory";
import { type Html, html } from "@troad/html";
import { type Session, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { MyDataPages } from "./parts.ts";

export type DownloadParts = Pick<MyDataPages, "site" | "names" | "nationalId" | "downloads">;
export const downloadPath = "/my-data/download";

const crumb = (request: FastifyRequest) => ({ href: "/my-data", text: request.t("mydata.uses.title") });

/** A way to get data sets: its address and the beginning of its texts. */
export type Way = { path: string; texts: string };
export const download: Way = { path: downloadPath, texts: "mydata.download" };
type Problem = { text: string; href: string };
export type Choosing = {
  error?: string | undefined;
  chosen?: readonly string[];
  way?: Way;
  /** Questions of the way's own, after the sets, and what is wrong with their answers. */
  more?: Html;
  moreErrors?: readonly Problem[];
};

/** The sets under their domains; nothing is chosen before the person does. */
export function choosePage(
  { names, downloads }: DownloadParts,
  request: FastifyRequest,
  { proof }: Pick<Session, "proof">,
  { error, chosen = [], way = download, more, moreErrors = [] }: Choosing = {},
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const words = downloads.words(lang);
  const title = t(`${way.texts}.title`);
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
  const problems = [...(error ? [{ text: error, href: "#set" }] : []), ...moreErrors];
  const summary = problems.length > 0 && ui.errorSummary({ titleText: t("web.form.problem"), errorList: problems });
  return {
    title: problems.length > 0 ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    status: problems.length > 0 ? 422 : 200,
    isError: problems.length > 0,
    path: [crumb(request)],
    content: html`${summary}<h1>${title}</h1><p class="tr-lead">${t(`${way.texts}.lead`)}</p>
      <form method="get" action="${way.path}/check" novalidate>${groups}${more}${button({ text: t("mydata.download.next") })}</form>`,
  };
}

type Checking = {
  sets: readonly DataSet[];
  key: string;
  way?: Way;
  /** Who gets it, in words. */
  recipient?: string;
  hidden?: Html;
};

/** What the person is about to get and agrees to, before anything is asked. */
export function checkPage(
  { names, downloads }: DownloadParts,
  request: FastifyRequest,
  { sets, key, way = download, recipient, hidden: more }: Checking,
): View {
  const { t, lang } = request;
  const words = downloads.words(lang);
  const title = t(`${way.texts}.check`);
  const cards = sets.map((set) => setCard({ names, words }, request, set));
  const inputs = sets.map(({ id }) => html`<input type="hidden" name="set" value="${id}">`);
  return {
    title,
    path: [crumb(request), { href: way.path, text: t(`${way.texts}.title`) }],
    content: html`<h1>${title}</h1><p class="tr-lead">${t(`${way.texts}.agree`, { sets: sets.length, recipient: recipient ?? "" })}</p>${cards}
      <form method="post" action="${way.path}"><input type="hidden" name="key" value="${key}">${inputs}${more}
      <p>${t(`${way.texts}.purpose`)}</p>${button({ text: t(`${way.texts}.get`), preventDoubleClick: true })}</form>
      <p><a class="tr-link" href="${way.path}">${t("mydata.download.other")}</a></p>`,
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

export type Sent = { set?: string | string[]; key?: unknown; counter?: unknown };

/** The sets that were sent, or what is wrong with them. */
export function wantedSets(
  { downloads }: Pick<DownloadParts, "downloads">,
  { t }: FastifyRequest,
  { set }: Sent,
  { proof }: Pick<Session, "proof">,
) {
  const chosen = [...new Set([set ?? []].flat())];
  const sets = downloads.sets.filter(({ id }) => chosen.includes(id));
  const isWeak = sets.some(({ level }) => level > proof);
  const error = chosen.length === 0 ? "none" : sets.length !== chosen.length ? "unknown" : isWeak ? "level" : undefined;
  return error === undefined ? { sets, chosen } : { error: t(`mydata.download.error.${error}`), chosen };
}
