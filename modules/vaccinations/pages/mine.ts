import { button, emptyState, scrollable, table, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { hidden, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { DueList } from "../children.ts";
import { dayText, mine, type Parts, vaccineText } from "./parts.ts";

const colours: Readonly<Record<string, string>> = { given: "green", open: "blue", late: "red", later: "grey" };

type MinePages = Parts & { site: Site; nationalId: (request: FastifyRequest) => Promise<string | null> };

/** What is due for a person's children, which has been given, and the way to a visit. */
export function minePages(app: FastifyInstance, parts: MinePages): void {
  app.get(
    mine,
    hidden,
    parts.site.signedIn(["citizen"], async (request, { subject }) => {
      const nationalId = await parts.nationalId(request);
      return page(parts, request, nationalId === null ? [] : await parts.children.dueOf(subject, nationalId));
    }),
  );
}

function page(parts: MinePages, request: FastifyRequest, lists: readonly DueList[]): View {
  const { t, lang } = request;
  const title = t("vaccinations.title");
  const body =
    lists.length === 0
      ? emptyState({ title: t("vaccinations.no-children") })
      : lists.map((one) => childHtml(parts, request, one));
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("vaccinations.lead")}</p>${body}
    <p class="tr-hint">${parts.ctx.texts.pick(parts.schedule.text, lang, "source")}</p><p class="tr-hint">${t("vaccinations.seen")}</p>
    <p><a class="tr-link" href="/my-data/download">${t("vaccinations.own-record")}</a></p>`;
  return { title, content, path: [] };
}

function childHtml(parts: MinePages, request: FastifyRequest, { id, name, birthDate, doses }: DueList): Html {
  const { t } = request;
  const due = doses.filter(({ state }) => state === "open" || state === "late");
  const rows = doses.map((one) => [
    { text: vaccineText(parts, request, one) },
    { html: tag({ text: t(`vaccinations.state.${one.state}`), classes: `tr-tag--${colours[one.state]}` }) },
    {
      text:
        one.givenOn === null
          ? t("vaccinations.between", { from: dayText(request, one.from), until: dayText(request, one.until) })
          : dayText(request, one.givenOn),
    },
  ]);
  const head = ["dose-head", "state", "when"].map((key) => ({ text: t(`vaccinations.${key}`) }));
  const href = `/appointments?service=${parts.schedule.service}&about=${id}`;
  const book = due.length > 0 && html`<p>${button({ text: t("vaccinations.book", { name }), href })}</p>`;
  return html`<h2>${name}</h2><p>${t("vaccinations.born", { day: dayText(request, birthDate) })}
    ${t("vaccinations.due", { count: due.length })}</p>${book}${scrollable(name, table({ head, rows }))}`;
}
