import { button, scrollable, table, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type ModuleContext, seeOther } from "@troad/kernel";
import { counterRole, hidden, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { countersOf } from "../counter/counters.ts";
import type { Clerk } from "../counter/service.ts";
import { rowsOf } from "../downloads/shown.ts";
import type { CounterParts } from "./counter.ts";

export const counterOfficePath = "/work/my-data";
type Parts = Pick<CounterParts, "counters" | "downloads" | "recipientName"> & { work: Site; ctx: Pick<ModuleContext, "clock"> };

/** Where the clerk of a counter enters a code that a person shows, and sees the data that this person agreed to show there. */
export function counterOfficePages(app: FastifyInstance, parts: Parts): void {
  const { work, counters } = parts;
  const clerkOf = ({ subject, name, roles }: Session): Clerk => ({
    subject,
    name,
    counters: countersOf(counters.counters, roles),
  });
  app.get(
    counterOfficePath,
    hidden,
    work.signedIn([counterRole], async (request, session) => askPage(parts, request, clerkOf(session))),
  );
  app.post(
    counterOfficePath,
    hidden,
    work.signedIn(
      [counterRole],
      async (request, session, reply) => {
        const clerk = clerkOf(session);
        const id = await counters.take(clerk, posted(request, "code", 20));
        return id === undefined
          ? askPage(parts, request, clerk, request.t("mydata.office.wrong"))
          : seeOther(reply, `${counterOfficePath}/${id}`);
      },
      { returnTo: () => counterOfficePath },
    ),
  );
  app.get(
    `${counterOfficePath}/:id`,
    hidden,
    work.signedIn([counterRole], async (request, session) => {
      const shown = await counters.shown(clerkOf(session), (request.params as { id: string }).id);
      const { t, lang } = request;
      const words = parts.downloads.words(lang);
      const sets = shown.sets.map(({ id, records }) => {
        const set = parts.downloads.sets.find((one) => one.id === id);
        return set && html`<h2>${words.name(set)}</h2>${tableOf(request, words.name(set), rowsOf(set, records, words))}`;
      });
      const title = t("mydata.office.of", { name: shown.name });
      const counter = parts.recipientName(lang, `counter:${shown.counter}`);
      return {
        title,
        path: [{ href: counterOfficePath, text: t("mydata.office.title") }],
        content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.office.agreed", { counter })}</p>
          <p class="tr-hint">${t("mydata.download.until")} ${time(shown.expiresAt, { lang, show: "both" })}</p>${sets}`,
      };
    }),
  );
}

function tableOf({ t }: FastifyRequest, caption: string, { columns, rows }: ReturnType<typeof rowsOf>): Html {
  if (rows.length === 0) return html`<p>${t("mydata.download.code.204")}</p>`;
  const head = columns.map(({ label }) => ({ text: label }));
  const cells = rows.map((row) => row.map((value) => ({ text: value === null ? "" : String(value) })));
  return scrollable(caption, table({ caption, captionClasses: "tr-visually-hidden", head, rows: cells }));
}

function askPage(parts: Parts, request: FastifyRequest, { counters }: Clerk, error?: string): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const title = t("mydata.office.title");
  const names = counters.map(({ id }) => parts.recipientName(lang, `counter:${id}`)).join(t("web.comma"));
  const field = ui.input({
    ...{ id: "code", name: "code", autocomplete: "off", spellcheck: false, classes: "tr-input--width-10" },
    label: { text: t("mydata.office.code") },
    hint: { text: t("mydata.office.hint") },
    ...(error ? { errorMessage: { text: error } } : {}),
  });
  const form = html`<form method="post" action="${counterOfficePath}" novalidate>${field}${button({ text: t("mydata.office.take") })}</form>`;
  return {
    title: error ? `${t("web.form.error-word")}${t("web.colon")}${title}` : title,
    status: error ? 422 : 200,
    isError: error !== undefined,
    content: html`${error && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ text: error, href: "#code" }] })}
      <h1>${title}</h1><p class="tr-lead">${counters.length > 0 ? t("mydata.office.lead", { counters: names }) : t("mydata.office.none")}</p>
      ${counters.length > 0 && form}`,
  };
}
